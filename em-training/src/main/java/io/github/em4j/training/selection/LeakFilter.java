package io.github.em4j.training.selection;

import io.github.em4j.LabeledPair;
import io.github.em4j.dataset.DatasetSplit;
import io.github.em4j.dataset.LeakDetector;
import io.github.em4j.dataset.LeakReport.PairExample;
import io.github.em4j.dataset.LeakReport.SharedPairs;
import io.github.em4j.dataset.LeakReport.SplitOverlap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * Takes out pairs that are in a held-out split, by the ids of their records or by their text, in
 * any order of the sides. {@link LeakDetector} says which those are; afterwards it finds none any
 * more.
 *
 * <p>Reasons: {@code not held out}, {@code in SPLIT by ids}, {@code in SPLIT by text}. Details:
 * {@code row} of the held-out split, counted from 1, and {@code label} (0 or 1) there. Safe for use
 * by many threads.
 */
public final class LeakFilter implements SetStep {
  private static final String SET = "training set";
  private static final String HELD_OUT = "held out";

  private final List<DatasetSplit> heldOut;
  private final List<String> attributes;
  private final LeakDetector detector;

  private LeakFilter(List<DatasetSplit> heldOut, List<String> attributes) {
    this.heldOut = List.copyOf(heldOut);
    this.attributes = List.copyOf(attributes);
    LeakDetector.Builder builder = LeakDetector.builder().maxExamples(Integer.MAX_VALUE);
    this.detector =
        attributes.isEmpty()
            ? builder.build()
            : builder.comparedAttributes(attributes.toArray(String[]::new)).build();
  }

  /**
   * A filter that compares the text of all attributes which the set and a split have in common.
   *
   * @param heldOut the splits that the training set must not know
   * @return the step
   */
  public static LeakFilter against(List<DatasetSplit> heldOut) {
    return new LeakFilter(heldOut, List.of());
  }

  /**
   * This filter with only some attributes compared, for example the title alone where generated
   * pairs have nothing else. What {@link #against} finds and this does not stays in the set.
   *
   * @param names at least one attribute name
   * @return a new filter
   * @throws IllegalArgumentException if there is no name
   */
  public LeakFilter comparing(String... names) {
    if (names.length == 0) {
      throw new IllegalArgumentException("at least one attribute name is needed");
    }
    return new LeakFilter(heldOut, List.of(names));
  }

  @Override
  public String name() {
    return "leak-filter";
  }

  @Override
  public Map<String, String> settings() {
    var settings = new LinkedHashMap<String, String>();
    for (int i = 0; i < heldOut.size(); i++) {
      DatasetSplit split = heldOut.get(i);
      settings.put(
          "heldOut." + (i + 1),
          String.format(
              Locale.ROOT,
              "%s, %d pairs, sha256 %s",
              split.name(),
              split.size(),
              PipelinePlan.hash(split.pairs())));
    }
    settings.put("compared", attributes.isEmpty() ? "all" : attributes.toString());
    return settings;
  }

  @Override
  public List<PairOutcome> apply(List<TrainingPair> pairs) {
    PairOutcome[] outcomes =
        pairs.stream()
            .map(pair -> PairOutcome.kept(pair, "not held out"))
            .toArray(PairOutcome[]::new);
    boolean found;
    do {
      found = false;
      for (DatasetSplit split : heldOut) {
        found |= dropSharedWith(split, pairs, outcomes);
      }
    } while (found);
    return Arrays.asList(outcomes);
  }

  /**
   * Drops what is in a split, of the pairs that are still there. What ids mean on exchanged sides
   * depends on all pairs that have them, so this is done until nothing is found.
   */
  private boolean dropSharedWith(
      DatasetSplit split, List<TrainingPair> pairs, PairOutcome[] outcomes) {
    List<Integer> rows = new ArrayList<>();
    List<LabeledPair> left = new ArrayList<>();
    for (int i = 0; i < outcomes.length; i++) {
      if (!outcomes[i].pairs().isEmpty()) {
        rows.add(i);
        left.add(pairs.get(i).pair());
      }
    }
    SplitOverlap shared =
        detector
            .check(List.of(new DatasetSplit(SET, left), new DatasetSplit(HELD_OUT, split.pairs())))
            .overlap(SET, HELD_OUT)
            .orElseThrow();
    Map<Object, PairExample> byIds = examples(shared.ids(), left, LeakFilter::ids);
    Map<Object, PairExample> byText = examples(shared.texts(), left, LeakFilter::values);
    for (int i = 0; i < left.size(); i++) {
      PairExample ids = byIds.get(ids(left.get(i)));
      PairExample text = byText.get(values(left.get(i)));
      if (ids != null) {
        outcomes[rows.get(i)] =
            dropped(pairs.get(rows.get(i)), "in " + split.name() + " by ids", ids);
      } else if (text != null) {
        outcomes[rows.get(i)] =
            dropped(pairs.get(rows.get(i)), "in " + split.name() + " by text", text);
      }
    }
    return !byIds.isEmpty() || !byText.isEmpty();
  }

  private static PairOutcome dropped(TrainingPair pair, String reason, PairExample there) {
    return PairOutcome.dropped(pair, reason)
        .with("row", Integer.toString(there.secondRow()))
        .with("label", there.secondLabel().isMatch() ? "1" : "0");
  }

  /** The detector names each pair once; the key finds where else it is. */
  private static Map<Object, PairExample> examples(
      SharedPairs shared, List<LabeledPair> pairs, Function<LabeledPair, Object> key) {
    Map<Object, PairExample> examples = new HashMap<>();
    for (PairExample example : shared.examples()) {
      examples.put(key.apply(pairs.get(example.firstRow() - 1)), example);
    }
    return examples;
  }

  private static Object ids(LabeledPair pair) {
    return List.of(pair.pair().left().id(), pair.pair().right().id());
  }

  private static Object values(LabeledPair pair) {
    return List.of(pair.pair().left().attributes(), pair.pair().right().attributes());
  }
}
