package io.github.em4j.training.selection.teaching;

/** Why a pair that a teacher wrote is not passed on. */
enum PairRejection {
  /** Its JSON cannot be read. */
  UNREADABLE,
  /** The answer ends within it. */
  CUT_OFF,
  /** A side is missing, blank or of another form than the one that was asked for. */
  NO_SIDE,
  /** It does not say whether it is a match. */
  NO_LABEL,
  /** Both sides are the same but for case and white space. */
  SAME_SIDES,
  /** It is the pair that it was made from, a demonstration, or in a split that is known. */
  KNOWN,
  /** The same answer has it twice. */
  REPEATED
}
