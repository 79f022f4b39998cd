package io.github.em4j.examples;

import io.github.em4j.prompts.PromptTemplate;
import io.github.em4j.prompts.PromptTemplates;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The wording of the question that a command line names. */
final class Wording {
  private static final String COMPACT = "compact";
  private static final String USUAL = "domain-complex-force";

  private Wording() {}

  /**
   * The template of a name.
   *
   * @param name empty for the usual one: the paper's, and the compact one of em4j-tiny
   * @param tiny whether em4j-tiny is asked
   * @param entity what the entities are called
   */
  static PromptTemplate of(Optional<String> name, boolean tiny, String entity) {
    String wanted = name.orElse(usual(tiny));
    if (wanted.equals(COMPACT)) {
      return PromptTemplates.compact();
    }
    List<PromptTemplate> published;
    try {
      published = PromptTemplates.published(entity);
    } catch (IllegalArgumentException e) {
      throw new BadArgumentException(e);
    }
    String suffix = " (" + entity + ")";
    return published.stream()
        .filter(wording -> wording.name().equals(wanted + suffix))
        .findFirst()
        .orElseThrow(
            () ->
                new BadArgumentException(
                    "--template must be one of %s, found '%s'"
                        .formatted(names(published, suffix), wanted)));
  }

  private static List<String> names(List<PromptTemplate> published, String suffix) {
    return Stream.concat(
            published.stream().map(wording -> wording.name().replace(suffix, "")),
            Stream.of(COMPACT))
        .toList();
  }

  /** The names of all wordings. */
  static List<String> names() {
    String entity = "entity";
    return names(PromptTemplates.published(entity), " (" + entity + ")");
  }

  /** Whether there is a wording of this name. */
  static boolean isKnown(String name) {
    return names().contains(name);
  }

  /** The name of the wording that a model is asked in where none is named. */
  static String usual(boolean tiny) {
    return tiny ? COMPACT : USUAL;
  }
}
