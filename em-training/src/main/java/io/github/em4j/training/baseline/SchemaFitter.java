package io.github.em4j.training.baseline;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Learns from unlabelled pairs which attributes there are and how telling each token is. */
final class SchemaFitter {

  /** With more attributes than that, the rarest are seen in the whole record only. */
  private static final int MAX_ROLES = 24;

  /** An attribute that fewer records have is seen in the whole record only. */
  private static final double MIN_COVERAGE = 0.02;

  private static final double NUMERIC_SHARE = 0.9;
  private static final double EXPECTED_SHARE = 0.99;

  /**
   * A number, with a currency sign or other signs before or a currency sign after it. Possessive:
   * neighbours match the same spaces, and giving some back never helps.
   */
  private static final Pattern NUMERIC =
      Pattern.compile("\\s*+[^\\p{L}\\d]{0,4}+\\d[\\d., ]*+\\s*+\\p{Sc}?+\\s*+");

  private final Set<String> ignored;
  private final Set<EntityDescription> records = new HashSet<>();
  private final List<List<String>> wholes = new ArrayList<>();
  private final Map<String, List<String>> valuesByRole = new TreeMap<>();
  private final Map<String, Integer> pairsByRole = new TreeMap<>();

  private SchemaFitter(Set<String> ignored) {
    this.ignored = ignored;
  }

  static SimilarityFeatures fit(Collection<CandidatePair> pairs, Set<String> ignored) {
    var fitter = new SchemaFitter(ignored);
    pairs.forEach(fitter::see);
    List<AttributeFeatures> attributes =
        fitter.valuesByRole.keySet().stream()
            .filter(role -> fitter.count(role) >= MIN_COVERAGE * fitter.records.size())
            .sorted(Comparator.comparingInt((String role) -> -fitter.count(role)))
            .limit(MAX_ROLES)
            .map(role -> fitter.attribute(role, pairs.size()))
            .toList();
    return new SimilarityFeatures(TokenWeights.of(fitter.wholes), attributes, ignored);
  }

  private void see(CandidatePair pair) {
    var roles = new LinkedHashSet<String>();
    for (EntityDescription record : List.of(pair.left(), pair.right())) {
      Map<String, String> values = AttributeRoles.values(record, ignored);
      roles.addAll(values.keySet());
      if (records.add(record)) {
        wholes.add(TextProfile.distinctTokens(String.join(" ", values.values())));
        values.forEach(
            (role, value) -> valuesByRole.computeIfAbsent(role, r -> new ArrayList<>()).add(value));
      }
    }
    roles.forEach(role -> pairsByRole.merge(role, 1, Integer::sum));
  }

  private List<String> values(String role) {
    return valuesByRole.getOrDefault(role, List.of());
  }

  private int count(String role) {
    return values(role).size();
  }

  private AttributeFeatures attribute(String role, int pairs) {
    boolean expected = pairsByRole.getOrDefault(role, 0) >= EXPECTED_SHARE * pairs;
    long numeric = values(role).stream().filter(SchemaFitter::isNumeric).count();
    if (numeric >= NUMERIC_SHARE * count(role) && !role.equals(AttributeRoles.TITLE)) {
      return new AttributeFeatures(
          role, AttributeFeatures.Kind.NUMBER, TokenWeights.NONE, expected);
    }
    TokenWeights weights =
        TokenWeights.of(values(role).stream().map(TextProfile::distinctTokens).toList());
    return new AttributeFeatures(role, AttributeFeatures.Kind.TEXT, weights, expected);
  }

  private static boolean isNumeric(String value) {
    return NUMERIC.matcher(TextProfile.cut(value)).matches();
  }
}
