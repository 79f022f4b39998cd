package io.github.em4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.em4j.dataset.DeepMatcherWriter;
import io.github.em4j.dataset.synthetic.SyntheticBenchmark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code finetune} over a tiny checkpoint of random weights. */
final class FinetuneCommandTest {
  @TempDir private static Path shared;
  @TempDir private Path folder;

  @BeforeAll
  static void makeModelAndData() {
    assertThat(Program.run("make-checkpoint", "--shape", "tiny", "--out", model()).status())
        .isZero();
    DeepMatcherWriter.write(
        SyntheticBenchmark.products()
            .trainPairs(20)
            .validationPairs(20)
            .testPairs(20)
            .build()
            .generate(),
        shared.resolve("shop"));
  }

  private static String model() {
    return shared.resolve("model").toString();
  }

  private Program finetune(String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("finetune", "--model", model(), "--preset", "tiny"));
    arguments.addAll(List.of("--epochs", "2", "--threads", "1"));
    arguments.addAll(List.of("--out", folder.resolve("adapter").toString()));
    arguments.addAll(List.of(more));
    return Program.run(arguments.toArray(String[]::new));
  }

  @Test
  void trainsAnAdapterThatEvaluateReads() {
    String data = shared.resolve("shop").toString();
    Program program = finetune("--train", data, "--json", "-");
    assertThat(program.status()).as(program.err()).isZero();
    assertThat(program.err())
        .contains("Learning from shop: ")
        .contains("both orders of each pair counted")
        .contains("Epoch 2: validation F1");
    JsonNode figures = program.json();
    assertThat(figures.get("examples").asInt()).isEqualTo(40);
    assertThat(figures.get("epochs")).hasSize(2);
    Path adapter = folder.resolve("adapter");
    for (String file :
        List.of("adapter_config.json", "adapter_model.safetensors", "README.md", "run.jsonl")) {
      assertThat(adapter.resolve(file)).exists();
    }
    Program evaluated =
        Program.run(
            "evaluate",
            "--matcher",
            "llama",
            "--model",
            model(),
            "--adapter",
            adapter.toString(),
            "--data",
            data);
    assertThat(evaluated.status()).as(evaluated.err()).isZero();
    assertThat(evaluated.out()).contains("adapter ");
  }

  @Test
  void doesNotWriteOverAnotherRunAndGoesOnWithItsOwn() {
    String data = shared.resolve("shop").toString();
    assertThat(finetune("--train", data, "--one-order").status()).isZero();
    Program again = finetune("--train", data, "--one-order");
    assertThat(again.status()).isEqualTo(2);
    assertThat(again.err()).contains("or --resume to go on with a run");
    assertThat(finetune("--train", data, "--one-order", "--resume").status()).isZero();
    Program other = finetune("--train", data, "--one-order", "--resume", "--seed", "7");
    assertThat(other.status()).isEqualTo(1);
    assertThat(other.err()).contains("seed");
  }

  @Test
  void namesTheWordingThatTheAdapterLearnedWith() {
    String data = shared.resolve("shop").toString();
    Program program =
        finetune(
            "--train",
            data,
            "--template",
            "domain-simple-force",
            "--entity",
            "garden tool",
            "--attributes",
            "title,brand");
    assertThat(program.status()).as(program.err()).isZero();
    assertThat(program.out())
        .contains(
            " --template domain-simple-force --entity 'garden tool' --attributes title,brand --data PATH");
  }

  @Test
  void goesIntoAFolderThatARefusedRunLeftNothingIn() throws IOException {
    String data = shared.resolve("shop").toString();
    Files.createDirectories(folder.resolve("adapter"));
    Files.writeString(folder.resolve("adapter/run.lock"), "");
    Program program = finetune("--train", data);
    assertThat(program.status()).as(program.err()).isZero();
  }

  @Test
  void learnsToExplain() throws IOException {
    Path file = folder.resolve("explained.jsonl");
    Files.writeString(
        file,
        """
        {"left": "Beldyne GU 150", "right": "beldyne gu150", "label": 1, "explanation": "Yes.\\nattribute=model|||importance=0.9|||values=GU 150###gu150|||similarity=0.90"}
        {"left": "Beldyne GU 150", "right": "rake", "label": 0, "explanation": "No.\\nattribute=model|||importance=-0.9|||values=GU 150###missing|||similarity=0.00"}
        """);
    Program program =
        finetune("--train", file.toString(), "--explanations", "STRUCTURED", "--json", "-");
    assertThat(program.status()).as(program.err()).isZero();
    assertThat(program.json().get("examples").asInt()).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "--device gpu | 'cpu', 'cuda'",
        "--precision bf16 | on cpu one trains in [FP32], found BF16",
        "--device cuda:0 --precision fp16 | on cuda:0 one trains in [BF16, FP32], found FP16",
        "--micro-batch-tokens 0 | microBatchTokens must be at least 1"
      })
  void refusesWhatADeviceCannotDo(String options, String message) {
    List<String> arguments = new ArrayList<>(List.of("--train", folder.toString()));
    arguments.addAll(List.of(options.split(" ")));
    Program program = finetune(arguments.toArray(String[]::new));
    assertThat(program.status()).as(program.err()).isEqualTo(2);
    assertThat(program.err()).contains(message);
  }

  @Test
  void refusesWhatIsNotThere() {
    Program program = finetune("--train", folder.resolve("nothing").toString());
    assertThat(program.status()).isEqualTo(2);
    assertThat(program.err()).contains("nothing");
    assertThat(folder.resolve("adapter")).doesNotExist();
  }
}
