package io.github.em4j.examples;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.em4j.AttributeComparison;
import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.MatchDecision;
import io.github.em4j.MatchLabel;
import io.github.em4j.Provenance;
import io.github.em4j.StructuredExplanation;
import io.github.em4j.model.GenerationOptions;
import io.github.em4j.prompts.PromptedMatcher;
import io.github.em4j.prompts.explanation.ExplanationKind;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Asks a model about one pair that is given on the command line. */
@Command(
    name = "match",
    description = {
      "Ask a language model whether two records describe the same entity.",
      "An attribute is written NAME=VALUE, and each takes an option of its own; a value is taken as it stands, with any"
          + " '=' and ';' in it:",
      "  --left 'title=…' --left 'brand=…' --right 'title=…'",
      "The pair is a match from p(match) 0.5 on, the probability of the answer Yes against No. With --explain the model"
          + " writes its answer instead, and the label is read from that."
    })
final class MatchCommand implements Runnable {
  private static final int RAW_CHARACTERS = 500;
  private static final int MAX_TOKENS = 512;

  @Option(
      names = "--left",
      required = true,
      paramLabel = "NAME=VALUE",
      description = "An attribute of the left record; repeat for more.")
  private List<String> left;

  @Option(
      names = "--right",
      required = true,
      paramLabel = "NAME=VALUE",
      description = "An attribute of the right record; repeat for more.")
  private List<String> right;

  @Option(
      names = "--explain",
      description =
          "Ask for a structured explanation: what the model compared, and what it made of it. Not for"
              + " em4j-tiny, unless 'finetune --explanations' has taught it.")
  private boolean explain;

  @Option(
      names = "--max-tokens",
      paramLabel = "N",
      description = "With --explain: how long the answer may grow (default: 512).")
  private Optional<Integer> maxTokens = Optional.empty();

  @Mixin private JsonOption json;

  @ArgGroup(validate = false, heading = "%nThe model:%n")
  private LlamaOptions llama = new LlamaOptions();

  /** The decision for machines; absent is what the model did not say. */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  private record Figures(
      Optional<MatchLabel> label,
      OptionalDouble matchProbability,
      Map<String, String> left,
      Map<String, String> right,
      String leftText,
      String rightText,
      Optional<List<AttributeComparison>> explanation,
      Optional<String> rawAnswer,
      long promptTokens,
      long completionTokens,
      double seconds,
      double openSeconds,
      Map<String, String> provenance) {}

  @Override
  public void run() {
    if (maxTokens.isPresent() && maxTokens.get() < 1) {
      throw new BadArgumentException("--max-tokens must be at least 1, found " + maxTokens.get());
    }
    if (maxTokens.isPresent() && !explain) {
      throw new BadArgumentException(
          "--max-tokens bounds the answer that the model writes with --explain, and does not go without it");
    }
    var pair =
        new CandidatePair(
            AttributeArguments.record("left", left), AttributeArguments.record("right", right));
    RecordText text = llama.text(List.of(pair));
    if (!text.unread().isEmpty()) {
      json.progress()
          .printf(
              "Not read by the model: %s (see --attributes)%n", String.join(", ", text.unread()));
    }
    if (explain && llama.bothOrders()) {
      throw new BadArgumentException(
          "--both-orders takes the mean of two probabilities, and does not go with --explain");
    }
    String leftText = serialize(text, pair.left());
    String rightText = serialize(text, pair.right());
    try (OpenLlama open = llama.open(json.progress());
        PromptedMatcher matcher = matcher(open, text)) {
      long started = System.nanoTime();
      MatchDecision decision = matcher.match(pair);
      double seconds = (System.nanoTime() - started) / 1e9;
      Provenance provenance = open.describe(decision.provenance());
      var figures =
          new Figures(
              decision.label(),
              decision.matchProbability(),
              pair.left().attributes(),
              pair.right().attributes(),
              leftText,
              rightText,
              decision.explanation().map(why -> ((StructuredExplanation) why).comparisons()),
              decision.rawAnswer(),
              decision.usage().promptTokens(),
              decision.usage().completionTokens(),
              seconds,
              open.openSeconds(),
              provenance.facts());
      print(figures, ProvenanceLine.of(provenance));
      json.write(figures);
    }
  }

  /** What the model will read of a record; a record without any of that is a bad argument. */
  private static String serialize(RecordText text, EntityDescription entity) {
    try {
      return text.serializer().serialize(entity);
    } catch (EntityMatchingException e) {
      throw new BadArgumentException(e);
    }
  }

  private PromptedMatcher matcher(OpenLlama open, RecordText text) {
    PromptedMatcher.Builder asking = llama.matcher(open, text);
    if (explain) {
      asking
          .requestExplanation(ExplanationKind.STRUCTURED)
          .generation(GenerationOptions.builder().maxTokens(maxTokens.orElse(MAX_TOKENS)).build());
    }
    return asking.build();
  }

  private void print(Figures figures, String provenance) {
    PrintWriter out = json.table();
    line(out, "left", figures.leftText());
    line(out, "right", figures.rightText());
    line(
        out,
        "decision",
        figures
            .label()
            .map(label -> label.isMatch() ? "match" : "no match")
            .orElse("undecided: the answer is neither Yes nor No"));
    line(
        out,
        "p(match)",
        figures.matchProbability().isPresent()
            ? String.format(Locale.ROOT, "%.4f", figures.matchProbability().getAsDouble())
            : "none");
    line(
        out,
        "tokens",
        "%d read, %d written".formatted(figures.promptTokens(), figures.completionTokens()));
    line(
        out,
        "seconds",
        String.format(
            Locale.ROOT,
            "%.2f, after %.2f to open the model",
            figures.seconds(),
            figures.openSeconds()));
    line(out, "provenance", provenance);
    figures.rawAnswer().ifPresent(answer -> printExplanation(out, figures.explanation(), answer));
    out.flush();
  }

  private static void line(PrintWriter out, String name, String value) {
    out.printf("%-12s%s%n", name, value);
  }

  private static void printExplanation(
      PrintWriter out, Optional<List<AttributeComparison>> explanation, String answer) {
    out.println();
    if (explanation.isEmpty() && answer.isBlank()) {
      out.println("The answer holds no explanation, and no text at all.");
      return;
    }
    if (explanation.isEmpty()) {
      int shown = Math.min(RAW_CHARACTERS, answer.length());
      out.printf(
          "The answer holds no explanation. Its %s:%n%s%n",
          shown < answer.length()
              ? "first %d of %d characters".formatted(shown, answer.length())
              : shown + " characters",
          printable(answer.substring(0, shown)));
      return;
    }
    var table = new TextTable("attribute", "left", "right", "importance", "similarity");
    for (AttributeComparison compared : explanation.get()) {
      table.row(
          printable(compared.attribute()),
          printable(compared.left().orElse("missing")),
          printable(compared.right().orElse("missing")),
          number(compared.importance()),
          number(compared.similarity()));
    }
    table.print(out);
  }

  /** A model's text may hold what commands a terminal. */
  private static String printable(String text) {
    return text.replaceAll("[\\p{Cntrl}&&[^\\n]]", "\u00b7");
  }

  private static String number(OptionalDouble number) {
    return number.isPresent() ? String.format(Locale.ROOT, "%.2f", number.getAsDouble()) : "–";
  }
}
