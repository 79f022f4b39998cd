package io.github.em4j.evaluation.study;

/**
 * Which prompt's score stands for a matcher that was run with several. A matcher without prompts,
 * or with one, has the same score under every policy but a {@link Fixed} one that names another.
 */
public sealed interface PromptPolicy {

  /**
   * How the policy is called wherever a score of it is shown.
   *
   * @param prompts how many prompts there were
   * @return for example {@code best of 4 (on test)}
   */
  String label(int prompts);

  /**
   * One prompt, named beforehand.
   *
   * @param template its name
   * @return the policy
   * @throws IllegalArgumentException if the name is blank
   */
  static PromptPolicy fixed(String template) {
    return new Fixed(template);
  }

  /**
   * The prompt with the best F1 on the validation split of the data set.
   *
   * @return the policy
   */
  static PromptPolicy chosenOnValidation() {
    return new ChosenOnValidation();
  }

  /**
   * The prompt with the best F1 on the test split itself, as the paper reports it: better than what
   * to expect elsewhere, and only for comparisons with figures of the same kind.
   *
   * @return the policy
   */
  static PromptPolicy bestOnTest() {
    return new BestOnTest();
  }

  /**
   * The mean over all prompts.
   *
   * @return the policy
   */
  static PromptPolicy meanOverPrompts() {
    return new MeanOverPrompts();
  }

  /**
   * One prompt, named beforehand.
   *
   * @param template its name
   */
  record Fixed(String template) implements PromptPolicy {

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if it is blank
     */
    public Fixed {
      Names.require("template", template);
    }

    @Override
    public String label(int prompts) {
      return "fixed prompt " + template;
    }
  }

  /**
   * The prompt with the best F1 on the validation split of the same data set; of equally good ones
   * the first by name. With several seeds the mean over them decides, so all have one prompt.
   */
  record ChosenOnValidation() implements PromptPolicy {

    @Override
    public String label(int prompts) {
      return "best of " + prompts + " on validation";
    }
  }

  /** The prompt with the best F1 on the test split; with several seeds by the mean over them. */
  record BestOnTest() implements PromptPolicy {

    @Override
    public String label(int prompts) {
      return "best of " + prompts + " (on test)";
    }
  }

  /** The mean over all prompts. */
  record MeanOverPrompts() implements PromptPolicy {

    @Override
    public String label(int prompts) {
      return "mean of " + prompts + " prompts";
    }
  }
}
