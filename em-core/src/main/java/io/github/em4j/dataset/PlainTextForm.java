package io.github.em4j.dataset;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.LabeledPair;
import io.github.em4j.PairAnnotations;
import java.util.Map;
import java.util.Optional;

/** One text per side, in the columns {@code left} and {@code right}. */
final class PlainTextForm implements PairForm {
  /**
   * The attribute that the text of a side becomes: the paper serialises products as their title.
   */
  static final String TEXT_ATTRIBUTE = "title";

  private final int left;
  private final int right;
  private final int leftId;
  private final int rightId;
  private final int pairId;
  private final int label;
  private final int hardNegative;

  PlainTextForm(Header header) {
    this.left = header.position("left");
    this.right = header.position("right");
    this.leftId = header.position("id_left");
    this.rightId = header.position("id_right");
    this.pairId = header.position("pair_id");
    this.label = header.position("label");
    this.hardNegative = header.position("is_hard_negative");
  }

  static EntityDescription description(String id, String text) {
    return new EntityDescription(id, Map.of(TEXT_ATTRIBUTE, text));
  }

  @Override
  public LabeledPair pair(Row row) {
    PairIds ids = PairIds.of(row, leftId, rightId, pairId);
    return new LabeledPair(
        new CandidatePair(
            description(ids.left(), row.at(left)), description(ids.right(), row.at(right))),
        PairForm.label(row, label),
        new PairAnnotations(Optional.empty(), Optional.empty(), PairForm.flag(row, hardNegative)));
  }
}
