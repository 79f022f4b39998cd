package io.github.em4j.examples;

import java.util.List;
import java.util.Optional;

/**
 * The wordings that language models are asked in.
 *
 * @param templates their names; empty for the usual one of each model
 * @param policy which of several counts
 */
record StudyPrompts(List<String> templates, Policy policy) {

  /** Which of several wordings counts in the report. */
  enum Policy {
    /** The first one that is named, before anything was seen. */
    FIXED,
    /** The best one on validation pairs. */
    VALIDATION
  }

  StudyPrompts {
    templates = List.copyOf(templates);
  }

  static StudyPrompts of(Settings settings) {
    List<String> templates = settings.texts("templates");
    if (templates.stream().distinct().count() != templates.size()) {
      throw settings.wrong("templates", "names that differ");
    }
    for (String template : templates) {
      if (!Wording.isKnown(template)) {
        throw settings.wrong("templates", "some of " + Wording.names());
      }
    }
    return new StudyPrompts(
        templates,
        settings
            .choice("prompt-policy", Policy.class)
            .orElse(templates.size() > 1 ? Policy.VALIDATION : Policy.FIXED));
  }

  /** The wording that counts where none is chosen, and that adapters learn with. */
  Optional<String> first() {
    return templates.stream().findFirst();
  }
}
