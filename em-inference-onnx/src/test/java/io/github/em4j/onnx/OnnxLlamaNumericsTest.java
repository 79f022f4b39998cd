package io.github.em4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.model.ChoiceScorer;
import io.github.em4j.model.Prompt;
import io.github.em4j.onnx.checkpoint.Checkpoint;
import io.github.em4j.onnx.checkpoint.LlamaConfig.Architecture;
import io.github.em4j.onnx.checkpoint.StoredTensor;
import io.github.em4j.onnx.checkpoint.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scores from text to log-probability against the reference in double precision. */
final class OnnxLlamaNumericsTest {
  static final List<String> CHOICES = List.of("Yes", "No", "Yes it is", "No, they are not");

  /** Of the log-probability. */
  static final double RELATIVE = 1e-4;

  /** Ragged, with shared beginnings of several depths. */
  static final List<String> PROMPTS =
      List.of(
          "Same product? left: laser printer x100 right: printer x100",
          "Same product? left: laser printer x100 right: laser x101 black toner",
          "Same product? left: phone right: laser printer x100",
          "Hi",
          "Same product? left: laser printer x100 right: ");

  @TempDir private Path temporary;

  @ParameterizedTest
  @CsvSource({
    "LLAMA, false, F32",
    "LLAMA, true, F32",
    "LLAMA, false, BF16",
    "MISTRAL, false, F32",
    "QWEN2, false, F16",
    "QWEN3, true, F32"
  })
  void scoresAreTheReferences(Architecture architecture, boolean stretched, TensorType stored) {
    ReferenceCheckpoint checkpoint =
        ReferenceCheckpoint.write(
            temporary, ReferenceCheckpoint.config(architecture, stretched), stored);
    try (OnnxLlama model = OnnxLlama.builder(temporary).threads(2).build()) {
      assertScores(model, checkpoint);
    }
  }

  @Test
  void packedSmallBatchesAndOneByOneAgree() {
    ReferenceCheckpoint.write(
        temporary, ReferenceCheckpoint.config(Architecture.LLAMA, false), TensorType.F32);
    try (OnnxLlama packed = OnnxLlama.builder(temporary).threads(2).build();
        OnnxLlama small = OnnxLlama.builder(temporary).threads(2).tokensPerBatch(32).build()) {
      List<double[]> together = scores(packed, PROMPTS);
      List<double[]> cut = scores(small, PROMPTS);
      for (int i = 0; i < PROMPTS.size(); i++) {
        double[] alone = scores(packed, List.of(PROMPTS.get(i))).get(0);
        assertThat(together.get(i)).containsExactly(alone, within(1e-5));
        assertThat(cut.get(i)).containsExactly(alone, within(1e-5));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "FP32, layers.0.self_attn.q_proj",
    "INT8, layers.0.self_attn.q_proj",
    "INT8, layers.0.self_attn.o_proj",
    "INT8, layers.1.mlp.down_proj"
  })
  void aWeightThatIsNoNumberGivesAFailure(Precision precision, String module) throws IOException {
    ReferenceCheckpoint.write(
        temporary, ReferenceCheckpoint.config(Architecture.LLAMA, false), TensorType.F32);
    StoredTensor tensor = Checkpoint.open(temporary).tensor("model." + module + ".weight");
    try (FileChannel file = FileChannel.open(tensor.file(), StandardOpenOption.WRITE)) {
      file.write(
          ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN).putFloat(0, Float.NaN),
          tensor.offset());
    }
    try (OnnxLlama model = OnnxLlama.builder(temporary).threads(1).precision(precision).build()) {
      var result = model.score(List.of(Prompt.of(PROMPTS.get(0))), List.of("Yes", "No")).get(0);
      assertThatThrownBy(result::orElseThrow)
          .isInstanceOf(EntityMatchingException.class)
          .hasMessageContaining("the model gave no number");
    }
  }

  @Test
  void precisionAndDeviceHaveToGoTogether() {
    assertThatThrownBy(
            () -> OnnxLlama.builder(TinyCheckpoint.FOLDER).precision(Precision.BF16).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("on cpu the precision must be one of [FP32, INT8], found BF16");
    assertThatThrownBy(
            () ->
                OnnxLlama.builder(TinyCheckpoint.FOLDER).cuda(1).precision(Precision.FP32).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("on cuda:1 the precision must be one of [FP16, BF16], found FP32");
  }

  static List<double[]> scores(ChoiceScorer model, List<String> prompts) {
    List<double[]> scores = new ArrayList<>();
    model
        .score(prompts.stream().map(Prompt::of).toList(), CHOICES)
        .forEach(
            result ->
                scores.add(
                    result.orElseThrow().logProbabilities().stream()
                        .mapToDouble(Double::doubleValue)
                        .toArray()));
    return scores;
  }

  static void assertScores(ChoiceScorer model, ReferenceCheckpoint reference) {
    List<double[]> found = scores(model, PROMPTS);
    for (int i = 0; i < PROMPTS.size(); i++) {
      double[] expected = reference.score(PROMPTS.get(i), CHOICES);
      for (int choice = 0; choice < expected.length; choice++) {
        assertThat(found.get(i)[choice])
            .as("%s: %s", PROMPTS.get(i), CHOICES.get(choice))
            .isCloseTo(expected[choice], within(RELATIVE * Math.abs(expected[choice])));
      }
    }
  }
}
