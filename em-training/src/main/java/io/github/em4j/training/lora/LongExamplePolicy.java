package io.github.em4j.training.lora;

/** What becomes of an example that is longer than training allows. Never is one cut silently. */
public enum LongExamplePolicy {
  /** The run does not start; the message names the example and both lengths. */
  FAIL,
  /** The example is left out, counted and reported. */
  DROP,
  /**
   * The values of the entity descriptions in the prompt are cut at their ends, the longest first,
   * until prompt and completion fit, and the example is counted and reported. An example that does
   * not fit even without values is left out.
   */
  TRUNCATE_VALUES
}
