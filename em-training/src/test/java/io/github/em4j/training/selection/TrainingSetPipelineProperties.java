package io.github.em4j.training.selection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Nothing is lost on the way, and an interruption anywhere makes no difference. */
class TrainingSetPipelineProperties {
  private static final Path WHOLE = Folders.temporary();

  private static final Map<String, String> BYTES = wholeRun();

  private static Map<String, String> wholeRun() {
    try {
      KilledPipeline.pipeline().run(WHOLE.resolve("set"));
      return Folders.content(WHOLE.resolve("set"));
    } finally {
      Folders.delete(WHOLE);
    }
  }

  @Provide
  Arbitrary<List<TrainingSetStep>> steps() {
    return Arbitraries.of(true, false)
        .list()
        .ofMaxSize(3)
        .map(TrainingSetPipelineProperties::steps);
  }

  /** Each with a name of its own, by which generated pairs are called. */
  private static List<TrainingSetStep> steps(List<Boolean> each) {
    return IntStream.range(0, each.size())
        .<TrainingSetStep>mapToObj(
            i -> each.get(i) ? Given.everything("each-" + i) : Given.everySecond("all-" + i))
        .toList();
  }

  @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
  void everyPairHasOneOutcomeAndTheSetIsWhatTheOutcomesPassOn(
      @ForAll @IntRange(min = 0, max = 30) int pairs,
      @ForAll @IntRange(min = 1, max = 12) int batchSize,
      @ForAll("steps") List<TrainingSetStep> steps) {
    Path folder = Folders.temporary();
    try {
      TrainingSetPipeline.Builder pipeline =
          TrainingSetPipeline.builder().source("train", Given.pairs(pairs)).batchSize(batchSize);
      steps.forEach(pipeline::step);
      TrainingSet set = pipeline.build().run(folder);

      List<TrainingPair> given = set.sources();
      assertThat(given).hasSize(pairs);
      for (StepOutcomes step : set.steps()) {
        assertThat(step.outcomes().stream().map(PairOutcome::key))
            .isEqualTo(given.stream().map(TrainingPair::key).toList());
        var passedOn = new ArrayList<TrainingPair>();
        step.outcomes().forEach(outcome -> passedOn.addAll(outcome.pairs()));
        given = passedOn;
      }
      assertThat(set.pairs()).isEqualTo(given);
      assertThat(TrainingSet.readPairs(folder.resolve("training-set.jsonl"))).isEqualTo(given);
    } finally {
      Folders.delete(folder);
    }
  }

  @Provide
  Arbitrary<String> records() {
    return Arbitraries.of("1-first.jsonl", "2-second.measured.jsonl", "3-third.jsonl");
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  void aRecordThatIsCutOffAnywhereIsGoneOnWithToTheSameBytes(
      @ForAll("records") String record, @ForAll @IntRange(min = 0, max = 1_000_000) int millionth)
      throws IOException {
    Path folder = Folders.temporary();
    try {
      restore(folder);
      Path file = folder.resolve(record);
      long size = Files.size(file) * millionth / 1_000_000;
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(size);
      }
      KilledPipeline.pipeline().run(folder);

      assertThat(Folders.content(folder)).isEqualTo(BYTES);
    } finally {
      Folders.delete(folder);
    }
  }

  private static void restore(Path folder) throws IOException {
    for (Map.Entry<String, String> file : BYTES.entrySet()) {
      Files.writeString(
          folder.resolve(file.getKey()), file.getValue(), StandardCharsets.ISO_8859_1);
    }
  }

  @Property(tries = 25, edgeCases = EdgeCasesMode.NONE)
  void theSizeOfTheBatchesMakesNoDifference(@ForAll @IntRange(min = 1, max = 60) int batchSize) {
    Path folder = Folders.temporary();
    try {
      TrainingSetPipeline.builder()
          .source("train", Given.pairs(40))
          .batchSize(batchSize)
          .step(Given.everything("first"))
          .step(Given.longestKeys("second", Given.step("length", Given::length)))
          .step(Given.everything("third"))
          .build()
          .run(folder);

      assertThat(Folders.content(folder)).isEqualTo(BYTES);
    } finally {
      Folders.delete(folder);
    }
  }
}
