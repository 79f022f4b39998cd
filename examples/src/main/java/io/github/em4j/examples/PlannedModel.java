package io.github.em4j.examples;

import io.github.em4j.onnx.Device;
import io.github.em4j.onnx.Precision;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A model that judges, scores, explains or generates, as a training set's settings describe it. */
sealed interface PlannedModel {
  /** The model that is there without being described: similarity features and a classifier. */
  String CLASSICAL = "classical";

  /** The model that is there without being described: em4j-tiny. */
  String TINY = "tiny";

  /** What it is called in the settings and in messages. */
  String name();

  /**
   * The classical matcher, trained here. In folds, each pair is judged by a matcher that has not
   * seen it; else by one that learned from the validation splits of the sources.
   *
   * @param name its name
   * @param folds how many; 0 for one matcher that learns from the validation splits
   */
  record Classical(String name, int folds) implements PlannedModel {}

  /**
   * A Llama-like checkpoint on this machine.
   *
   * @param name its name
   * @param model its folder, or {@code tiny}
   * @param adapter what is merged into it
   * @param precision the numeric type, where it is not the usual one
   * @param device what computes
   * @param threads how many, where it is not one per core
   */
  record Llama(
      String name,
      Path model,
      Optional<Path> adapter,
      Optional<Precision> precision,
      Device device,
      Optional<Integer> threads)
      implements PlannedModel {}

  /**
   * A model on a server that speaks OpenAI's protocol. The key is never a setting.
   *
   * @param name its name
   * @param model its name on the server
   * @param baseUrl the server
   * @param concurrency requests under way at a time
   * @param prices of a million tokens, read and written; none, or two
   * @param maxCost what may be spent in a run at most
   * @param byText whether the text of the answer decides, for servers without log-probabilities
   */
  record OpenAi(
      String name,
      String model,
      String baseUrl,
      int concurrency,
      List<BigDecimal> prices,
      Optional<BigDecimal> maxCost,
      boolean byText)
      implements PlannedModel {

    public OpenAi {
      prices = List.copyOf(prices);
    }
  }

  /** What a settings file can describe. */
  enum Kind {
    /** A {@link Classical} one. */
    CLASSICAL,
    /** A {@link Llama}. */
    LLAMA,
    /** An {@link OpenAi} one. */
    OPENAI
  }

  /** Reads the description of a model. */
  static PlannedModel of(String name, Settings settings) {
    Kind kind =
        settings.choice("kind", Kind.class).orElseThrow(() -> settings.wrong("kind", "a value"));
    return switch (kind) {
      case CLASSICAL -> classical(name, settings);
      case LLAMA -> llama(name, settings);
      case OPENAI -> openAi(name, settings);
    };
  }

  /** The models that need no description. */
  static Optional<PlannedModel> builtIn(String name) {
    return switch (name) {
      case CLASSICAL -> Optional.of(new Classical(name, 5));
      case TINY ->
          Optional.of(
              new Llama(
                  name,
                  Path.of(TINY),
                  Optional.empty(),
                  Optional.empty(),
                  Device.parse("cpu"),
                  Optional.empty()));
      default -> Optional.empty();
    };
  }

  private static PlannedModel classical(String name, Settings settings) {
    settings.allow("kind", "train-on", "folds");
    String on = settings.text("train-on").orElse("folds");
    return switch (on) {
      case "folds" -> new Classical(name, settings.count("folds", 2).orElse(5));
      case "validation" -> {
        if (settings.has("folds")) {
          throw settings.wrong("folds", "train-on: folds");
        }
        yield new Classical(name, 0);
      }
      default -> throw settings.wrong("train-on", "folds or validation");
    };
  }

  private static PlannedModel llama(String name, Settings settings) {
    settings.allow("kind", "model", "adapter", "precision", "device", "threads");
    return new Llama(
        name,
        Path.of(settings.requireText("model")),
        settings.text("adapter").map(Path::of),
        settings.text("precision").map(text -> precision(settings, text)),
        device(settings),
        settings.count("threads", 1));
  }

  private static Precision precision(Settings settings, String text) {
    try {
      return Precision.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw settings.wrong("precision", "fp32, int8, bf16 or fp16");
    }
  }

  private static Device device(Settings settings) {
    try {
      return Device.parse(settings.text("device").orElse("cpu"));
    } catch (IllegalArgumentException e) {
      throw settings.wrong("device", "cpu or cuda:N");
    }
  }

  private static PlannedModel openAi(String name, Settings settings) {
    settings.allow(
        "kind", "model", "base-url", "concurrency", "prices", "max-cost", "log-probabilities");
    List<BigDecimal> prices =
        settings.texts("prices").stream().map(text -> money(settings, "prices", text)).toList();
    if (prices.size() != 2 && !prices.isEmpty()) {
      throw settings.wrong("prices", "the price of a million tokens read and of a million written");
    }
    Optional<BigDecimal> maxCost =
        settings.text("max-cost").map(text -> money(settings, "max-cost", text));
    if (maxCost.isPresent() && prices.isEmpty()) {
      throw settings.wrong("max-cost", "'prices' beside it");
    }
    return new OpenAi(
        name,
        settings.requireText("model"),
        settings.requireText("base-url"),
        settings.count("concurrency", 1).orElse(16),
        prices,
        maxCost,
        !settings.flag("log-probabilities").orElse(true));
  }

  private static BigDecimal money(Settings settings, String name, String text) {
    try {
      BigDecimal amount = new BigDecimal(text);
      if (amount.signum() >= 0) {
        return amount;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw settings.wrong(name, "amounts from 0 on");
  }
}
