package io.github.em4j.training.pretraining;

/** The forms in which references write a name. */
final class AuthorNames {
  private AuthorNames() {}

  /**
   * Writes a name in another form.
   *
   * @param form 0: {@code jw smith}; 1: {@code j . w . smith}; 2: {@code john smith}; 3: {@code
   *     smith}; 4: {@code smith jw}
   */
  static String inForm(String name, int form) {
    String[] words = name.replace(".", " ").strip().split("\\s+", -1);
    if (words.length < 2) {
      return name;
    }
    String last = words[words.length - 1];
    return switch (form) {
      case 0 -> initials(words, "") + " " + last;
      case 1 -> initials(words, " . ") + last;
      case 2 -> words[0] + " " + last;
      case 3 -> last;
      default -> last + " " + initials(words, "");
    };
  }

  private static String initials(String[] words, String behind) {
    var initials = new StringBuilder();
    for (int i = 0; i < words.length - 1; i++) {
      // One or two letters are initials already.
      boolean given = words[i].length() > 2;
      initials.append(given ? words[i].substring(0, 1) : words[i]).append(behind);
    }
    return initials.toString();
  }
}
