package io.github.em4j.dataset;

import io.github.em4j.EntityDescription;
import io.github.em4j.LabeledPair;
import io.github.em4j.MatchLabel;
import io.github.em4j.dataset.LeakReport.PairExample;
import io.github.em4j.dataset.LeakReport.SharedPairs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where the pairs of one split occur, by the codes of their two records. */
final class PairIndex {

  /** A pair whatever the order of its sides; the smaller code comes first. */
  private record Key(int smaller, int larger) {}

  /** The rows at which one pair occurs with its sides in one order, as far as they are needed. */
  private static final class Rows {
    private static final int NONE = -1;

    private int first = NONE;
    private int second = NONE;
    private int firstMatch = NONE;
    private int firstNonMatch = NONE;

    void add(boolean isMatch, int row) {
      if (first == NONE) {
        first = row;
      } else if (second == NONE) {
        second = row;
      }
      if (isMatch && firstMatch == NONE) {
        firstMatch = row;
      }
      if (!isMatch && firstNonMatch == NONE) {
        firstNonMatch = row;
      }
    }
  }

  /**
   * The rows at which one pair occurs.
   *
   * @param forward those with the smaller code on the left
   * @param backward those with the smaller code on the right
   */
  private record Orders(Rows forward, Rows backward) {
    Orders() {
      this(new Rows(), new Rows());
    }
  }

  private final DatasetSplit split;
  private final RecordIds records;
  private final Map<Key, Orders> pairs = new LinkedHashMap<>();

  /**
   * Starts with no pair.
   *
   * @param split where the pairs are from
   * @param records what the codes mean on each side; empty where they mean the same on both
   */
  PairIndex(DatasetSplit split, RecordIds records) {
    this.split = split;
    this.records = records;
  }

  /** Adds the pair at a row of the split, unless one of its codes is missing. */
  void add(int left, int right, int row) {
    if (left != RecordCodes.NONE && right != RecordCodes.NONE) {
      Key key = new Key(Math.min(left, right), Math.max(left, right));
      Orders orders = pairs.computeIfAbsent(key, unseen -> new Orders());
      (left <= right ? orders.forward : orders.backward)
          .add(split.pairs().get(row).label().isMatch(), row);
    }
  }

  /** The pairs that occur more than once. */
  SharedPairs repeated(int maxExamples) {
    var found = new Findings(this, this, maxExamples);
    pairs.forEach(
        (key, rows) -> {
          var meeting = new Meeting();
          meeting.repeated(rows.forward);
          meeting.repeated(rows.backward);
          if (forwardMayBeBackwardOf(this, key)) {
            meeting.swapped(rows.forward, rows.backward);
          }
          found.add(meeting.inOrderOfRows());
        });
    return found.toSharedPairs();
  }

  /** The pairs that occur here and there. */
  SharedPairs sharedWith(PairIndex other, int maxExamples) {
    var found = new Findings(this, other, maxExamples);
    pairs.forEach(
        (key, here) -> {
          Orders there = other.pairs.get(key);
          if (there != null) {
            var meeting = new Meeting();
            meeting.inSameOrder(here.forward, there.forward);
            meeting.inSameOrder(here.backward, there.backward);
            if (forwardMayBeBackwardOf(other, key)) {
              meeting.swapped(here.forward, there.backward);
            }
            if (other.forwardMayBeBackwardOf(this, key)) {
              meeting.swapped(here.backward, there.forward);
            }
            found.add(meeting);
          }
        });
    return found.toSharedPairs();
  }

  /** Whether a pair here may be the one that has the same codes on exchanged sides there. */
  private boolean forwardMayBeBackwardOf(PairIndex there, Key key) {
    return records.leftMayBeRightOf(there.records, key.smaller)
        && there.records.leftMayBeRightOf(records, key.larger);
  }

  /** At which rows one pair meets itself: with the same label, and with another one. */
  private static final class Meeting {
    private boolean inSameOrder;
    private int here = Rows.NONE;
    private int there = Rows.NONE;
    private int contradictoryHere = Rows.NONE;
    private int contradictoryThere = Rows.NONE;

