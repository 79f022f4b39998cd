package io.github.em4j.prompts;

import java.util.List;

/**
 * The four wordings of the paper, {complex, simple} × {free, force}, for any entity word, and a
 * {@linkplain #compact() compact} one. Those of the paper are part of the published experiment and
 * kept byte for byte, with the quotation marks of the training prompts in training and testing
 * alike. The wordings "force" name the answers Yes and No.
 */
public final class PromptTemplates {
  private static final String COMPLEX =
      "Do the two {entity} descriptions refer to the same real-world {entity}?";
  private static final String SIMPLE = "Do the two {entity} descriptions match?";
  private static final String FORCE = " Answer with 'Yes' if they do and 'No' if they do not.";
  private static final String ENTITIES = " Entity 1: '{left}'. Entity 2: '{right}'.";

  private static final PromptTemplate COMPACT =
      PromptTemplate.of("compact", "a: {left}\nb: {right}\n=>");

  private PromptTemplates() {}

  /**
   * No question at all, only the two entities and an arrow to the answer: little to compute for a
   * model that was trained on this form, such as {@code em4j-tiny}, and nothing for any other.
   *
   * @return the wording "compact"
   */
  public static PromptTemplate compact() {
    return COMPACT;
  }

  /**
   * Asks whether both refer to the same real-world entity, and for Yes or No.
   *
   * @param entity what the entities are called, singular, for example {@code product}
   * @return the wording "domain-complex-force"
   * @throws IllegalArgumentException if the word is blank or holds a line break
   */
  public static PromptTemplate domainComplexForce(String entity) {
    return template("domain-complex-force", COMPLEX + FORCE + ENTITIES, entity);
  }

  /**
   * Asks whether both refer to the same real-world entity.
   *
   * @param entity what the entities are called, singular, for example {@code product}
   * @return the wording "domain-complex-free"
   * @throws IllegalArgumentException if the word is blank or holds a line break
   */
  public static PromptTemplate domainComplexFree(String entity) {
    return template("domain-complex-free", COMPLEX + ENTITIES, entity);
  }

  /**
   * Asks whether both match, and for Yes or No.
   *
   * @param entity what the entities are called, singular, for example {@code product}
   * @return the wording "domain-simple-force"
   * @throws IllegalArgumentException if the word is blank or holds a line break
   */
  public static PromptTemplate domainSimpleForce(String entity) {
    return template("domain-simple-force", SIMPLE + FORCE + ENTITIES, entity);
  }

  /**
   * Asks whether both match.
   *
   * @param entity what the entities are called, singular, for example {@code product}
   * @return the wording "domain-simple-free"
   * @throws IllegalArgumentException if the word is blank or holds a line break
   */
  public static PromptTemplate domainSimpleFree(String entity) {
    return template("domain-simple-free", SIMPLE + ENTITIES, entity);
  }

  /**
   * All four wordings: complex-force, complex-free, simple-force, simple-free.
   *
   * @param entity what the entities are called, singular, for example {@code product}
   * @return four templates
   * @throws IllegalArgumentException if the word is blank or holds a line break
   */
  public static List<PromptTemplate> published(String entity) {
    return List.of(
        domainComplexForce(entity),
        domainComplexFree(entity),
        domainSimpleForce(entity),
        domainSimpleFree(entity));
  }

  private static PromptTemplate template(String name, String text, String entity) {
    return PromptTemplate.builder(name + " (" + entity + ")", text).entity(entity).build();
  }
}
