package io.github.em4j.examples;

import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The matchers that a command line can name. */
enum MatcherKind {
  /** Similarity features with a Tribuo classifier. */
  baseline(TrainingOptions.class),
  /** A Llama-like checkpoint that is asked in words. */
  llama(LlamaOptions.class);

  private final Class<?> options;

  /**
   * A kind.
   *
   * @param options the group that holds the options which only this kind has
   */
  MatcherKind(Class<?> options) {
    this.options = options;
  }

  /** An option of another kind would change nothing; whoever gives one means something else. */
  void refuseOptionsOfOthers(ParseResult parsed) {
    for (OptionSpec option : parsed.matchedOptions()) {
      ArgGroupSpec group = option.group();
      for (MatcherKind other : values()) {
        if (other != this && group != null && group.typeInfo().getType() == other.options) {
          throw new BadArgumentException(
              "%s is an option of --matcher %s, found --matcher %s"
                  .formatted(option.longestName(), other, this));
        }
      }
    }
  }
}
