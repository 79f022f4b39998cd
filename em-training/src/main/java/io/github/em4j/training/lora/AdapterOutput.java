package io.github.em4j.training.lora;

import static java.util.Objects.requireNonNull;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.Provenance;
import io.github.em4j.model.EpochResult;
import io.github.em4j.model.FineTunedModel;
import io.github.em4j.model.ModelId;
import io.github.em4j.onnx.OnnxLlama;
import io.github.em4j.onnx.checkpoint.AdapterConfig;
import io.github.em4j.onnx.checkpoint.LoraAdapter;
import io.github.em4j.onnx.checkpoint.LoraAdapterWriter;
import io.github.em4j.onnx.checkpoint.MergedCheckpoint;
import io.github.em4j.onnx.checkpoint.TensorType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** An adapter in PEFT's format, and the one that training begins with. */
final class AdapterOutput implements TrainingOutput {
  static final String LAST_FILE = "adapter_config.json";

  /** The files of an adapter; the configuration comes last. */
  static final List<String> FILES = List.of("adapter_model.safetensors", LAST_FILE);

  private static final String DOWN = ".lora_A";
  private static final String UP = ".lora_B";
  private static final String IN_TRAINING = "in training";

  private final TrainingJob job;
  private final AdapterConfig config;
  private final Optional<LoraAdapter> starting;
  private final Optional<TensorType> merged;

  /**
   * The output of a job.
   *
   * @param starting the adapter to go on from
   * @param merged how a merged checkpoint is written, empty for none
   * @throws EntityMatchingException if the adapter to go on from has other targets, or another rank
   *     or scale in any of them
   */
  AdapterOutput(
      TrainingJob job,
      AdapterConfig config,
      Optional<LoraAdapter> starting,
      Optional<TensorType> merged) {
    this.job = job;
    this.config = config;
    this.starting = starting;
    this.merged = merged;
    starting.ifPresent(this::requireAlike);
  }

  private void requireAlike(LoraAdapter adapter) {
    if (!adapter.config().targets().equals(config.targets())) {
      throw new EntityMatchingException(
          "%s has the targets %s, but the options ask for %s"
              .formatted(
                  adapter,
                  new TreeSet<>(adapter.config().targets()),
                  new TreeSet<>(config.targets())));
    }
    // Single layers of an adapter may have another rank and scale than it says as a whole.
    adapter
        .updates()
        .forEach(
            (module, update) -> {
              if (update.rank() != config.rank() || update.scale() != config.scale()) {
                throw new EntityMatchingException(
                    "%s has rank %d and scale %s in %s, but the options ask for %d and %s"
                        .formatted(
                            adapter,
                            update.rank(),
                            update.scale(),
                            module,
                            config.rank(),
                            config.scale()));
              }
            });
  }

  @Override
  public String lastFile() {
    return LAST_FILE;
  }

  @Override
  public Map<String, String> facts() {
    return Map.of("starting from", starting.map(LoraAdapter::sha256).orElse("none"));
  }

  @Override
  public void begin(TrainingSession session) {
    starting.ifPresent(
        adapter ->
            adapter
                .updates()
                .forEach(
                    (module, update) -> {
                      session.setParameter(module + DOWN, update.down().read());
                      session.setParameter(module + UP, update.up().read());
                    }));
  }

  @Override
  public void write(TrainingSession session, Path epoch) {
    LoraAdapterWriter writer =
        new LoraAdapterWriter(
            new AdapterConfig(
                config.rank(),
                config.alpha(),
                config.rankStabilized(),
                config.targets(),
                config.dropout(),
                job.base().name()));
    Map<String, long[]> shapes = session.parameterShapes();
    shapes.forEach(
        (name, shape) -> {
          if (name.endsWith(DOWN)) {
            String module = name.substring(0, name.length() - DOWN.length());
            writer.add(
                module,
                (int) shape[1],
                (int) requireNonNull(shapes.get(module + UP))[0],
                session.parameter(name),
                session.parameter(module + UP));
          }
        });
    writer.write(epoch);
  }

  /**
   * {@inheritDoc} The adapter is kept apart from the base model, whose weights stay mapped: merging
   * it would write all of them anew.
   */
  @Override
  public void use(Path epoch, UnaryOperator<OnnxLlama.Builder> settings, Consumer<OnnxLlama> user) {
    OnnxLlama.Builder builder = OnnxLlama.builder(job.base().path()).adapter(IN_TRAINING, epoch);
    try (OnnxLlama base = settings.apply(builder).build();
        OnnxLlama model = base.adapted(IN_TRAINING)) {
      user.accept(model);
    }
  }

  @Override
  public void publish(RunFolder folder, Path epoch) {
    folder.publish(epoch, FILES);
  }

  /** Writes the model card and, where it is asked for, the merged checkpoint. */
  @Override
  public void complete(RunFolder folder, EncodedExamples encoded, List<EpochResult> epochs) {
    LoraAdapter adapter = LoraAdapter.open(folder.path(), job.base().config());
    if (!Files.exists(folder.file(ModelCard.FILE))) {
      ModelCard.Subject subject = ModelCard.Subject.adapter(adapter, starting);
      folder.writeText(ModelCard.FILE, ModelCard.of(job, encoded, epochs, subject));
    }
    Path checkpoint = folder.file("merged");
    if (merged.isPresent() && !Files.exists(checkpoint.resolve("config.json"))) {
      MergedCheckpoint.write(job.base(), adapter, merged.get(), checkpoint);
    }
  }

  @Override
  public FineTunedModel model(RunFolder folder, EncodedExamples encoded, List<EpochResult> epochs) {
    LoraAdapter adapter = LoraAdapter.open(folder.path(), job.base().config());
    return job.result(
        new ModelId("onnx", job.name(), Optional.of("adapter." + adapter.sha256())),
        folder,
        encoded,
        epochs,
        job.provenance().with(Provenance.ADAPTER, adapter.sha256()));
  }
}
