package io.github.em4j.prompts.explanation;

import io.github.em4j.prompts.answer.Verbalizer;

/** How a training example is represented: the answer alone, or with one of five explanations. */
public enum ExplanationKind {
  /** The answer alone: {@code Yes}. */
  NONE,
  /** The answer and a long explanation in prose: {@code Yes. …} */
  LONG_TEXTUAL,
  /** The answer and a short explanation in the style of Wadhwa et al.: {@code Yes. …} */
  WADHWA,
  /**
   * The answer on a line, then a line per compared attribute: {@code
   * attribute=…|||importance=…|||values=LEFT###RIGHT|||similarity=…}
   */
  STRUCTURED,
  /** Structured, without importance. */
  STRUCTURED_NO_IMPORTANCE,
  /** Structured, without importance and similarity: attribute and values only. */
  STRUCTURED_NO_IMPORTANCE_NO_SIMILARITY;

  /**
   * Whether the explanation is a list of compared attributes.
   *
   * @return true for the three structured kinds
   */
  public boolean isStructured() {
    return hasSimilarity() || this == STRUCTURED_NO_IMPORTANCE_NO_SIMILARITY;
  }

  /**
   * Whether the explanation is prose.
   *
   * @return true for the two textual kinds
   */
  public boolean isTextual() {
    return this == LONG_TEXTUAL || this == WADHWA;
  }

  /**
   * Whether an attribute line says how important the attribute is.
   *
   * @return true for {@link #STRUCTURED}
   */
  public boolean hasImportance() {
    return this == STRUCTURED;
  }

  /**
   * Whether an attribute line says how alike the two values are.
   *
   * @return true for {@link #STRUCTURED} and {@link #STRUCTURED_NO_IMPORTANCE}
   */
  public boolean hasSimilarity() {
    return this == STRUCTURED || this == STRUCTURED_NO_IMPORTANCE;
  }

  /**
   * What tells a model that was not trained for it to answer so.
   *
   * @param verbalizer the words to answer with
   * @return one line of instruction; empty for {@link #NONE}
   */
  public String instruction(Verbalizer verbalizer) {
    String answer = "Answer with '" + verbalizer.match() + "' or '" + verbalizer.nonMatch() + "'";
    return switch (this) {
      case NONE -> "";
      case LONG_TEXTUAL -> answer + " first, then explain the decision in detail.";
      case WADHWA -> answer + " first, then explain the decision in one or two sentences.";
      default -> answer + " on the first line. " + structuredInstruction();
    };
  }

  private String structuredInstruction() {
    return "Then write one line for each attribute that you compared, in the form "
        + "attribute=NAME"
        + (hasImportance() ? "|||importance=NUMBER" : "")
        + "|||values=LEFT###RIGHT"
        + (hasSimilarity() ? "|||similarity=NUMBER" : "")
        + ", and nothing else. Write missing for a value that an entity does not state."
        + (hasImportance()
            ? " Importance lies between -1 and 1; its sign says whether the attribute speaks for a"
                + " match."
            : "")
        + (hasSimilarity() ? " Similarity lies between 0 and 1." : "");
  }
}
