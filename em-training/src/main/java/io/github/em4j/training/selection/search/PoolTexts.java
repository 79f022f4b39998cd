package io.github.em4j.training.selection.search;

import io.github.em4j.CandidatePair;
import io.github.em4j.LabeledPair;
import java.util.List;
import java.util.Locale;

/** Labelled pairs and their texts. */
final class PoolTexts {
  private static final int DIGITS = 12;

  private final List<LabeledPair> pairs;
  private final PairText form;
  private final List<String> texts;

  private PoolTexts(List<LabeledPair> pairs, PairText form) {
    this.pairs = List.copyOf(pairs);
    this.form = form;
    this.texts = pairs.stream().map(pair -> form.of(pair.pair())).toList();
  }

  static PoolTexts of(List<LabeledPair> pairs, PairText form) {
    return new PoolTexts(pairs, form);
  }

  List<LabeledPair> pairs() {
    return pairs;
  }

  List<String> texts() {
    return texts;
  }

  String text(int index) {
    return texts.get(index);
  }

  String textOf(CandidatePair pair) {
    return form.of(pair);
  }

  /** Whether a pair of the pool is the given one, in either order of its sides. */
  boolean isSame(int index, CandidatePair pair) {
    return text(index).equals(form.of(pair)) || text(index).equals(form.of(pair.swapped()));
  }

  /** What the texts are of, with a hash of texts and labels. */
  String description() {
    var hash = new TextHash();
    for (int i = 0; i < texts.size(); i++) {
      hash.add(texts.get(i)).add(pairs.get(i).label().name());
    }
    return String.format(
        Locale.ROOT, "%s, pool of %d (%s)", form, texts.size(), hash.hex().substring(0, DIGITS));
  }
}
