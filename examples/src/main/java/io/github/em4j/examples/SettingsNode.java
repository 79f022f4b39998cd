package io.github.em4j.examples;

import java.util.List;
import java.util.Map;

/** A value of a settings file, or of an option that says the same, with where it stands. */
sealed interface SettingsNode {

  /** Where the value stands, for example {@code line 7 of pipeline.yaml}. */
  String place();

  /** What the value is, in a word, for messages. */
  String kind();

  /**
   * A text, a number, a truth value, or nothing at all, which is the empty text.
   *
   * @param text as it was written
   * @param place where
   */
  record Scalar(String text, String place) implements SettingsNode {
    @Override
    public String kind() {
      return text.isEmpty() ? "nothing" : "'" + text + "'";
    }
  }

  /**
   * Values in their order.
   *
   * @param items the values
   * @param place where the list begins
   */
  record Items(List<SettingsNode> items, String place) implements SettingsNode {
    @Override
    public String kind() {
      return "a list";
    }
  }

  /**
   * Values by name.
   *
   * @param entries in their order
   * @param place where the group begins
   */
  record Group(Map<String, Entry> entries, String place) implements SettingsNode {
    @Override
    public String kind() {
      return "a group of values";
    }
  }

  /**
   * A value with a name.
   *
   * @param place where the name stands
   * @param value what it names
   */
  record Entry(String place, SettingsNode value) {}
}
