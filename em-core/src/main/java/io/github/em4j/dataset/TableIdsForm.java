package io.github.em4j.dataset;

import io.github.em4j.CandidatePair;
import io.github.em4j.LabeledPair;

/** Ids of two tables: {@code ltable_id}, {@code rtable_id} and {@code label}. */
final class TableIdsForm implements PairForm {
  private final EntityTable left;
  private final EntityTable right;
  private final int leftId;
  private final int rightId;
  private final int label;

  TableIdsForm(Header header, EntityTable left, EntityTable right) {
    this.left = left;
    this.right = right;
    this.leftId = header.position("ltable_id");
    this.rightId = header.position("rtable_id");
    this.label = header.position("label");
  }

  @Override
  public LabeledPair pair(Row row) {
    return new LabeledPair(
        new CandidatePair(left.record(row, leftId), right.record(row, rightId)),
        PairForm.label(row, label));
  }
}
