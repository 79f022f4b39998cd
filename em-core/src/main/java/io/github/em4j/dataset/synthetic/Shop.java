package io.github.em4j.dataset.synthetic;

import java.util.List;
import java.util.Map;

/**
 * A shop and how it writes its offers; see {@code shops.txt}.
 *
 * @param name the name that its record ids begin with
 * @param isLeft whether its offers stand on the left
 * @param titles the orders of slots that its titles have
 * @param block its other settings
 */
record Shop(String name, boolean isLeft, List<String> titles, Block block) implements Source {

  static List<Shop> all() {
    return WordLists.blocks("shops").stream().map(Shop::parse).toList();
  }

  private static Shop parse(Map<String, String> settings) {
    var block = new Block("shops", settings);
    return new Shop(
        "shop-" + block.text("shop"),
        block.text("side").equals("left"),
        block.items("title"),
        block);
  }
}
