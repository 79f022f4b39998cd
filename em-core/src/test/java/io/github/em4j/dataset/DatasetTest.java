package io.github.em4j.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.em4j.EntityMatchingException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DatasetTest {

  private final DatasetSplit small = new DatasetSplit("train_small", List.of());
  private final DatasetSplit test = new DatasetSplit("test", List.of());

  @Test
  void aSplitIsFoundByItsNameAndByItsRole() {
    var dataset = new Dataset("wdc", List.of(small, test), Map.of("train", "train_small"));

    assertThat(dataset.require("train")).isSameAs(small);
    assertThat(dataset.require("train_small")).isSameAs(small);
    assertThat(dataset.require("test")).isSameAs(test);
    assertThat(dataset.splits()).containsExactly(small, test);
    assertThat(dataset.split("valid")).isEmpty();
  }

  @Test
  void saysWhichSplitsThereAreWhereOneIsMissing() {
    var plain = new Dataset("plain", List.of(test));
    var dataset = new Dataset("wdc", List.of(small), Map.of("train", "train_small"));

    assertThatThrownBy(() -> plain.require("valid"))
        .isInstanceOf(EntityMatchingException.class)
        .hasMessage("data set 'plain' has no split 'valid'; it has [test]");
    assertThatThrownBy(() -> dataset.require("valid"))
        .hasMessage(
            "data set 'wdc' has no split 'valid'; it has [train_small] and the roles"
                + " {train=train_small}");
  }

  @Test
  void aRoleStandsForOneOfTheSplits() {
    assertThatThrownBy(() -> new Dataset("d", List.of(test), Map.of("train", "none")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "in data set 'd' role 'train' must differ from the splits and stand for one of them,"
                + " found 'none'; the splits are [test]");
    assertThatThrownBy(() -> new Dataset("d", List.of(test), Map.of("test", "test")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Dataset("d", List.of(test, test)))
        .hasMessage("data set 'd' has two splits named 'test'");
    assertThatThrownBy(() -> new Dataset("d", List.of()))
        .hasMessage("data set 'd' needs at least one split");
  }
}
