package io.github.em4j.training.pretraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.em4j.EntityDescription;
import io.github.em4j.dataset.DatasetFormatException;
import io.github.em4j.testing.BenchmarkData;
import io.github.em4j.training.pretraining.PretrainingCorpus.SeenFile;
import io.github.em4j.training.pretraining.PretrainingCorpus.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PretrainingCorpusTest {
  @TempDir private Path folder;

  private Path file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static PretrainingCorpus offers(Path file) {
    return PretrainingCorpus.builder().pairs("shop", Domain.PRODUCT, file).build();
  }

  @Test
  void takesEachTitleOfPairsOnceAndNeverTheirLabels() throws IOException {
    String pairs =
        """
        title_left,brand_left,title_right,brand_right,label
        Garden hose 10 m,Aqua,Rake,,%s
        Rake,Iron,garden HOSE 10 m,,%s
        """;
    PretrainingCorpus corpus = offers(file("shop/train.csv", pairs.formatted(0, 1)));
    assertThat(corpus.sources())
        .containsExactly(
            new Source(
                "shop",
                Domain.PRODUCT,
                false,
                List.of(
                    new EntityDescription("", Map.of("title", "Garden hose 10 m", "brand", "Aqua")),
                    EntityDescription.of("").with("title", "Rake"))));
    PretrainingCorpus otherLabels = offers(file("shop/train.csv", pairs.formatted(1, 0)));
    assertThat(otherLabels.sources()).isEqualTo(corpus.sources());
  }

  @Test
  void listsWhatItSawForTheModelCard() throws IOException {
    Path table =
        file("library/tableA.csv", "id,title,authors,venue,year\n1,On joins,A B,vldb,2001\n");
    PretrainingCorpus corpus =
        PretrainingCorpus.builder().table("library", Domain.PUBLICATION, true, table).build();
    assertThat(corpus.files())
        .containsExactly(
            new SeenFile(
                "library",
                "library/tableA.csv",
                "a4485896ef8c421033addde9eed82c683f549d3cd8f10a9a232477e197ed53d7",
                1));
    assertThat(corpus.texts()).containsExactly("On joins", "A B", "vldb", "2001");
  }

  @Test
  void refusesTheHeldOutBenchmarksAndEveryTestSplit() throws IOException {
    for (String name :
        List.of(
            "abt-buy/train.csv",
            "Amazon_Google/train.csv",
            "walmart-amazon/deep/train.csv",
            "mine/test.csv",
            "mine/offers_gs.csv",
            "mine/gold-standard.csv")) {
      Path file = file(name, "left,right,label\nrake,hose,0\n");
      assertThatIllegalArgumentException()
          .as(name)
          .isThrownBy(() -> offers(file))
          .withMessageContaining("no base model may see");
    }
    assertThat(offers(file("mine/latest.csv", "left,right,label\nrake,hose,0\n")).sources())
        .hasSize(1);
  }

  @Test
  void refusesNothingAtAllAndBrokenFiles() throws IOException {
    assertThatIllegalArgumentException().isThrownBy(() -> PretrainingCorpus.builder().build());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Source("shop", Domain.PRODUCT, false, List.of()));
    Path broken = file("mine/train.csv", "left,label\nrake,0\n");
    Assertions.assertThatThrownBy(() -> offers(broken)).isInstanceOf(DatasetFormatException.class);
  }

  @Test
  void readsTheFilesOfTheShippedModel() {
    Path wdc = BenchmarkData.path("wdc-products");
    Path scholar = BenchmarkData.path("dblp-scholar");
    PretrainingCorpus corpus =
        PretrainingCorpus.builder()
            .pairs(
                "wdc",
                Domain.PRODUCT,
                wdc.resolve("wdcproducts80cc20rnd000un_train_small.json.gz"),
                wdc.resolve("train_large_prompt_completion.csv.gz"))
            .table("dblp", Domain.PUBLICATION, true, scholar.resolve("tableA.csv"))
            .build();
    assertThat(corpus.sources().get(0).records()).hasSizeGreaterThan(2500);
    assertThat(corpus.files())
        .extracting(SeenFile::descriptions)
        .containsExactly(5000, 39670, 2616);
    var pairs = new PairGenerator(corpus, PairMix.RECIPE).pairs(1).limit(2000);
    assertThat(pairs)
        .extracting(PretrainingPair::domain)
        .contains(Domain.PRODUCT, Domain.PUBLICATION);
  }
}
