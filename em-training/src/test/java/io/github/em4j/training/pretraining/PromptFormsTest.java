package io.github.em4j.training.pretraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.LabeledPair;
import io.github.em4j.MatchLabel;
import io.github.em4j.onnx.checkpoint.BpeTokenizer;
import io.github.em4j.onnx.checkpoint.BpeTrainer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PromptFormsTest {
  private static final BpeTokenizer TOKENIZER = InventedCorpus.tokenizer();

  private static PretrainingPair pair(String left, String right, MatchLabel label) {
    var candidate =
        new CandidatePair(
            EntityDescription.of("").with("title", left),
            EntityDescription.of("").with("title", right));
    return new PretrainingPair(
        new LabeledPair(candidate, label), Domain.PRODUCT, PairOrigin.RANDOM, false, "");
  }

  private static String text(PretrainingExample example) {
    return TOKENIZER.decode(example.ids());
  }

  /** The prompts of one pair with titles alone, over many draws. */
  private static Set<String> prompts(PromptForms forms) {
    var prompts = new HashSet<String>();
    var random = new SplittableRandom(1);
    for (int i = 0; i < 2000; i++) {
      prompts.add(
          text(forms.example(pair("Dell 1700 ", "dell B1700-n", MatchLabel.MATCH), random)));
    }
    return prompts;
  }

  @Test
  void asksInTheShortFormAndInThePublishedWordings() {
    assertThat(prompts(PromptForms.builder(TOKENIZER).build()))
        .contains(
            "a: dell 1700\nb: dell b1700-n\n=>",
            "do the two product descriptions match? entity 1: 'dell 1700'. entity 2: 'dell b1700-n'.",
            "do the two entity descriptions refer to the same real-world entity? answer with 'yes'"
                + " if they do and 'no' if they do not. entity 1: 'dell 1700'. entity 2: 'dell"
                + " b1700-n'.",
            "a: col title val dell 1700\nb: col title val dell b1700-n\n=>");
    assertThat(prompts(PromptForms.builder(TOKENIZER).compactShare(0).build()))
        .hasSizeGreaterThanOrEqualTo(16)
        .noneMatch(prompt -> prompt.startsWith("a:"));
  }

  @Test
  void givesTheTokensOfTheWholePromptBehindTheBeginToken() {
    PromptForms forms = PromptForms.builder(TOKENIZER).build();
    var generator = new PairGenerator(InventedCorpus.corpus(), PairMix.RECIPE);
    var random = new SplittableRandom(2);
    for (int i = 0; i < 2000; i++) {
      int[] ids = forms.example(generator.next(random), random).ids();
      assertThat(ids[0]).isEqualTo(TOKENIZER.beginToken());
      String prompt = TOKENIZER.decode(ids);
      assertThat(Arrays.copyOfRange(ids, 1, ids.length))
          .as(prompt)
          .isEqualTo(TOKENIZER.encode(prompt));
    }
  }

  @Test
  void answersWithOneTokenOfTheLabel() {
    PromptForms forms = PromptForms.builder(TOKENIZER).answers(" yes", " no").build();
    var random = new SplittableRandom(3);
    PretrainingExample match = forms.example(pair("a b", "a b", MatchLabel.MATCH), random);
    PretrainingExample other = forms.example(pair("a b", "c d", MatchLabel.NON_MATCH), random);
    assertThat(TOKENIZER.decode(match.answer())).isEqualTo(" yes");
    assertThat(TOKENIZER.decode(other.answer())).isEqualTo(" no");
    assertThat(match.match()).isTrue();
    assertThat(other.match()).isFalse();
  }

  @Test
  void refusesAnAnswerOfSeveralTokens() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PromptForms.builder(TOKENIZER).answers("they match", "no").build())
        .withMessageContaining("one token");
  }

  @Test
  void marksTheWordsOfTheSecondEntityThatTheFirstOneHas() {
    PromptForms forms = PromptForms.builder(TOKENIZER).compactShare(1).build();
    var random = new SplittableRandom(4);
    PretrainingExample example =
        forms.example(
            pair(
                "Seagate IronWolf, 4 TB - black",
                "seagate Iron-Wolf 4TB (white)",
                MatchLabel.MATCH),
            random);
    List<String> ends = new ArrayList<>();
    for (int end : example.wordEnds()) {
      String before = TOKENIZER.decode(Arrays.copyOf(example.ids(), end + 1));
      ends.add(before.substring(Math.max(before.lastIndexOf(' '), before.lastIndexOf('"')) + 1));
    }
    assertThat(ends).endsWith("seagate", "iron-wolf", "4tb", "(white)");
    boolean[] shared = example.wordShared();
    assertThat(Arrays.copyOfRange(shared, shared.length - 4, shared.length))
        .containsExactly(true, true, true, false);
  }

  @Test
  void cutsALongEntityAtANumberOfTokens() {
    PromptForms forms = PromptForms.builder(TOKENIZER).maxSideTokens(5).compactShare(1).build();
    String title = "alpha beta gamma delta epsilon zeta eta theta";
    var random = new SplittableRandom(5);
    PretrainingExample example = forms.example(pair(title, title, MatchLabel.MATCH), random);
    int frame = TOKENIZER.encode("a:\nb:\n=>").length + 1;
    assertThat(example.ids()).hasSize(frame + 10);
    assertThat(Arrays.stream(example.wordEnds())).allMatch(end -> end < example.ids().length);
    assertThat(forms.maxTokens()).isGreaterThanOrEqualTo(example.ids().length);
  }

  @Test
  void needsATokenizerThatKnowsTheAnswers() {
    BpeTokenizer bytes = BpeTrainer.ofSize(300).lowerCase().train();
    assertThatIllegalArgumentException().isThrownBy(() -> PromptForms.builder(bytes).build());
  }
}
