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

  /** The rows at which one pair occurs, as far as they are needed. */
  private static final class Rows {
    private static final int NONE = -1;

    /** How often the smaller code is on the left, and on the right. */
    private int forward;

    private int backward;
    private int first = NONE;
    private int second = NONE;
    private int firstMatch = NONE;
    private int firstNonMatch = NONE;

    void add(boolean isForward, boolean isMatch, int row) {
      if (isForward) {
        forward++;
      } else {
        backward++;
      }
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

    boolean contradicts(Rows other) {
      return (firstMatch != NONE && other.firstNonMatch != NONE)
          || (firstNonMatch != NONE && other.firstMatch != NONE);
    }
  }

  private final DatasetSplit split;
  private final Map<Key, Rows> pairs = new LinkedHashMap<>();

  PairIndex(DatasetSplit split) {
    this.split = split;
  }

  /** Adds the pair at a row of the split, unless one of its codes is missing. */
  void add(int left, int right, int row) {
    if (left != RecordCodes.NONE && right != RecordCodes.NONE) {
      pairs
          .computeIfAbsent(new Key(Math.min(left, right), Math.max(left, right)), key -> new Rows())
          .add(left <= right, split.pairs().get(row).label().isMatch(), row);
    }
  }

  /** The pairs that occur more than once. */
  SharedPairs repeated(int maxExamples) {
    var found = new Findings(this, this, maxExamples);
    for (Rows rows : pairs.values()) {
      if (rows.second != Rows.NONE) {
        found.anyOrder++;
        found.sameOrder += (rows.forward > 1 ? 1 : 0) + (rows.backward > 1 ? 1 : 0);
        if (rows.contradicts(rows)) {
          found.contradiction(
              Math.min(rows.firstMatch, rows.firstNonMatch),
              Math.max(rows.firstMatch, rows.firstNonMatch));
        } else {
          found.agreement(rows.first, rows.second);
        }
      }
    }
    return found.toSharedPairs();
  }

  /** The pairs that occur here and there. */
  SharedPairs sharedWith(PairIndex other, int maxExamples) {
    var found = new Findings(this, other, maxExamples);
    pairs.forEach(
        (key, here) -> {
          Rows there = other.pairs.get(key);
          if (there != null) {
            found.anyOrder++;
            found.sameOrder +=
                (here.forward > 0 && there.forward > 0 ? 1 : 0)
                    + (here.backward > 0 && there.backward > 0 ? 1 : 0);
            if (!here.contradicts(there)) {
              found.agreement(here.first, there.first);
            } else if (here.firstMatch != Rows.NONE && there.firstNonMatch != Rows.NONE) {
              found.contradiction(here.firstMatch, there.firstNonMatch);
            } else {
              found.contradiction(here.firstNonMatch, there.firstMatch);
            }
          }
        });
    return found.toSharedPairs();
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

    void contradiction(int rowHere, int rowThere) {
      contradictory++;
      addExample(contradictions, rowHere, rowThere);
    }

    void agreement(int rowHere, int rowThere) {
      addExample(agreements, rowHere, rowThere);
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
