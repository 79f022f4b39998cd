package io.github.em4j.dataset;

import io.github.em4j.EntityDescription;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;

/**
 * The ids of the left and of the right records of one split, each with the text of its record.
 * Sources may number their records independently, so an id means the same record on two different
 * sides only where its texts do not contradict that.
 */
final class RecordIds {
  /**
   * What an id stands for on one side.
   *
   * @param record the first record with a text, or the first of all
   * @param text the code of its text; none where the id comes with several
   * @param isAmbiguous whether the id comes with several texts, and so says nothing of the record
   */
  private record Meaning(EntityDescription record, int text, boolean isAmbiguous) {}

  private final RecordCodes codes;
  private final Map<Integer, Meaning> left = new HashMap<>();
  private final Map<Integer, Meaning> right = new HashMap<>();

  RecordIds(RecordCodes codes) {
    this.codes = codes;
  }

  void addLeft(int id, int text, EntityDescription record) {
    add(left, id, new Meaning(record, text, false));
  }

  void addRight(int id, int text, EntityDescription record) {
    add(right, id, new Meaning(record, text, false));
  }

  private static void add(Map<Integer, Meaning> meanings, int id, Meaning meaning) {
    if (id != RecordCodes.NONE) {
      meanings.merge(id, meaning, RecordIds::both);
    }
  }

  private static Meaning both(Meaning known, Meaning other) {
    if (known.isAmbiguous || known.text == other.text || other.text == RecordCodes.NONE) {
      return known;
    }
    return known.text == RecordCodes.NONE
        ? other
        : new Meaning(known.record, RecordCodes.NONE, true);
  }

  /** Whether an id on the left here may mean the record that has it on the right there. */
  boolean leftMayBeRightOf(RecordIds there, int id) {
    Meaning here = left.get(id);
    Meaning other = there.right.get(id);
    return here == null
        || other == null
        || here.text == other.text
        || here.text == RecordCodes.NONE
        || other.text == RecordCodes.NONE
        || !codes.contradict(here.record, other.record);
  }

  /** How many ids mean a record here and, as far as the texts tell, the same one there. */
  int sharedWith(RecordIds there) {
    var ids = new HashSet<>(left.keySet());
    ids.addAll(right.keySet());
    return (int) ids.stream().filter(id -> isShared(there, id)).count();
  }

  private boolean isShared(RecordIds there, int id) {
    return (left.containsKey(id) && there.left.containsKey(id))
        || (right.containsKey(id) && there.right.containsKey(id))
        || (left.containsKey(id) && there.right.containsKey(id) && leftMayBeRightOf(there, id))
        || (right.containsKey(id)
            && there.left.containsKey(id)
            && there.leftMayBeRightOf(this, id));
  }
}
