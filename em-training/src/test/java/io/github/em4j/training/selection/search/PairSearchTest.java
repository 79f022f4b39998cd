package io.github.em4j.training.selection.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.LabeledPair;
import io.github.em4j.model.ModelId;
import io.github.em4j.model.TextEmbedder;
import io.github.em4j.prompts.Serializers;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PairSearchTest {
  private final List<LabeledPair> pool =
      List.of(
          Lamps.match("acme desk lamp", "acme lamp"),
          Lamps.nonMatch("globex radio", "globex clock"),
          Lamps.nonMatch("acme lamp", "acme desk lamp"),
          Lamps.nonMatch("acme floor lamp", "acme lamp"));

  private static List<Integer> places(List<Neighbour> neighbours) {
    return neighbours.stream().map(Neighbour::index).toList();
  }

  @Test
  void findsNeitherThePairItselfNorItsSwapUnderWhateverIds() {
    var asked =
        new CandidatePair(
            EntityDescription.of("1").with("title", "acme desk lamp"),
            EntityDescription.of("2").with("title", "acme lamp"));

    assertThat(places(PairSearch.over(pool).build().nearest(asked, 4))).containsExactly(3, 1);
    assertThat(
            places(
                PairSearch.over(pool)
                    .embedder(new WordCountEmbedder())
                    .build()
                    .nearest(asked.swapped(), 4)))
        .containsExactly(3, 1);
  }

  @Test
  void comparesTheTextThatItIsTold() {
    PairText left =
        PairText.of("left title", pair -> Serializers.titleOnly().serialize(pair.left()));
    PairSearch search = PairSearch.over(pool).text(left).threads(1).build();

    assertThat(places(search.nearest(Lamps.pair("globex clock", "acme floor lamp"), 1)))
        .containsExactly(1);
    assertThat(search.description()).startsWith("TF-IDF cosine, left title, pool of 4 (");
  }

  @Test
  void describesModelAndPool() {
    PairSearch search = PairSearch.over(pool).embedder(new WordCountEmbedder()).build();
    PairSearch others = PairSearch.over(pool.subList(1, 4)).build();

    assertThat(search.description())
        .matches("cosine of test:word-count, both sides \\(title only\\), pool of 4 \\(\\w{12}\\)");
    assertThat(others.description())
        .doesNotContain(search.description().replaceAll(".*\\(|\\)", ""));
  }

  @Test
  void embedsThePoolInBatchesAndAQuestionOnce() {
    var model = new WordCountEmbedder();
    PairSearch search = PairSearch.over(Lamps.pairs(600, 3)).embedder(model).build();
    search.nearest(
        List.of(pool.get(0).pair(), pool.get(0).pair()), 2, (query, i) -> i % 2 == query);

    assertThat(model.calls).extracting(List::size).containsExactly(256, 256, 88, 1);
  }

  @Test
  void refusesAnEmbedderOfUnlikeVectors() {
    TextEmbedder unlike =
        new TextEmbedder() {
          @Override
          public ModelId id() {
            return new ModelId("test", "unlike");
          }

          @Override
          public List<float[]> embed(List<String> texts) {
            return texts.stream().map(text -> new float[text.length()]).toList();
          }

          @Override
          public void close() {}
        };

    assertThatThrownBy(() -> PairSearch.over(pool).embedder(unlike).build())
        .isInstanceOf(EntityMatchingException.class)
        .hasMessageContaining("vectors of embedder test:unlike cannot be used");
  }
}
