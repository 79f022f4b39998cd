package io.github.em4j.training.pretraining;

import io.github.em4j.EntityDescription;
import io.github.em4j.onnx.checkpoint.BpeTokenizer;
import io.github.em4j.onnx.checkpoint.BpeTrainer;
import io.github.em4j.training.pretraining.PretrainingCorpus.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A small corpus of products and publications that do not exist. */
final class InventedCorpus {
  private static final List<String> TOPICS =
      List.of(
          "query",
          "optimization",
          "streams",
          "joins",
          "indexing",
          "spatial",
          "mining",
          "storage",
          "caching",
          "recovery",
          "schema",
          "matching",
          "parallel",
          "views",
          "temporal",
          "graphs");
  private static final List<String> AUTHORS =
      List.of("Ada Berg", "J. W. Holm", "Mina Okafor", "Pia Lund", "Tom Rask", "E. Vries");
  private static final List<String> VENUES =
      List.of("vldb", "sigmod conference", "icde", "inf. syst.", "acm trans . database syst .");

  private InventedCorpus() {}

  static PretrainingCorpus corpus() {
    return PretrainingCorpus.builder()
        .source(new Source("shop", Domain.PRODUCT, false, products(400)))
        .source(new Source("library", Domain.PUBLICATION, true, publications(300)))
        .build();
  }

  /** A tokenizer of the corpus and the prompts. */
  static BpeTokenizer tokenizer() {
    BpeTrainer trainer =
        BpeTrainer.ofSize(1200).lowerCase().singleTokens(" yes", " no", "yes", "no");
    corpus().texts().forEach(text -> trainer.add(" " + text));
    PromptForms.wordings().forEach(text -> trainer.add(text, 50));
    return trainer.train();
  }

  static List<EntityDescription> products(int count) {
    var names = new ProductNames(5);
    var random = new SplittableRandom(5);
    var records = new ArrayList<EntityDescription>();
    for (int i = 0; i < count; i++) {
      records.add(
          EntityDescription.of("")
              .with("title", names.invent(random))
              .with("price", String.valueOf(random.nextInt(5, 900))));
    }
    return records;
  }

  static List<EntityDescription> publications(int count) {
    var random = new SplittableRandom(6);
    var records = new ArrayList<EntityDescription>();
    for (int i = 0; i < count; i++) {
      var title = new StringBuilder("on");
      for (int words = random.nextInt(3, 8); words > 0; words--) {
        title.append(' ').append(any(TOPICS, random));
      }
      records.add(
          EntityDescription.of("")
              .with("title", title.toString())
              .with("authors", any(AUTHORS, random) + " , " + any(AUTHORS, random))
              .with("venue", any(VENUES, random))
              .with("year", String.valueOf(random.nextInt(1985, 2006))));
    }
    return records;
  }

  private static String any(List<String> list, SplittableRandom random) {
    return list.get(random.nextInt(list.size()));
  }
}
