package io.github.em4j.examples;

import java.util.Set;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The matchers that a command line can name. */
enum MatcherKind {
  /** Similarity features with a Tribuo classifier. */
  baseline(TrainingOptions.class),
  /** A Llama-like checkpoint that is asked in words. */
  llama(LlamaOptions.class),
  /** A server that speaks OpenAI's protocol and is asked in words. */
  openai(OpenAiOptions.class);

  /** The options of a checkpoint that say what is asked and how, and not what runs it. */
  private static final Set<String> OF_ALL_MODELS =
      Set.of("--model", "--template", "--entity", "--attributes", "--both-orders");

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
        boolean shared = this == openai && OF_ALL_MODELS.contains(option.longestName());
        if (other != this
            && !shared
            && group != null
            && group.typeInfo().getType() == other.options) {
          throw new BadArgumentException(
              "%s is an option of --matcher %s, found --matcher %s"
                  .formatted(option.longestName(), other, this));
        }
      }
    }
  }
}
