package io.github.em4j.onnx.checkpoint;

import java.util.List;

/** Lists of names in messages: the first few, so that a message stays readable. */
final class Names {
  private static final int SHOWN = 5;
  private static final int LONGEST = 200;

  private Names() {}

  static String few(List<String> names) {
    if (names.isEmpty()) {
      return "none";
    }
    String shown = String.join(", ", names.stream().limit(SHOWN).map(Names::shortened).toList());
    return names.size() <= SHOWN ? shown : shown + " and " + (names.size() - SHOWN) + " more";
  }

  static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
  }
}
