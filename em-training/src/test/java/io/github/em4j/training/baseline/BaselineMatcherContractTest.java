package io.github.em4j.training.baseline;

import io.github.em4j.EntityMatcher;
import io.github.em4j.testing.EntityMatcherContract;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class BaselineMatcherContractTest extends EntityMatcherContract {

  @TempDir static Path folder;

  @BeforeAll
  static void train() {
    var options = BaselineOptions.builder().trees(10).build();
    try (BaselineMatcher matcher =
        new BaselineTrainer(options).train("invented", InventedPairs.pairs(120, 1))) {
      matcher.save(folder.resolve("matcher"));
    }
  }

  @Override
  protected EntityMatcher createMatcher() {
    return BaselineMatcher.load(folder.resolve("matcher"));
  }
}
