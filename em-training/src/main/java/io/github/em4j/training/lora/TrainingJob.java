package io.github.em4j.training.lora;

import io.github.em4j.Provenance;
import io.github.em4j.model.EpochResult;
import io.github.em4j.model.FineTunedModel;
import io.github.em4j.model.FineTuningData;
import io.github.em4j.model.FineTuningMetrics;
import io.github.em4j.model.ModelId;
import io.github.em4j.onnx.checkpoint.Checkpoint;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a run is asked to do.
 *
 * @param base the model
 * @param options how
 * @param data on what
 * @param suffix what the result is called after the model
 */
record TrainingJob(
    Checkpoint base, TrainingOptions options, FineTuningData data, Optional<String> suffix) {

  /** What the result is called. */
  String name() {
    return base.name() + "+" + suffix.orElse(data.name());
  }

  /** Where the result comes from. */
  Provenance provenance() {
    return data.provenance()
        .with(Provenance.MODEL, base.name() + "@" + base.fingerprint())
        .with(Provenance.TRAINED_ON, data.name() + "@" + data.sha256())
        .with(Provenance.SEED, Long.toString(options.seed));
  }

  /** The result in the folder of its run. */
  FineTunedModel result(
      ModelId id,
      RunFolder folder,
      EncodedExamples encoded,
      List<EpochResult> epochs,
      Provenance provenance) {
    return new FineTunedModel(
        id,
        Optional.of(folder.path()),
        OptionalInt.of(BestEpoch.of(epochs)),
        epochs,
        Map.of(FineTuningMetrics.TRAINED_TOKENS, (double) epochs.size() * encoded.tokens()),
        provenance);
  }
}
