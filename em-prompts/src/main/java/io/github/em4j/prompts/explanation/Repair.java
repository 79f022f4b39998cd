package io.github.em4j.prompts.explanation;

/** What a reader had to put right in an attribute line. */
public enum Repair {
  /** {@code |||} stood between the two values instead of {@code ###}. */
  VALUE_SEPARATOR,
  /**
   * Only one value was there. The texts of the pair say which side it is on, or that both have it.
   */
  LONE_VALUE,
  /**
   * {@code |||} stood between a value and {@code missing}, and the texts of the pair have the value
   * on the other side only.
   */
  VALUE_SIDE,
  /** A value was written twice in a row: {@code A|||A###B} is A and B. */
  REPEATED_VALUE,
  /** Nothing stood in the place of a value; it counts as missing. */
  EMPTY_VALUE,
  /** {@code ###} stood between the values and the next field instead of {@code |||}. */
  FIELD_SEPARATOR,
  /** A field's name was written in another way, such as {@code attribute/colour}. */
  FIELD_NAME,
  /** The fields came in another order. */
  FIELD_ORDER,
  /** The line gave no number where the form has one. */
  ABSENT_NUMBER,
  /** The line gave a number that this form does not have; it is kept. */
  EXTRA_NUMBER,
  /** A number was written in another way, such as {@code 0,5}. */
  NUMBER_FORM,
  /** A list mark, a quotation mark or other Markdown stood in front of the line. */
  LINE_MARK,
  /** The line stood on the line of the answer. */
  ANSWER_LINE
}
