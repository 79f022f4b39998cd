package io.github.em4j.onnx.graph;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.em4j.model.Prompt;
import io.github.em4j.onnx.checkpoint.AdapterConfig;
import io.github.em4j.onnx.checkpoint.Checkpoint;
import io.github.em4j.onnx.checkpoint.LoraAdapter;
import io.github.em4j.onnx.checkpoint.LoraAdapterWriter;
import io.github.em4j.onnx.checkpoint.RandomCheckpoint;
import io.github.em4j.onnx.checkpoint.StoredTensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * What em4j writes is read by the transformers and peft libraries with the same result. Runs with
 * {@code -Dem4j.python} naming a Python that has both; see {@code src/test/python/read_em4j.py}.
 */
@EnabledIfSystemProperty(named = "em4j.python", matches = ".+")
final class ReadByTheReferenceTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<int[]> ROWS = List.of(new int[] {5, 9, 2, 77, 31}, new int[] {40, 41});
  private static final String QUESTION = "Do 'Kuria 12W' and 'KURIA 12 W' match?";

  @TempDir private Path folder;

  @Test
  void aCheckpointAndAnAdapterGiveTheSameLogitsThere() throws IOException, InterruptedException {
    RandomCheckpoint.write(RandomCheckpoint.Shape.TINY, 7, folder.resolve("base"));
    Checkpoint checkpoint = Checkpoint.open(folder.resolve("base"));
    writeAdapter(checkpoint);
    LoraAdapter adapter = LoraAdapter.open(folder.resolve("adapter"), checkpoint.config());
    ObjectNode ours = JSON.createObjectNode();
    ours.set("rows", JSON.valueToTree(ROWS));
    ours.set("logits", JSON.valueToTree(GoldenLogitsTest.logits(checkpoint, Map.of(), ROWS)));
    ours.set(
        "adaptedLogits",
        JSON.valueToTree(GoldenLogitsTest.logits(checkpoint, adapter.updates(), ROWS)));
    ours.put("question", QUESTION);
    try (var tokenizer = checkpoint.openTokenizer()) {
      ours.set("questionIds", JSON.valueToTree(tokenizer.encode(Prompt.of(QUESTION))));
    }
    JSON.writeValue(folder.resolve("ours.json").toFile(), ours);

    JsonNode theirs = readThere();

    assertThat(theirs.required("base").doubleValue()).isLessThan(1e-4);
    assertThat(theirs.required("adapter").doubleValue()).isLessThan(1e-4);
    assertThat(theirs.required("sameIds").booleanValue()).isTrue();
  }

  private void writeAdapter(Checkpoint checkpoint) {
    var writer = new LoraAdapterWriter(AdapterConfig.allLinear(3, 7));
    var random = new SplittableRandom(3);
    for (StoredTensor tensor : checkpoint.tensors().values()) {
      if (tensor.name().endsWith("_proj.weight")) {
        int out = Math.toIntExact(tensor.shape().get(0));
        int in = Math.toIntExact(tensor.shape().get(1));
        String module = tensor.name().replaceAll("\\.weight$", "");
        writer.add(module, in, out, uniform(random, 3 * in), uniform(random, 3 * out));
      }
    }
    writer.write(folder.resolve("adapter"));
  }

  private static float[] uniform(SplittableRandom random, int count) {
    var numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) random.nextDouble(-0.2, 0.2);
    }
    return numbers;
  }

  private JsonNode readThere() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                System.getProperty("em4j.python"),
                Path.of("src/test/python/read_em4j.py").toString(),
                folder.toString())
            .redirectError(folder.resolve("stderr").toFile())
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as("%s%nsee %s", output, folder).isZero();
    return JSON.readTree(output.lines().reduce("", (first, last) -> last));
  }
}