    void repeated(Rows rows) {
      if (rows.second != Rows.NONE) {
        inSameOrder = true;
        meet(rows.first, rows.second);
        contradict(
            Math.min(rows.firstMatch, rows.firstNonMatch),
            Math.max(rows.firstMatch, rows.firstNonMatch));
      }
    }

    void inSameOrder(Rows one, Rows other) {
      inSameOrder |= one.first != Rows.NONE && other.first != Rows.NONE;
      swapped(one, other);
    }

    void swapped(Rows one, Rows other) {
      meet(one.first, other.first);
      contradict(one.firstMatch, other.firstNonMatch);
      contradict(one.firstNonMatch, other.firstMatch);
    }

    /** Keeps the earliest place; a missing row is no place. */
    private void meet(int rowHere, int rowThere) {
      if (rowHere != Rows.NONE && rowThere != Rows.NONE && (here == Rows.NONE || rowHere < here)) {
        here = rowHere;
        there = rowThere;
      }
    }

    private void contradict(int rowHere, int rowThere) {
      if (rowHere != Rows.NONE
          && rowThere != Rows.NONE
          && (contradictoryHere == Rows.NONE || rowHere < contradictoryHere)) {
        contradictoryHere = rowHere;
        contradictoryThere = rowThere;
      }
    }

    /** The same with the earlier row first, for a pair that meets itself in one split. */
    Meeting inOrderOfRows() {
      var ordered = new Meeting();
      ordered.inSameOrder = inSameOrder;
      ordered.here = Math.min(here, there);
      ordered.there = Math.max(here, there);
      ordered.contradictoryHere = Math.min(contradictoryHere, contradictoryThere);
      ordered.contradictoryThere = Math.max(contradictoryHere, contradictoryThere);
      return ordered;
    }
  }

  /** Counts and keeps the first examples. */
  private static final class Findings {
    private final PairIndex here;
    private final PairIndex there;
    private final int maxExamples;
    private final List<PairExample> contradictions = new ArrayList<>();
    private final List<PairExample> agreements = new ArrayList<>();
    private int sameOrder;
    private int anyOrder;
    private int contradictory;

    Findings(PairIndex here, PairIndex there, int maxExamples) {
      this.here = here;
      this.there = there;
      this.maxExamples = maxExamples;
    }

    /** Counts a pair once, if it meets itself at all. */
    void add(Meeting meeting) {
      if (meeting.here == Rows.NONE) {
        return;
      }
      anyOrder++;
      sameOrder += meeting.inSameOrder ? 1 : 0;
      if (meeting.contradictoryHere == Rows.NONE) {
        addExample(agreements, meeting.here, meeting.there);
      } else {
        contradictory++;
        addExample(contradictions, meeting.contradictoryHere, meeting.contradictoryThere);
      }
    }

    private void addExample(List<PairExample> examples, int rowHere, int rowThere) {
      if (examples.size() < maxExamples) {
        LabeledPair pair = here.split.pairs().get(rowHere);
        MatchLabel labelThere = there.split.pairs().get(rowThere).label();
        examples.add(
            new PairExample(name(pair), rowHere + 1, pair.label(), rowThere + 1, labelThere));
      }
    }

    private static String name(LabeledPair pair) {
      EntityDescription left = pair.pair().left();
      EntityDescription right = pair.pair().right();
      return left.id().isEmpty() || right.id().isEmpty()
          ? beginning(left) + " | " + beginning(right)
          : pair.pair().id();
    }

    private static String beginning(EntityDescription entity) {
      return PairForm.shortened(String.join("; ", entity.attributes().values()));
    }

    SharedPairs toSharedPairs() {
      var examples = new ArrayList<>(contradictions);
      agreements.stream().limit(maxExamples - (long) examples.size()).forEach(examples::add);
      return new SharedPairs(sameOrder, anyOrder, contradictory, examples);
    }
  }
}
