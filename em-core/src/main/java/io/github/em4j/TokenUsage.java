package io.github.em4j;

/**
 * How many tokens a model read and wrote.
 *
 * @param promptTokens tokens read, at least 0
 * @param completionTokens tokens written, at least 0
 */
public record TokenUsage(long promptTokens, long completionTokens) {

  /** No tokens: what a matcher without a language model uses. */
  public static final TokenUsage NONE = new TokenUsage(0, 0);

  /**
   * Checks that neither count is negative.
   *
   * @throws IllegalArgumentException if a count is negative
   */
  public TokenUsage {
    if (promptTokens < 0 || completionTokens < 0) {
      throw new IllegalArgumentException(
          "token counts must be at least 0, found prompt "
              + promptTokens
              + ", completion "
              + completionTokens);
    }
  }

  /**
   * The sum of this usage and another.
   *
   * @param other what to add
   * @return the sum of both counts
   */
  public TokenUsage plus(TokenUsage other) {
    return new TokenUsage(
        Math.addExact(promptTokens, other.promptTokens),
        Math.addExact(completionTokens, other.completionTokens));
  }

  /**
   * Tokens read and written together.
   *
   * @return the sum of the two counts
   */
  public long totalTokens() {
    return Math.addExact(promptTokens, completionTokens);
  }
}
