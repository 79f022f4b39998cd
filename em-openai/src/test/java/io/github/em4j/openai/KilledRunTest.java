package io.github.em4j.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.em4j.model.GenerationOptions;
import io.github.em4j.model.Prompt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run in a process of its own that is killed in the middle, twice, and then ends. */
final class KilledRunTest {
  private static final int QUESTIONS = 400;
  private static final int CONCURRENCY = 4;

  @TempDir private Path folder;

  /** The run: asks all questions with a journal, then writes the answers. */
  static final class Run {
    static final GenerationOptions SHORT = GenerationOptions.builder().maxTokens(8).build();

    private Run() {}

    public static void main(String[] args) throws IOException {
      try (OpenAiClient client = OpenAiClient.builder(args[0]).concurrency(CONCURRENCY).build();
          var model = OpenAiModel.builder(client, "tiny").journal(Path.of(args[1])).build()) {
        List<String> answers =
            model.complete(questions(), SHORT).stream()
                .map(result -> result.orElseThrow().text())
                .toList();
        Files.write(Path.of(args[2]), answers);
      }
    }

    static List<Prompt> questions() {
      return IntStream.range(0, QUESTIONS).mapToObj(i -> Prompt.of("pair " + i)).toList();
    }
  }

  /** Counts the questions, and says when so many were asked. */
  private static final class CountingServer {
    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    private final Set<String> journalled = ConcurrentHashMap.newKeySet();
    private final Set<String> askedAgain = ConcurrentHashMap.newKeySet();
    private final AtomicInteger requests = new AtomicInteger();
    private volatile CountDownLatch reached = new CountDownLatch(1);
    private volatile int mark;

    CountDownLatch at(int count) {
      mark = count;
      reached = new CountDownLatch(1);
      return reached;
    }

    MockResponse answer(RecordedRequest request) {
      JsonNode body = ModelServer.parse(request);
      String question = ModelServer.question(body);
      asked.add(question);
      if (journalled.contains(question)) {
        askedAgain.add(question);
      }
      if (requests.incrementAndGet() >= mark) {
        reached.countDown();
      }
      return ModelServer.answer(request);
    }
  }

  private static List<String> command(String url, Path journal, Path answers) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:-UsePerfData",
        "-XX:+UseSerialGC",
        "-cp",
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
        Run.class.getName(),
        url,
        journal.toString(),
        answers.toString());
  }

  private static Process start(String url, Path journal, Path answers) throws IOException {
    return start(command(url, journal, answers), journal);
  }

  private static Process start(List<String> command, Path journal) throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(journal.resolveSibling("log").toFile())
        .start();
  }

  private static int answers(Path journal) throws IOException {
    return Files.exists(journal) ? Math.max(0, Files.readAllLines(journal).size() - 1) : 0;
  }

  @Test
  void noQuestionIsAskedTwiceAndNoneIsLost() throws Exception {
    var counting = new CountingServer();
    Path journal = folder.resolve("run.jsonl");
    Path answers = folder.resolve("answers.txt");
    try (FakeServer server = FakeServer.forgetful(counting::answer)) {
      for (int kill : List.of(60, 200)) {
        CountDownLatch reached = counting.at(counting.requests.get() + kill);
        Process run = start(server.baseUrl(), journal, answers);
        reached.await();
        run.destroyForcibly().waitFor();
        assertThat(answers).doesNotExist();
        remember(journal, counting);
        assertThat(counting.journalled.size())
            .as("answers kept of %s asked", counting.asked.size())
            .isBetween(counting.asked.size() - CONCURRENCY, counting.asked.size());
      }
      counting.at(Integer.MAX_VALUE);
      Process last = start(server.baseUrl(), journal, answers);
      assertThat(last.waitFor()).as(() -> log(journal)).isZero();
    }
    assertThat(Files.readAllLines(answers))
        .containsExactlyElementsOf(
            IntStream.range(0, QUESTIONS).mapToObj(i -> ModelServer.written("pair " + i)).toList());
    assertThat(counting.askedAgain).as("asked again though answered").isEmpty();
    assertThat(counting.requests.get()).isBetween(QUESTIONS, QUESTIONS + 2 * CONCURRENCY);
    assertThat(answers(journal)).isEqualTo(QUESTIONS);
  }

  @Test
  void aJournalThatAnotherProcessUsesIsRefused() throws Exception {
    Path journal = folder.resolve("run.jsonl");
    try (FakeServer server = FakeServer.forgetful(ModelServer::answer);
        OpenAiClient client = OpenAiClient.builder(server.baseUrl()).build()) {
      // Once new, and once read.
      for (int i = 0; i < 2; i++) {
        try (var model = OpenAiModel.builder(client, "tiny").journal(journal).build()) {
          model.complete(Run.questions().subList(0, 1), Run.SHORT);
          Process other = start(server.baseUrl(), journal, folder.resolve("answers.txt"));
          assertThat(other.waitFor()).isNotZero();
          assertThat(log(journal)).contains("in use by another run");
        }
      }
    }
  }

  @Test
  void aFullDiskEndsTheRunAndTheNextOneGoesOn() throws Exception {
    var counting = new CountingServer();
    Path journal = folder.resolve("run.jsonl");
    Path answers = folder.resolve("answers.txt");
    counting.at(Integer.MAX_VALUE);
    try (FakeServer server = FakeServer.forgetful(counting::answer)) {
      var limited = new ArrayList<>(List.of("sh", "-c", "ulimit -f 40; exec \"$@\"", "sh"));
      limited.addAll(command(server.baseUrl(), journal, answers));
      assertThat(start(limited, journal).waitFor()).isNotZero();
      assertThat(log(journal)).contains("journal").contains("cannot be written");
      assertThat(counting.asked.size()).isLessThan(QUESTIONS);
      remember(journal, counting);
      assertThat(counting.journalled).hasSizeGreaterThan(20);
      assertThat(start(server.baseUrl(), journal, answers).waitFor())
          .as(() -> log(journal))
          .isZero();
    }
    assertThat(counting.askedAgain).as("asked again though answered").isEmpty();
    assertThat(answers(journal)).isEqualTo(QUESTIONS);
  }

  /** The test knows the questions by their answers: the journal holds no question. */
  private static void remember(Path journal, CountingServer counting) throws IOException {
    var kept = new HashSet<String>();
    for (String line : Files.readAllLines(journal)) {
      int from = line.indexOf("\"content\":\"");
      if (from >= 0 && line.endsWith("}")) {
        int end = line.indexOf('"', from + 11);
        kept.add(ModelServer.written(line.substring(from + 11, end)));
      }
    }
    counting.journalled.addAll(kept);
  }

  private static String log(Path journal) {
    try {
      return Files.readString(journal.resolveSibling("log"));
    } catch (IOException e) {
      return e.toString();
    }
  }
}
