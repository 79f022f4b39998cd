package io.github.em4j.examples;

import io.github.em4j.CandidatePair;
import io.github.em4j.model.LanguageModel;
import io.github.em4j.onnx.Device;
import io.github.em4j.onnx.OnnxLlama;
import io.github.em4j.onnx.Precision;
import io.github.em4j.prompts.PromptTemplate;
import io.github.em4j.prompts.PromptedMatcher;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of whatever asks a Llama-like checkpoint: which one, run on what, asked how. */
final class LlamaOptions {

  @Option(
      names = "--model",
      paramLabel = "DIR|tiny",
      description =
          "The checkpoint, a Hugging Face folder: config.json, *.safetensors, tokenizer.json; or 'tiny' for em4j-tiny,"
              + " which ships with em4j.")
  private Optional<Path> model = Optional.empty();

  @Option(
      names = "--adapter",
      paramLabel = "DIR",
      description = "LoRA adapter in PEFT's format to merge into the weights.")
  private Optional<Path> adapter = Optional.empty();

  @Option(
      names = "--precision",
      paramLabel = "P",
      description =
          "fp32 or int8 on the CPU, bf16 or fp16 on a GPU (default: fp32 and bf16). int8 is faster and not exact.")
  private Optional<Precision> precision = Optional.empty();

  @Option(
      names = "--device",
      paramLabel = "D",
      description = "cpu, or cuda:N for the GPU number N (default: ${DEFAULT-VALUE}).")
  private String device = "cpu";

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that compute on the CPU (default: one per core).")
  private Optional<Integer> threads = Optional.empty();

  @Option(
      names = "--template",
      paramLabel = "T",
      description =
          "The wording of the question: one of the paper's, domain-complex-force, domain-complex-free,"
              + " domain-simple-force or domain-simple-free, or compact, which only em4j-tiny knows (default:"
              + " domain-complex-force, and compact for em4j-tiny).")
  private Optional<String> template = Optional.empty();

  @Option(
      names = "--entity",
      paramLabel = "WORD",
      description =
          "What the question calls the records. Default: 'publication' where they have authors or a venue, 'product'"
              + " where they have a price, brand, manufacturer, model number or category, else 'entity'.")
  private Optional<String> entity = Optional.empty();

  @Option(
      names = "--attributes",
      paramLabel = "NAME",
      split = ",",
      description =
          "The attributes that the model reads, in that order and separated by commas. Default, as in the paper: the"
              + " title (or name) of products; title, authors, venue and year of publications; else all.")
  private List<String> attributes = List.of();

  @Option(
      names = "--both-orders",
      description =
          "Ask about each pair twice, the second time with its sides exchanged, and take the mean of both probabilities.")
  private boolean bothOrders;

  /** Whether each pair is asked about in both orders. */
  boolean bothOrders() {
    return bothOrders;
  }

  /** Opens the model and says so. */
  OpenLlama open(PrintWriter notes) {
    // What takes no time to check comes before what does.
    OnnxLlama.Builder builder = OnnxLlama.builder(ModelChoice.of(named()).folder());
    template(entity.orElse("entity"));
    adapter.ifPresent(
        given -> {
          InputPaths.existing(List.of(given));
          builder.adapter(given);
        });
    precision.ifPresent(builder::precision);
    Device where;
    try {
      where = Device.parse(device);
      builder.device(where);
      threads.ifPresent(builder::threads);
    } catch (IllegalArgumentException e) {
      throw new BadArgumentException(e);
    }
    notes.printf("Opening %s on %s ...%n", model.orElseThrow(), where);
    OpenLlama open = OpenLlama.open(builder, where);
    notes.printf(Locale.ROOT, "Opened as %s in %.1f s%n", open.precision(), open.openSeconds());
    return open;
  }

  /** How these pairs are put to the model. */
  RecordText text(Collection<CandidatePair> pairs) {
    return RecordText.of(pairs, entity, attributes);
  }

  /** A matcher that asks an open model in the chosen wording. */
  PromptedMatcher.Builder matcher(OpenLlama open, RecordText text) {
    return inOrder(PromptedMatcher.builder(open.model()).template(template(text.entity())))
        .serializer(text.serializer());
  }

  /** The name of a model on a server. */
  String modelName() {
    return model
        .orElseThrow(() -> new BadArgumentException("a server's model needs --model NAME"))
        .toString();
  }

  /** A matcher that asks a server's model in the chosen wording. */
  PromptedMatcher.Builder matcher(LanguageModel server, RecordText text) {
    return inOrder(
            PromptedMatcher.builder(server).template(Wording.of(template, false, text.entity())))
        .serializer(text.serializer());
  }

  private PromptedMatcher.Builder inOrder(PromptedMatcher.Builder builder) {
    return bothOrders ? builder.bothOrders() : builder;
  }

  private PromptTemplate template(String entityWord) {
    return Wording.of(template, ModelChoice.isTiny(named()), entityWord);
  }

  private Path named() {
    return model.orElseThrow(() -> new BadArgumentException("a Llama model needs --model DIR"));
  }
}
