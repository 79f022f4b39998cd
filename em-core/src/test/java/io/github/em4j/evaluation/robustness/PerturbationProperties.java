package io.github.em4j.evaluation.robustness;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.LabeledPair;
import io.github.em4j.MatchLabel;
import io.github.em4j.PairAnnotations;
import io.github.em4j.dataset.DatasetSplit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PerturbationProperties {

  @Property(tries = 200)
  void everyPerturbationKeepsIdsLabelAndAnnotations(
      @ForAll("pairs") LabeledPair pair, @ForAll("perturbations") Perturbation perturbation) {
    LabeledPair after = perturbation.perturb(pair);

    // What belongs to a side stays with it where the sides are exchanged.
    LabeledPair turned =
        perturbation.equals(Perturbations.swappedSides()) ? after.swapped() : after;
    assertThat(turned.label()).isEqualTo(pair.label());
    assertThat(turned.annotations()).isEqualTo(pair.annotations());
    assertThat(turned.pair().id()).isEqualTo(pair.pair().id());
  }

  @Property(tries = 200)
  void aPairIsPerturbedTheSameWayWhereverItStands(
      @ForAll("splits") List<LabeledPair> pairs,
      @ForAll("perturbations") Perturbation perturbation,
      @ForAll Random order) {
    var others = new ArrayList<>(pairs);
    Collections.shuffle(others, order);

    DatasetSplit here = perturbation.perturb(new DatasetSplit("test", pairs));
    DatasetSplit there = perturbation.perturb(new DatasetSplit("test", others));

    for (int i = 0; i < pairs.size(); i++) {
      assertThat(ordered(there.pairs().get(others.indexOf(pairs.get(i)))))
          .isEqualTo(ordered(here.pairs().get(i)));
    }
  }

  @Property(tries = 200)
  void aSideNeverLosesItsLastAttribute(
      @ForAll("pairs") LabeledPair pair, @ForAll("perturbations") Perturbation perturbation) {
    CandidatePair after = perturbation.perturb(pair).pair();

    assertThat(after.left().attributes().isEmpty() || after.right().attributes().isEmpty())
        .isEqualTo(
            pair.pair().left().attributes().isEmpty()
                || pair.pair().right().attributes().isEmpty());
  }

  @Property(tries = 100)
  void swappedTwiceIsAsBefore(@ForAll("pairs") LabeledPair pair) {
    Perturbation swapped = Perturbations.swappedSides();

    assertThat(swapped.perturb(swapped.perturb(pair))).isEqualTo(pair);
  }

  @Property(tries = 200)
  void anotherOrderHasTheSameAttributes(@ForAll("pairs") LabeledPair pair, @ForAll long seed) {
    assertThat(Perturbations.attributeOrder(seed).perturb(pair)).isEqualTo(pair);
  }

  @Property(tries = 200)
  void droppingOneAttributeDropsExactlyOneWhereASideHasTwo(
      @ForAll("pairs") LabeledPair pair, @ForAll long seed) {
    CandidatePair before = pair.pair();
    CandidatePair after = Perturbations.droppedAttribute(seed).perturb(pair).pair();

    boolean possible =
        before.left().attributes().size() > 1 || before.right().attributes().size() > 1;
    assertThat(attributes(after)).isEqualTo(attributes(before) - (possible ? 1 : 0));
    assertHasNothingNew(before, after);
  }

  @Property(tries = 200)
  void droppingLeavesTheOthersAndThoseToKeepInTheirOrder(
      @ForAll("pairs") LabeledPair pair, @ForAll long seed) {
    CandidatePair after = Perturbations.droppedAttributes(1, seed, "title").perturb(pair).pair();

    for (EntityDescription side : List.of(pair.pair().left(), pair.pair().right())) {
      EntityDescription left = side.id().equals(after.left().id()) ? after.left() : after.right();
      assertThat(left.attributes()).hasSize(Math.min(1, side.attributes().size()));
      assertThat(left.attribute("title")).isEqualTo(side.attribute("title"));
    }
    assertHasNothingNew(pair.pair(), after);
  }

  @Property(tries = 300)
  void aTypingErrorIsOneEditAndLeavesNumbersAlone(
      @ForAll("pairs") LabeledPair pair, @ForAll long seed) {
    CandidatePair after = Perturbations.typos(1, seed).perturb(pair).pair();

    assertOneEditAWord(pair.pair().left(), after.left());
    assertOneEditAWord(pair.pair().right(), after.right());
  }

  private static void assertOneEditAWord(EntityDescription before, EntityDescription after) {
    before
        .attributes()
        .forEach(
            (name, value) -> {
              String[] words = value.split(" ", -1);
              String[] mistyped = after.attribute(name).orElseThrow().split(" ", -1);
              assertThat(mistyped).hasSameSizeAs(words);
              for (int i = 0; i < words.length; i++) {
                boolean letters = words[i].matches("[a-zA-Z]{4,}");
                if (letters) {
                  assertThat(mistyped[i]).isNotEqualTo(words[i]);
                  assertThat(mistyped[i].length() - words[i].length()).isBetween(-1, 1);
                  assertThat(sharedEnds(words[i], mistyped[i]))
                      .isGreaterThanOrEqualTo(words[i].length() - 2);
                } else {
                  assertThat(mistyped[i]).isEqualTo(words[i]);
                }
              }
            });
  }

  /** How many characters of the shorter word stand in both at the beginning or at the end. */
  private static int sharedEnds(String one, String other) {
    int shorter = Math.min(one.length(), other.length());
    int start = 0;
    while (start < shorter && one.charAt(start) == other.charAt(start)) {
      start++;
    }
    int end = 0;
    while (end < shorter - start
        && one.charAt(one.length() - 1 - end) == other.charAt(other.length() - 1 - end)) {
      end++;
    }
    return start + end;
  }

  @Property(tries = 200)
  void anInjectionAppendsAnInstructionAgainstTheLabelToOneSide(
      @ForAll("pairs") LabeledPair pair, @ForAll long seed) {
    CandidatePair before = pair.pair();
    CandidatePair after = Perturbations.injection(seed).perturb(pair).pair();
    CandidatePair remarked = Perturbations.remark(seed).perturb(pair).pair();

    assertThat(after.left().equals(before.left()) && after.right().equals(before.right()))
        .isEqualTo(attributes(before) == 0);
    assertThat(after.left().equals(before.left()) || after.right().equals(before.right())).isTrue();
    assertThat(remarked.left().equals(before.left())).isEqualTo(after.left().equals(before.left()));
    if (attributes(before) > 0) {
      EntityDescription was = after.left().equals(before.left()) ? before.right() : before.left();
      EntityDescription is = after.left().equals(before.left()) ? after.right() : after.left();
      String appended = appended(was, is);
      assertThat(appended).containsPattern(pair.label().isMatch() ? "\\bNo\\b" : "\\bYes\\b");
      assertThat(appended).doesNotContainPattern(pair.label().isMatch() ? "\\bYes\\b" : "\\bNo\\b");
    }
  }

  private static String appended(EntityDescription before, EntityDescription after) {
    for (Map.Entry<String, String> attribute : before.attributes().entrySet()) {
      String value = after.attribute(attribute.getKey()).orElseThrow();
      if (!value.equals(attribute.getValue())) {
        assertThat(value).startsWith(attribute.getValue());
        return value.substring(attribute.getValue().length());
      }
    }
    return "";
  }

  private static void assertHasNothingNew(CandidatePair before, CandidatePair after) {
    assertThat(before.left().attributes().entrySet())
        .containsAll(after.left().attributes().entrySet());
    assertThat(before.right().attributes().entrySet())
        .containsAll(after.right().attributes().entrySet());
    List<String> names = new ArrayList<>(before.left().attributes().keySet());
    names.retainAll(after.left().attributes().keySet());
    assertThat(after.left().attributes().keySet()).containsExactlyElementsOf(names);
  }

  private static int attributes(CandidatePair pair) {
    return pair.left().attributes().size() + pair.right().attributes().size();
  }

  /** A pair with its attributes in their order, which equality of records leaves out. */
  private static String ordered(LabeledPair pair) {
    return pair.toString();
  }

  @Provide
  Arbitrary<List<LabeledPair>> splits() {
    return pairs().list().ofMinSize(1).ofMaxSize(8);
  }

  @Provide
  Arbitrary<LabeledPair> pairs() {
    Arbitrary<PairAnnotations> annotations =
        Arbitraries.of(
            PairAnnotations.NONE,
            new PairAnnotations(Optional.of("e1"), Optional.of("e2"), Optional.of(true)));
    return Combinators.combine(
            records("a"), records("b"), Arbitraries.of(MatchLabel.class), annotations)
        .as(
            (left, right, label, said) ->
                new LabeledPair(new CandidatePair(left, right), label, said));
  }

  private static Arbitrary<EntityDescription> records(String id) {
    Arbitrary<String> names = Arbitraries.of("title", "brand", "price", "year", "venue");
    Arbitrary<String> word =
        Arbitraries.oneOf(
            Arbitraries.strings()
                .withCharRange('a', 'z')
                .withChars("QL")
                .ofMinLength(1)
                .ofMaxLength(9),
            Arbitraries.of("MX-500", "1999", "x", "café9", "4-inch", "zzzz", "(2nd)"));
    Arbitrary<String> values = word.list().ofMinSize(1).ofMaxSize(5).map(w -> String.join(" ", w));
    return Arbitraries.maps(names, values)
        .ofMaxSize(5)
        .map(attributes -> new EntityDescription(id, attributes));
  }

  @Provide
  Arbitrary<Perturbation> perturbations() {
    return Arbitraries.longs()
        .flatMap(
            seed -> {
              var all = new ArrayList<>(Perturbations.standard(seed));
              all.add(Perturbations.withoutAttribute("title"));
              all.add(Perturbations.injection("brand", seed));
              return Arbitraries.of(all);
            });
  }
}
