package io.github.em4j.onnx;

/**
 * What becomes of a prompt that is longer than the context of the model. Never is one cut silently.
 */
public enum ContextPolicy {
  /** The prompt fails with a message that names both lengths. */
  REFUSE,
  /**
   * The values of the entity descriptions are cut at their ends, the longest first, until the
   * prompt fits; the instruction is never touched. A prompt that does not fit even without values
   * fails.
   */
  TRUNCATE_VALUES
}
