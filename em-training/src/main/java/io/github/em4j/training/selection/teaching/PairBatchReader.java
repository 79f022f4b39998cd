package io.github.em4j.training.selection.teaching;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.em4j.MatchLabel;
import io.github.em4j.internal.JsonObjects;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Reads the pairs that a teacher wrote as JSON, names their fields as they may, and checks each.
 * Never fails, and gives only pairs whose object is whole.
 */
final class PairBatchReader {
  private static final String THING =
      "(?:entity|product|publication|paper|record|item|description|offer)";
  private static final Pattern LEFT = side("left|first|one", "1|a");
  private static final Pattern RIGHT = side("right|second|two", "2|b");
  private static final Pattern LABEL =
      Pattern.compile("(?:is)?match(?:es|ing)?|label|same(?:entity)?");

  private static final Set<String> MATCH = Set.of("true", "yes", "1", "match");
  private static final Set<String> NON_MATCH =
      Set.of("false", "no", "0", "nonmatch", "nomatch", "notamatch", "mismatch");

  private final EntityForm form;

  /**
   * A pair that a teacher wrote.
   *
   * @param left the attributes of its left side, at least one
   * @param right those of its right side
   * @param label what the teacher says of it
   */
  record WrittenByTeacher(Map<String, String> left, Map<String, String> right, MatchLabel label) {}

  /**
   * What is in an answer.
   *
   * @param pairs the pairs that serve, in their order
   * @param rejected how many do not, by reason
   */
  record Batch(List<WrittenByTeacher> pairs, Map<PairRejection, Integer> rejected) {
    /** How many pairs there are, whole or not. */
    int written() {
      return pairs.size() + rejected.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** How many pairs do not serve, by reason, for example {@code NO_LABEL=1, KNOWN=2}. */
    String counts() {
      return rejected.entrySet().stream()
          .map(reason -> reason.getKey() + "=" + reason.getValue())
          .collect(joining(", "));
    }
  }

  PairBatchReader(EntityForm form) {
    this.form = form;
  }

  /**
   * Reads an answer.
   *
   * @param text what the teacher wrote
   * @param known which pairs must not come again
   */
  Batch read(String text, Predicate<PairHash> known) {
    JsonObjects.Found found = JsonObjects.in(text, PairBatchReader::isFieldOfPair);
    var rejected = new EnumMap<PairRejection, Integer>(PairRejection.class);
    if (found.broken() > 0) {
      rejected.put(PairRejection.UNREADABLE, found.broken());
    }
    if (found.cutOff()) {
      rejected.put(PairRejection.CUT_OFF, 1);
    }
    var objects = new ArrayList<JsonNode>();
    found.objects().forEach(object -> collectPairs(object, objects));
    var pairs = new ArrayList<WrittenByTeacher>();
    var seen = new HashSet<PairHash>();
    for (JsonNode object : objects) {
      Optional<PairRejection> problem = read(object, known, seen, pairs);
      problem.ifPresent(reason -> rejected.merge(reason, 1, Integer::sum));
    }
    return new Batch(pairs, rejected);
  }

  /** Adds the pair of an object, or says why not. */
  private Optional<PairRejection> read(
      JsonNode object,
      Predicate<PairHash> known,
      Set<PairHash> seen,
      List<WrittenByTeacher> pairs) {
    Optional<Map<String, String>> left = field(object, LEFT).flatMap(form::read);
    Optional<Map<String, String>> right = field(object, RIGHT).flatMap(form::read);
    if (left.isEmpty() || right.isEmpty()) {
      return Optional.of(PairRejection.NO_SIDE);
    }
    Optional<MatchLabel> label = field(object, LABEL).flatMap(PairBatchReader::label);
    if (label.isEmpty()) {
      return Optional.of(PairRejection.NO_LABEL);
    }
    String one = form.text(left.get());
    String other = form.text(right.get());
    if (PairHash.normalized(one).equals(PairHash.normalized(other))) {
      return Optional.of(PairRejection.SAME_SIDES);
    }
    PairHash hash = PairHash.of(one, other);
    if (known.test(hash)) {
      return Optional.of(PairRejection.KNOWN);
    }
    if (!seen.add(hash)) {
      return Optional.of(PairRejection.REPEATED);
    }
    pairs.add(new WrittenByTeacher(left.get(), right.get(), label.get()));
    return Optional.empty();
  }

  /** Adds the objects that have a side, be they inside of others. */
  private static void collectPairs(JsonNode node, List<JsonNode> pairs) {
    if (field(node, LEFT).isPresent() || field(node, RIGHT).isPresent()) {
      pairs.add(node);
    } else {
      node.forEach(inner -> collectPairs(inner, pairs));
    }
  }

  private static Optional<JsonNode> field(JsonNode object, Pattern name) {
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      if (name.matcher(bare(field.getKey())).matches()) {
        return Optional.of(field.getValue());
      }
    }
    return Optional.empty();
  }

  /** The names of a side: words that say it alone or beside a thing, and marks that need one. */
  private static Pattern side(String words, String marks) {
    return Pattern.compile(
        "%1$s?(?:%2$s)|(?:%2$s)%1$s|%1$s(?:%3$s)".formatted(THING, words, marks));
  }

  private static boolean isFieldOfPair(String name) {
    String bare = bare(name);
    return LEFT.matcher(bare).matches()
        || RIGHT.matcher(bare).matches()
        || LABEL.matcher(bare).matches();
  }

  private static Optional<MatchLabel> label(JsonNode value) {
    String word = bare(value.asText());
    if (MATCH.contains(word)) {
      return Optional.of(MatchLabel.MATCH);
    }
    return NON_MATCH.contains(word) ? Optional.of(MatchLabel.NON_MATCH) : Optional.empty();
  }

  /** Letters and digits alone, in lower case. */
  private static String bare(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }
}
