package io.github.em4j.prompts.explanation;

/** Why a line cannot be read as an attribute line. */
public enum Rejection {
  /** It does not begin with the name of an attribute: prose, a heading. */
  NO_ATTRIBUTE,
  /** It gives no values. */
  NO_VALUES,
  /** It gives one value, and the texts of the pair do not say which side it is on. */
  UNKNOWN_SIDE,
  /** It gives one value and a similarity that needs two: the other one is lost. */
  LOST_VALUE,
  /** It gives more than two values, or the border between the two cannot be told. */
  AMBIGUOUS_VALUES,
  /** It has a field that the form does not know, or one of them twice. */
  UNKNOWN_FIELD,
  /** A number is not one. */
  NOT_A_NUMBER,
  /** A number lies outside of its range. */
  OUT_OF_RANGE,
  /** It is the last line and ends too early, or may do so since the text was cut off. */
  CUT_OFF
}
