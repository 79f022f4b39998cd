package io.github.em4j.dataset.synthetic;

import java.util.List;
import java.util.Map;

/**
 * A bibliography and how it writes its references; see {@code sources.txt}.
 *
 * @param name the name that its record ids begin with
 * @param isLeft whether its references stand on the left
 * @param block its other settings
 */
record Bibliography(String name, boolean isLeft, Block block) implements Source {

  static List<Bibliography> all() {
    return WordLists.blocks("sources").stream().map(Bibliography::parse).toList();
  }

  private static Bibliography parse(Map<String, String> settings) {
    var block = new Block("sources", settings);
    return new Bibliography(
        "source-" + block.text("source"), block.text("side").equals("left"), block);
  }
}
