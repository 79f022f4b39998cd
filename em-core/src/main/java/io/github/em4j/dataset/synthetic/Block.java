package io.github.em4j.dataset.synthetic;

import java.util.List;
import java.util.Map;

/**
 * A paragraph of settings in a word list.
 *
 * @param file the word list, for messages
 * @param settings the settings by name
 */
record Block(String file, Map<String, String> settings) {

  String text(String name) {
    String value = settings.get(name);
    if (value == null) {
      throw new IllegalStateException(
          "a paragraph of " + file + ".txt has no '" + name + "'; it has " + settings.keySet());
    }
    return value;
  }

  List<String> items(String name) {
    return WordLists.items(text(name));
  }

  /** The first word of a setting that has several. */
  String word(String name) {
    return text(name).split(" ", -1)[0];
  }

  /** The last word of a setting as a number. */
  double share(String name) {
    String[] words = text(name).split(" ", -1);
    return Double.parseDouble(words[words.length - 1]);
  }
}
