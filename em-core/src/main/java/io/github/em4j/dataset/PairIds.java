package io.github.em4j.dataset;

/**
 * The ids of the two sides of a row: from columns of their own where the file has them, else from a
 * {@code pair_id} of the form {@code LEFT#RIGHT}, else empty.
 */
record PairIds(String left, String right) {
  private static final PairIds NONE = new PairIds("", "");

  static PairIds of(Row row, int leftColumn, int rightColumn, int pairColumn) {
    if (leftColumn >= 0 || rightColumn >= 0) {
      return new PairIds(row.at(leftColumn), row.at(rightColumn));
    }
    String pair = row.at(pairColumn);
    int hash = pair.indexOf('#');
    if (hash <= 0 || hash == pair.length() - 1 || hash != pair.lastIndexOf('#')) {
      return NONE;
    }
    return new PairIds(pair.substring(0, hash), pair.substring(hash + 1));
  }
}
