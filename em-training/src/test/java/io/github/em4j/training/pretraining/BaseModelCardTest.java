package io.github.em4j.training.pretraining;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class BaseModelCardTest {
  private static final PretrainingCorpus CORPUS =
      new PretrainingCorpus(
          InventedCorpus.corpus().sources(),
          List.of(new PretrainingCorpus.SeenFile("shop", "shop/train.csv", "abc", 5000)));

  @Test
  void saysTheSameInEveryLocale() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      assertThat(BaseModelCard.of(CORPUS, PretrainingOptions.tiny(), 6000, 2_000_000))
          .contains(
              "A Llama of 2,000,000 numbers",
              "- `shop`: 400 different records of products\n",
              "| `shop/train.csv` | 5,000 | `abc` |\n",
              "- 6,000 steps of about 4,096 tokens");
    } finally {
      Locale.setDefault(before);
    }
  }
}
