package io.github.em4j.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/**
 * The JSON objects in what a model wrote: behind words and fences, inside an array that is broken
 * or ends too early, with single quotes, trailing commas, comments, the {@code True} of Python, and
 * quotation marks inside of values that should have been escaped.
 *
 * <p>Each outermost object is read by itself, so that a broken one costs no other; where an outer
 * one is broken or holds nothing of interest, those inside it are read. Never fails, and takes time
 * about linear in the length.
 */
public final class JsonObjects {
  /**
   * What is asked for is flat; deeper nesting is not looked into, which keeps the search linear.
   */
  private static final int MAX_DEPTH = 8;

  /** A value with unescaped quotation marks is no longer than this, for the same reason. */
  private static final int MAX_UNESCAPED = 2_000;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(
              JsonReadFeature.ALLOW_SINGLE_QUOTES,
              JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES,
              JsonReadFeature.ALLOW_TRAILING_COMMA,
              JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS,
              JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
          // Two objects that melted into one must not be read as a third.
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /**
   * What is in an answer.
   *
   * @param objects those that can be read and hold something of interest, in their order
   * @param broken how many of interest cannot
   * @param cutOff whether the answer ends within one of interest
   */
  public record Found(List<JsonNode> objects, int broken, boolean cutOff) {

    /** Copies the list. */
    public Found {
      objects = List.copyOf(objects);
    }
  }

  /** An object as text that a lenient parser takes, and where it ends in the answer. */
  private record Span(String json, int end) {}

  private record Parsed(JsonNode object, int end) {}

  private JsonObjects() {}

  /**
   * Finds the objects.
   *
   * @param text what a model wrote
   * @param ofInterest whether a field's name is one that was asked for; an object that can be read
   *     must hold one, at any depth, and a broken one counts by the name of its first
   * @return the objects that can be read, and how many cannot
   */
  public static Found in(String text, Predicate<String> ofInterest) {
    var objects = new ArrayList<JsonNode>();
    int broken = 0;
    boolean open = false;
    // Up to here goes an object that can be read and holds nothing of interest.
    int other = 0;
    int start = text.indexOf('{');
    while (start >= 0) {
      Optional<Parsed> parsed = parse(text, start);
      int next = start + 1;
      boolean interesting = ofInterest.test(firstField(text, start));
      if (parsed.isPresent() && holds(parsed.get().object(), ofInterest)) {
        objects.add(parsed.get().object());
        next = parsed.get().end();
        open &= !interesting;
      } else if (parsed.isPresent()) {
        // It may be words with a brace that go on into what is of interest.
        other = Math.max(other, parsed.get().end());
      } else if (interesting && start >= other) {
        broken++;
        open = span(text, start, false).isEmpty();
      }
      start = text.indexOf('{', next);
    }
    return new Found(objects, open ? broken - 1 : broken, open);
  }

  private static boolean holds(JsonNode node, Predicate<String> ofInterest) {
    return StreamSupport.stream(node.spliterator(), false).anyMatch(n -> holds(n, ofInterest))
        || node.properties().stream().anyMatch(field -> ofInterest.test(field.getKey()));
  }

  private static Optional<Parsed> parse(String text, int start) {
    return parse(span(text, start, false)).or(() -> parse(span(text, start, true)));
  }

  private static Optional<Parsed> parse(Optional<Span> span) {
    if (span.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Parsed(JSON.readTree(span.get().json()), span.get().end()));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /**
   * The object that begins at a brace, up to the brace that closes it.
   *
   * @param unescaped whether a quotation mark that nothing of JSON follows is part of a value
   */
  private static Optional<Span> span(String text, int start, boolean unescaped) {
    var json = new StringBuilder();
    int depth = 0;
    int i = start;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == '"' || c == '\'') {
        i = appendString(text, i, unescaped, json);
      } else if (c == '/' && text.startsWith("//", i)) {
        int end = text.indexOf('\n', i);
        i = end < 0 ? text.length() : end;
      } else if (Character.isLetter(c)) {
        i = appendWord(text, i, json);
      } else {
        json.append(c);
        i++;
        depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
        if (depth == 0) {
          return Optional.of(new Span(json.toString(), i));
        }
        if (depth > MAX_DEPTH) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  /** Appends a quoted text; returns the index behind it, or the end where nothing closes it. */
  private static int appendString(String text, int start, boolean unescaped, StringBuilder json) {
    char quote = text.charAt(start);
    json.append(quote);
    int i = start + 1;
    int limit = unescaped ? Math.min(text.length(), start + MAX_UNESCAPED) : text.length();
    while (i < limit) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        json.append(c).append(text.charAt(i + 1));
        i += 2;
      } else if (c == quote && (!unescaped || endsValue(text, i + 1))) {
        json.append(c);
        return i + 1;
      } else {
        json.append(c == quote ? "\\" : "").append(c);
        i++;
      }
    }
    return text.length();
  }

  /** Whether JSON goes on at an index as it does behind a text. */
  private static boolean endsValue(String text, int start) {
    int i = behindSpace(text, start);
    if (i == text.length() || "}]:".indexOf(text.charAt(i)) >= 0) {
      return true;
    }
    if (text.charAt(i) != ',') {
      return false;
    }
    int next = behindSpace(text, i + 1);
    return next == text.length() || "\"'{[}]".indexOf(text.charAt(next)) >= 0;
  }

  /** Appends a bare word, one of Python's as JSON writes it; returns the index behind it. */
  private static int appendWord(String text, int start, StringBuilder json) {
    int end = start;
    while (end < text.length() && Character.isJavaIdentifierPart(text.charAt(end))) {
      end++;
    }
    String word = text.substring(start, end);
    json.append(
        switch (word) {
          case "True" -> "true";
          case "False" -> "false";
          case "None" -> "null";
          default -> word;
        });
    return end;
  }

  private static String firstField(String text, int brace) {
    int start = behindSpace(text, brace + 1);
    int end = start;
    while (end < text.length() && text.charAt(end) != ':' && end - start < 40) {
      end++;
    }
    return text.substring(Math.min(start, end), end);
  }

  private static int behindSpace(String text, int start) {
    int i = start;
    while (i < text.length() && Character.isWhitespace(text.charAt(i))) {
      i++;
    }
    return i;
  }
}
