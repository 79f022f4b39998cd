package io.github.em4j.training.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.github.em4j.training.lora.TrlLogLine.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TrlLogLineTest {

  @Test
  void readsAStepWithNumbersInQuotes() {
    TrlLogLine line =
        TrlLogLine.parse(
                "{'loss': '6.405', 'grad_norm': '0.00456', 'learning_rate': '5e-05', 'entropy':"
                    + " '6.2', 'num_tokens': '144', 'mean_token_accuracy': '0', 'epoch': '0.4'}")
            .orElseThrow();
    assertThat(line.kind()).isEqualTo(Kind.STEP);
    assertThat(line.epoch()).isEqualTo(0.4);
    assertThat(line.metrics())
        .containsExactly(
            entry("train_loss", 6.405),
            entry("gradient_norm", 0.00456),
            entry("learning_rate", 5e-5),
            entry("entropy", 6.2),
            entry("trained_tokens", 144.0),
            entry("train_mean_token_accuracy", 0.0));
  }

  @Test
  void readsBareNumbersAndNotANumber() {
    TrlLogLine line =
        TrlLogLine.parse("{'loss': 0.0, 'grad_norm': nan, 'note': None, 'epoch': 1.0}")
            .orElseThrow();
    assertThat(line.metrics())
        .containsExactly(entry("train_loss", 0.0), entry("gradient_norm", Double.NaN));
  }

  @Test
  void readsAValidation() {
    TrlLogLine line =
        TrlLogLine.parse(
                "{'eval_loss': '0.5', 'eval_runtime': '2', 'eval_mean_token_accuracy': '0.75',"
                    + " 'epoch': '3'}")
            .orElseThrow();
    assertThat(line.kind()).isEqualTo(Kind.VALIDATION);
    assertThat(line.metrics())
        .containsExactly(
            entry("valid_loss", 0.5),
            entry("valid_seconds", 2.0),
            entry("valid_mean_token_accuracy", 0.75));
  }

  @Test
  void readsTheEndOfARun() {
    TrlLogLine line =
        TrlLogLine.parse("{'train_runtime': '60.5', 'train_loss': '1.25', 'epoch': '2'}")
            .orElseThrow();
    assertThat(line.kind()).isEqualTo(Kind.RUN);
    assertThat(line.metrics()).containsExactly(entry("seconds", 60.5), entry("train_loss", 1.25));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Training completed.",
        "{}",
        "{'loss': '1'}",
        "{'loss': 'much', 'epoch': '1'}",
        "{'loss': '1', 'epoch': 'nan'}",
        "{'loss': '1', 'epoch': '-1'}",
        "{'bos_token_id': 359, 'epoch': 1}",
        "{'loss': {'a': 1}, 'epoch': 1}",
        "{'loss': '1', 'epoch': '1'} and more",
        "{'loss': '1', 'epoch': '1'",
      })
  void passesOverOtherLines(String line) {
    assertThat(TrlLogLine.parse(line)).isEmpty();
  }
}
