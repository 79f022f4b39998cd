package io.github.em4j.training.lora;

import static java.util.Objects.requireNonNull;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.Provenance;
import io.github.em4j.model.EpochResult;
import io.github.em4j.model.FineTunedModel;
import io.github.em4j.model.FineTuningMetrics;
import io.github.em4j.model.ModelId;
import io.github.em4j.onnx.checkpoint.AdapterConfig;
import io.github.em4j.onnx.checkpoint.LoraAdapter;
import io.github.em4j.onnx.checkpoint.LoraAdapterWriter;
import io.github.em4j.onnx.checkpoint.MergedCheckpoint;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Writes what a run makes, and takes in what it begins with. */
final class AdapterOutput {
  private static final String DOWN = ".lora_A";
  private static final String UP = ".lora_B";

  private final LoraTraining.Job job;
  private final EncodedExamples encoded;

  AdapterOutput(LoraTraining.Job job, EncodedExamples encoded) {
    this.job = job;
    this.encoded = encoded;
  }

  /** Writes the adapter of a session in PEFT's format. */
  void write(TrainingSession session, Path folder) {
    AdapterConfig config = job.options().adapter;
    LoraAdapterWriter writer =
        new LoraAdapterWriter(
            new AdapterConfig(
                config.rank(),
                config.alpha(),
                config.rankStabilized(),
                config.targets(),
                config.dropout(),
                job.base().name()));
    session
        .parameterShapes()
        .forEach(
            (name, shape) -> {
              if (name.endsWith(DOWN)) {
                String module = name.substring(0, name.length() - DOWN.length());
                long[] up = requireNonNull(session.parameterShapes().get(module + UP));
                writer.add(
                    module,
                    (int) shape[1],
                    (int) up[0],
                    session.parameter(name),
                    session.parameter(module + UP));
              }
            });
    writer.write(folder);
  }

  /** Sets the numbers of a session to those of an adapter. */
  void startFrom(TrainingSession session, LoraAdapter adapter) {
    AdapterConfig found = adapter.config();
    AdapterConfig wanted = job.options().adapter;
    if (found.rank() != wanted.rank()
        || found.scale() != wanted.scale()
        || !found.targets().equals(wanted.targets())) {
      throw new EntityMatchingException(
          "%s has rank %d, scale %s and targets %s, but the options ask for %d, %s and %s"
              .formatted(
                  adapter,
                  found.rank(),
                  found.scale(),
                  found.targets(),
                  wanted.rank(),
                  wanted.scale(),
                  wanted.targets()));
    }
    adapter
        .updates()
        .forEach(
            (module, update) -> {
              session.setParameter(module + DOWN, update.down().read());
              session.setParameter(module + UP, update.up().read());
            });
  }

  /** Writes what stands beside an adapter that was published in a folder. */
  void complete(RunFolder folder, List<EpochResult> epochs) {
    LoraAdapter adapter = LoraAdapter.open(folder.path(), job.base().config());
    folder.writeText("README.md", ModelCard.of(job, encoded, epochs, adapter));
    job.merged()
        .ifPresent(
            type ->
                MergedCheckpoint.write(job.base(), adapter, type, folder.path().resolve("merged")));
  }

  /** Describes the result of a finished run. */
  FineTunedModel model(RunFolder folder, List<EpochResult> epochs) {
    LoraAdapter adapter = LoraAdapter.open(folder.path(), job.base().config());
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put(FineTuningMetrics.TRAINED_TOKENS, (double) epochs.size() * encoded.tokens());
    Provenance provenance =
        job.data()
            .provenance()
            .with(Provenance.MODEL, job.base().name() + "@" + job.base().fingerprint())
            .with(Provenance.ADAPTER, adapter.sha256())
            .with(Provenance.TRAINED_ON, job.data().name() + "@" + job.data().sha256())
            .with(Provenance.SEED, Long.toString(job.options().seed));
    String name = job.base().name() + "+" + job.suffix().orElse(job.data().name());
    return new FineTunedModel(
        new ModelId("onnx", name, Optional.of("adapter." + adapter.sha256())),
        Optional.of(folder.path()),
        OptionalInt.of(BestEpoch.of(epochs)),
        epochs,
        metrics,
        provenance);
  }
}
