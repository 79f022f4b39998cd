package io.github.em4j.training.export;

import java.util.Locale;
import java.util.Optional;

/** Whom training data is written for. */
public enum ExportTarget {
  /** OpenAI's fine-tuning and servers that take the same files. */
  OPENAI(ExampleFormat.OPENAI_CHAT),
  /** Hugging Face's {@code messages}, for whatever reads them. */
  MESSAGES(ExampleFormat.MESSAGES),
  /** Hugging Face's {@code prompt} and {@code completion} as plain texts. */
  PROMPT_COMPLETION(ExampleFormat.PROMPT_COMPLETION),
  /** Hugging Face's {@code prompt} and {@code completion} as lists of messages. */
  PROMPT_COMPLETION_CHAT(ExampleFormat.PROMPT_COMPLETION_CHAT),
  /** TRL's command line, with a file for its {@code --config}. */
  TRL(ExampleFormat.PROMPT_COMPLETION_CHAT),
  /** Axolotl, with its configuration. */
  AXOLOTL(ExampleFormat.AXOLOTL_CHAT),
  /** LLaMA-Factory, with its list of data sets and its configuration. */
  LLAMA_FACTORY(ExampleFormat.MESSAGES);

  private final ExampleFormat format;

  ExportTarget(ExampleFormat format) {
    this.format = format;
  }

  /**
   * The form of the files of examples.
   *
   * @return the form
   */
  public ExampleFormat format() {
    return format;
  }

  /**
   * The name on a command line, in a configuration, and of a folder.
   *
   * @return for example {@code llama-factory}
   */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The target of a name.
   *
   * @param label as {@link #label} says it
   * @return the target, empty if there is none
   */
  public static Optional<ExportTarget> of(String label) {
    for (ExportTarget target : values()) {
      if (target.label().equals(label)) {
        return Optional.of(target);
      }
    }
    return Optional.empty();
  }
}
