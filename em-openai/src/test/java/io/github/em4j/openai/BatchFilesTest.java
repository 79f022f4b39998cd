package io.github.em4j.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.model.Completion.FinishReason;
import io.github.em4j.model.ModelResult;
import io.github.em4j.model.Prompt;
import io.github.em4j.testing.BenchmarkData;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BatchFilesTest {

  private static List<BatchAnswer> read(String lines) throws IOException {
    var answers = new ArrayList<BatchAnswer>();
    BatchFiles.read(
        new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)), "test", answers::add);
    return answers;
  }

  @ParameterizedTest
  @CsvSource({
    "batch_explanations_wadhwa_gpt-4o-mini.jsonl.gz,300,31",
    "batch_generated_examples_gpt-4o.jsonl.gz,300,1"
  })
  void recordedOutputIsReadInFull(String name, int lines, int cutOff) throws IOException {
    var answers = new ArrayList<BatchAnswer>();
    try (InputStream in =
        new GZIPInputStream(Files.newInputStream(BenchmarkData.path("tailormatch/" + name)))) {
      BatchFiles.read(in, name, answers::add);
    }
    List<ChatAnswer> chats = answers.stream().map(a -> a.result().orElseThrow()).toList();
    assertThat(chats).hasSize(lines);
    assertThat(chats)
        .allSatisfy(
            chat -> {
              assertThat(chat.text()).isNotBlank();
              assertThat(chat.requestId()).isPresent();
              assertThat(chat.usage().completionTokens()).isPositive();
            })
        .filteredOn(chat -> chat.finishReason() == FinishReason.LENGTH)
        .hasSize(cutOff);
    assertThat(answers).extracting(BatchAnswer::customId).allMatch(id -> id.contains("#"));
  }

  @Test
  void failuresStandBesideAnswers() throws IOException {
    List<BatchAnswer> answers =
        read(
            """
            {"custom_id":"a","response":{"status_code":200,"request_id":"r","body":%s},"error":null}
            {"custom_id":"b","response":{"status_code":400,"request_id":"r2","body":{"error":{"message":"too long","code":"context_length_exceeded"}}},"error":null}

            {"custom_id":"c","response":null,"error":{"code":"batch_expired","message":"not in time"}}
            {"custom_id":"d","response":null,"error":{"code":"batch_cancelled","message":"stopped"}}
            """
                .formatted(FakeServer.chat("Yes").replace("\n", " ").strip()));
    assertThat(answers.get(0).result().orElseThrow().text()).isEqualTo("Yes");
    assertThat(failure(answers.get(1)))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("too long");
    assertThat(failure(answers.get(2))).isInstanceOf(CallTimeoutException.class);
    assertThat(failure(answers.get(2)).isRetryable()).isTrue();
    assertThat(failure(answers.get(3))).hasMessageContaining("batch_cancelled");
  }

  private static EntityMatchingException failure(BatchAnswer answer) {
    return ((ModelResult.Failure<ChatAnswer>) answer.result()).error();
  }

  @Test
  void aLineThatIsCutOffIsNamed() {
    assertThatThrownBy(
            () ->
                read(
                    "{\"custom_id\":\"c\",\"error\":{\"code\":\"batch_expired\"}}\n{\"custom_id\":\"d\",\"resp"))
        .isInstanceOf(EntityMatchingException.class)
        .hasMessageContaining("line 2")
        .hasMessageContaining("ends in the middle");
  }

  @Test
  void inputHasALinePerRequestInTheirOrder(@TempDir Path folder) throws IOException {
    var requests = new LinkedHashMap<String, ChatRequest>();
    for (int i = 0; i < 20; i++) {
      requests.put("pair " + i, ChatRequest.builder("m", Prompt.of("line\nbreak " + i)).build());
    }
    Path file = folder.resolve("input.jsonl");
    BatchFiles.write(file, requests);
    assertThat(Files.readAllLines(file)).hasSize(20);
    assertThat(Files.readAllLines(file).get(7)).startsWith("{\"custom_id\":\"pair 7\"");
  }

  @Test
  void aBatchIsToOneModelAndNotEmpty(@TempDir Path folder) {
    Path file = folder.resolve("input.jsonl");
    assertThatIllegalArgumentException().isThrownBy(() -> BatchFiles.write(file, Map.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                BatchFiles.write(
                    file,
                    Map.of(
                        "a", ChatRequest.builder("m", Prompt.of("q")).build(),
                        "b", ChatRequest.builder("n", Prompt.of("q")).build())));
    assertThat(file).doesNotExist();
  }
}
