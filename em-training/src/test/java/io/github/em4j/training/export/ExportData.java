package io.github.em4j.training.export;

import io.github.em4j.model.FineTuningData;
import io.github.em4j.model.FineTuningExample;
import io.github.em4j.model.Message;
import io.github.em4j.model.Prompt;
import io.github.em4j.model.ValidationQuestion;
import java.util.List;

/** Invented data with what is awkward to write. */
final class ExportData {
  static final FineTuningExample PLAIN =
      new FineTuningExample(Prompt.of("Same? 'café \"x\"' and 'y'"), "Yes");
  static final FineTuningExample SHOWN =
      new FineTuningExample(
          new Prompt(
              List.of(
                  Message.system("Answer briefly."),
                  Message.user("A\nB"),
                  Message.assistant("No"),
                  Message.user("C "))),
          "No.\nattribute=title|||values=a###b");
  static final FineTuningExample INLINE =
      new FineTuningExample(Prompt.of("Same? 'a' and 'b'\nAnswer:"), " Yes");
  static final FineTuningData DATA =
      new FineTuningData(
          "invented",
          List.of(PLAIN, SHOWN),
          List.of(new ValidationQuestion(Prompt.of("Same? 'd' and 'e'"), List.of("Yes", "No"), 1)));
  static final FineTuningData INLINE_DATA =
      new FineTuningData("inline", List.of(INLINE), List.of());

  private ExportData() {}
}
