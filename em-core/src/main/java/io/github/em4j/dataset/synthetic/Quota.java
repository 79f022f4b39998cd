package io.github.em4j.dataset.synthetic;

/**
 * How many pairs of each sort are wanted.
 *
 * @param matches pairs of one entity
 * @param cornerCases pairs of two neighbours
 * @param others pairs of two entities of different neighbourhoods
 */
record Quota(int matches, int cornerCases, int others) {

  static Quota of(int pairs, double positiveShare, double cornerCaseShare) {
    int matches = (int) Math.round(pairs * positiveShare);
    int cornerCases = (int) Math.round((pairs - matches) * cornerCaseShare);
    return new Quota(matches, cornerCases, pairs - matches - cornerCases);
  }

  Quota part(double share) {
    return new Quota(
        (int) Math.round(matches * share),
        (int) Math.round(cornerCases * share),
        (int) Math.round(others * share));
  }

  Quota minus(Quota other) {
    return new Quota(
        matches - other.matches, cornerCases - other.cornerCases, others - other.others);
  }

  Quota plus(Quota other) {
    return new Quota(
        matches + other.matches, cornerCases + other.cornerCases, others + other.others);
  }
}
