package io.github.em4j.training.pretraining;

import io.github.em4j.Em4jVersion;
import java.util.Locale;

/** The model card of a base model: what it is, what it saw and how it was made. */
final class BaseModelCard {

  private BaseModelCard() {}

  /** The card as Markdown. What the model reaches is measured later, and said elsewhere. */
  static String of(PretrainingCorpus corpus, PretrainingOptions options, int steps, long numbers) {
    var card = new StringBuilder();
    card.append(
        String.format(
            Locale.ROOT,
            """
            # A base model for entity matching

            A Llama of %,d numbers that says whether two descriptions of products or of publications mean the same
            entity. It was made from nothing but unlabelled records: each pair that it learned from was two spellings of
            one record, two offers with one rare model number, or a record and an edit or a neighbour of it.

            It is small enough to be shipped, tested and tuned on any machine, and a base for LoRA fine-tuning. It is not a
            general language model: it does not chat, it knows no other languages, and what it writes beyond its one-word
            answer means nothing.

            ## How to ask
            The chat template puts the question first and the answer, Yes or No, right behind it. The model knows the
            wording `compact` and the four wordings of the paper; a description is at most 96 tokens long.

            ## What it saw
            """,
            numbers));
    for (PretrainingCorpus.Source source : corpus.sources()) {
      card.append(
          String.format(
              Locale.ROOT,
              "- `%s`: %,d different records of %s\n",
              source.name(),
              source.records().size(),
              source.domain() == Domain.PRODUCT ? "products" : "publications"));
    }
    card.append("\n| file | descriptions | SHA-256 |\n|---|---|---|\n");
    for (PretrainingCorpus.SeenFile file : corpus.files()) {
      card.append(
          String.format(
              Locale.ROOT,
              "| `%s` | %,d | `%s` |\n",
              file.name(),
              file.descriptions(),
              file.sha256()));
    }
    card.append(
        String.format(
            Locale.ROOT,
            """

            No label was read and no file of a test split. A table, though, holds the records of all splits of its data set.
            %.0f %% of the pairs of products were made from word lists of em4j alone. Held out altogether, so that zero-shot
            figures on them are figures on unseen sources: %s.

            ## How it was made
            - em4j %s, command `pretrain`, seed %d
            - %,d steps of about %,d tokens, %.0f million tokens in all; %.0f %% of the pairs match
            - hidden %d, %d layers, %d heads, %d key-value heads, intermediate %d, vocabulary %,d
            - Muon at %s on the matrices of the layers, AdamW at %s on the rest, %d steps of warm-up, the rate falls over
              the last %.0f %% of the steps
            - losses: the answer; 0.5 times whether the first description holds each word of the second; 0.2 times the
              next token, on every third pair
            """,
            100 * options.mix().invented(),
            String.join(", ", PretrainingCorpus.HELD_OUT),
            Em4jVersion.current(),
            options.seed(),
            steps,
            options.tokensPerStep(),
            1e-6 * steps * options.tokensPerStep(),
            100 * options.mix().matches(),
            options.shape().hiddenSize(),
            options.shape().layers(),
            options.shape().heads(),
            options.shape().keyValueHeads(),
            options.shape().intermediateSize(),
            options.shape().vocabSize(),
            options.matrixRate(),
            options.restRate(),
            options.warmUpSteps(),
            100 * options.coolDown()));
    return card.toString();
  }
}
