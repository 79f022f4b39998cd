package io.github.em4j.dataset;

import io.github.em4j.LabeledPair;
import io.github.em4j.PairAnnotations;
import java.util.HashSet;
import java.util.Set;

/**
 * The pairs, records and entities of one split, ready to be compared with a split that was indexed
 * with the same codes.
 */
final class SplitIndex {
  private final DatasetSplit split;
  private final PairIndex ids;
  private final PairIndex texts;
  private final RecordIds recordIds;
  private final Set<Integer> recordTexts = new HashSet<>();
  private final Set<String> entities = new HashSet<>();
  private int labelsAgainstEntities;

  SplitIndex(DatasetSplit split, RecordCodes codes) {
    this.split = split;
    this.recordIds = new RecordIds(codes);
    this.ids = new PairIndex(split, recordIds);
    this.texts = new PairIndex(split, new RecordIds(codes));
    for (int row = 0; row < split.size(); row++) {
      LabeledPair pair = split.pairs().get(row);
      int leftId = codes.id(pair.pair().left());
      int rightId = codes.id(pair.pair().right());
      int leftText = codes.text(pair.pair().left());
      int rightText = codes.text(pair.pair().right());
      ids.add(leftId, rightId, row);
      texts.add(leftText, rightText, row);
      recordIds.addLeft(leftId, leftText, pair.pair().left());
      recordIds.addRight(rightId, rightText, pair.pair().right());
      addText(leftText);
      addText(rightText);
      addEntities(pair);
    }
  }

  private void addText(int text) {
    if (text != RecordCodes.NONE) {
      recordTexts.add(text);
    }
  }

  private void addEntities(LabeledPair pair) {
    PairAnnotations known = pair.annotations();
    known.leftEntity().ifPresent(entities::add);
    known.rightEntity().ifPresent(entities::add);
    if (known.leftEntity().isPresent()
        && known.rightEntity().isPresent()
        && known.leftEntity().equals(known.rightEntity()) != pair.label().isMatch()) {
      labelsAgainstEntities++;
    }
  }

  DatasetSplit split() {
    return split;
  }

  PairIndex ids() {
    return ids;
  }

  PairIndex texts() {
    return texts;
  }

  RecordIds recordIds() {
    return recordIds;
  }

  Set<Integer> recordTexts() {
    return recordTexts;
  }

  Set<String> entities() {
    return entities;
  }

  int labelsAgainstEntities() {
    return labelsAgainstEntities;
  }
}
