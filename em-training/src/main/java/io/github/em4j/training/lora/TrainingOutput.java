package io.github.em4j.training.lora;

import io.github.em4j.model.EpochResult;
import io.github.em4j.model.FineTunedModel;
import io.github.em4j.onnx.OnnxLlama;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** What a run makes of what it trains: how it is written, and how it is used. */
interface TrainingOutput {

  /** What is written last of the result, so that it is whole where this is there. */
  String lastFile();

  /** What decides about the result beside the options, by name. */
  Map<String, String> facts();

  /** Sets the first numbers of a session, where they are not those that it has by itself. */
  void begin(TrainingSession session);

  /** Writes what an epoch came to into a folder of its own. */
  void write(TrainingSession session, Path epoch);

  /** Opens what was written, for as long as it is used. */
  void use(Path epoch, UnaryOperator<OnnxLlama.Builder> settings, Consumer<OnnxLlama> user);

  /** Takes an epoch as the run's result. */
  void publish(RunFolder folder, Path epoch);

  /** Writes what stands beside the result and is not there yet. */
  void complete(RunFolder folder, EncodedExamples encoded, List<EpochResult> epochs);

  /** Describes the result of a finished run. */
  FineTunedModel model(RunFolder folder, EncodedExamples encoded, List<EpochResult> epochs);
}
