package io.github.em4j.evaluation.slices;

import io.github.em4j.LabeledPair;
import io.github.em4j.dataset.DatasetSplit;
import java.util.List;
import java.util.Optional;

/** Hard negatives and the other non-matches, by themselves and together with all matches. */
record CornerCases() implements Slicing {
  static final String NAME = "corner-cases";

  private static final String HARD = "hard negatives";
  private static final String OTHER = "other non-matches";
  private static final String MATCHES_AND_HARD = "matches and hard negatives";
  private static final String MATCHES_AND_OTHER = "matches and other non-matches";
  private static final String UNKNOWN = "non-matches without annotation";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean isPartition() {
    return false;
  }

  @Override
  public List<Slice> cut(DatasetSplit split) {
    var cut = new Cut(HARD, OTHER, MATCHES_AND_HARD, MATCHES_AND_OTHER);
    // Matches beside no non-match at all would look like a perfect precision.
    boolean hasHard = split.pairs().stream().anyMatch(pair -> isNegative(pair, true));
    boolean hasOther = split.pairs().stream().anyMatch(pair -> isNegative(pair, false));
    for (int row = 0; row < split.size(); row++) {
      LabeledPair pair = split.pairs().get(row);
      boolean match = pair.label().isMatch();
      boolean hard = isNegative(pair, true);
      boolean other = isNegative(pair, false);
      addIf(hard, HARD, row, cut);
      addIf(other, OTHER, row, cut);
      addIf(hard || (match && hasHard), MATCHES_AND_HARD, row, cut);
      addIf(other || (match && hasOther), MATCHES_AND_OTHER, row, cut);
      addIf(!match && !hard && !other, UNKNOWN, row, cut);
    }
    return cut.slices();
  }

  private static void addIf(boolean condition, String slice, int row, Cut cut) {
    if (condition) {
      cut.add(slice, row);
    }
  }

  private static boolean isNegative(LabeledPair pair, boolean hard) {
    // What is annotated on a match says nothing: it is no negative.
    return !pair.label().isMatch() && pair.annotations().hardNegative().equals(Optional.of(hard));
  }
}
