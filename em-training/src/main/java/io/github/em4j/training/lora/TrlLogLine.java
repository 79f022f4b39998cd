package io.github.em4j.training.lora;

import io.github.em4j.model.FineTuningMetrics;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Figures as transformers' {@code Trainer} prints them: a Python dictionary on a line, for example
 * {@code {'loss': '0.51', 'grad_norm': 1.2, 'epoch': 0.4}}. Newer versions put numbers in quotes.
 *
 * @param kind what the figures are of
 * @param epoch how many times the examples were gone through, with a fraction
 * @param metrics the other figures that are numbers, by the names in {@link FineTuningMetrics}
 */
record TrlLogLine(Kind kind, double epoch, Map<String, Double> metrics) {

  /** What figures are of. */
  enum Kind {
    STEP,
    VALIDATION,
    RUN
  }

  private static final String PAIR = "'([^']*+)': (?:'([^']*+)'|([^,'{}\\[\\]]++))";
  private static final Pattern ENTRY = Pattern.compile(PAIR);
  private static final Pattern DICTIONARY =
      Pattern.compile("\\{" + PAIR + "(?:, " + PAIR + ")*+\\}");

  private static final String EVAL = "eval_";
  private static final Map<String, String> NAMES =
      Map.of(
          "loss", FineTuningMetrics.TRAIN_LOSS,
          "mean_token_accuracy", FineTuningMetrics.TRAIN_TOKEN_ACCURACY,
          "grad_norm", FineTuningMetrics.GRADIENT_NORM,
          "num_tokens", FineTuningMetrics.TRAINED_TOKENS,
          "train_runtime", FineTuningMetrics.SECONDS,
          "eval_runtime", "valid_seconds",
          "eval_num_tokens", FineTuningMetrics.TRAINED_TOKENS);

  /** Reads a line, or gives nothing where it holds no such figures. */
  static Optional<TrlLogLine> parse(String line) {
    String text = line.strip();
    if (!DICTIONARY.matcher(text).matches()) {
      return Optional.empty();
    }
    Map<String, Double> numbers = new LinkedHashMap<>();
    Matcher entry = ENTRY.matcher(text);
    while (entry.find()) {
      String value = entry.group(2) == null ? entry.group(3) : entry.group(2);
      String name = entry.group(1);
      number(value).ifPresent(number -> numbers.put(name, number));
    }
    Double epoch = numbers.remove("epoch");
    Optional<Kind> kind = kind(numbers);
    if (epoch == null || !(epoch >= 0 && epoch <= Integer.MAX_VALUE) || kind.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Double> metrics = new LinkedHashMap<>();
    numbers.forEach((name, number) -> metrics.put(name(name), number));
    return Optional.of(new TrlLogLine(kind.get(), epoch, metrics));
  }

  private static Optional<Kind> kind(Map<String, Double> numbers) {
    if (numbers.containsKey("loss")) {
      return Optional.of(Kind.STEP);
    }
    if (numbers.containsKey("eval_loss")) {
      return Optional.of(Kind.VALIDATION);
    }
    return numbers.containsKey("train_loss") ? Optional.of(Kind.RUN) : Optional.empty();
  }

  private static String name(String name) {
    String plain = name.startsWith(EVAL) ? "valid_" + name.substring(EVAL.length()) : name;
    return NAMES.getOrDefault(name, plain);
  }

  private static Optional<Double> number(String text) {
    try {
      return switch (text) {
        case "nan" -> Optional.of(Double.NaN);
        case "inf" -> Optional.of(Double.POSITIVE_INFINITY);
        case "-inf" -> Optional.of(Double.NEGATIVE_INFINITY);
        default -> Optional.of(Double.valueOf(text));
      };
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
