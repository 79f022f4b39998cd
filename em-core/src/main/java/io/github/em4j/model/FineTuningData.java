package io.github.em4j.model;

import static java.util.Objects.requireNonNull;

import io.github.em4j.MatchLabel;
import io.github.em4j.Provenance;
import java.util.List;

/**
 * What a model learns and what it is validated on. Two data sets of the same examples and questions
 * have the same {@link #sha256}, whatever they are called.
 *
 * @param name what the data is called in model cards and reports, for example {@code wdc-small};
 *     not blank
 * @param examples what to learn, at least one, in their order
 * @param validation what to validate on; may be empty
 * @param provenance how pairs became prompts: template, serialiser, and what else is known
 */
public record FineTuningData(
    String name,
    List<FineTuningExample> examples,
    List<ValidationQuestion> validation,
    Provenance provenance) {

  /**
   * Copies the lists and checks them.
   *
   * @throws IllegalArgumentException if the name is blank or there is no example
   */
  public FineTuningData {
    examples = List.copyOf(examples);
    validation = List.copyOf(validation);
    requireNonNull(provenance, "provenance");
    if (name.isBlank() || examples.isEmpty()) {
      throw new IllegalArgumentException(
          "data for fine-tuning needs a name and an example, found '%s' and %d examples"
              .formatted(name, examples.size()));
    }
  }

  /**
   * Data of unknown origin.
   *
   * @param name what the data is called, not blank
   * @param examples what to learn, at least one
   * @param validation what to validate on; may be empty
   */
  public FineTuningData(
      String name, List<FineTuningExample> examples, List<ValidationQuestion> validation) {
    this(name, examples, validation, Provenance.of("prompted"));
  }

  /**
   * How many examples are of a label: with {@link #unlabelled}, the class balance.
   *
   * @param label the label
   * @return at least 0
   */
  public int count(MatchLabel label) {
    requireNonNull(label, "label");
    return (int)
        examples.stream()
            .filter(example -> example.label().filter(label::equals).isPresent())
            .count();
  }

  /**
   * How many examples have no label.
   *
   * @return at least 0
   */
  public int unlabelled() {
    return (int) examples.stream().filter(example -> example.label().isEmpty()).count();
  }

  /**
   * The identity of the data: of the messages and completions of all examples, and of the messages
   * and choices of all questions, in their order. The name, the labels of the examples and which
   * parts of a message are values do not enter it.
   *
   * @return SHA-256 in hexadecimal
   */
  public String sha256() {
    return FineTuningDataHash.of(this);
  }

  /** Counts and name; the texts may be confidential. */
  @Override
  public String toString() {
    return "%s (%d examples, %d validation questions)"
        .formatted(name, examples.size(), validation.size());
  }
}
