package io.github.em4j.dataset.synthetic;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A kind of product, such as headphones.
 *
 * @param name what facts call it
 * @param nouns its names in titles
 * @param categories its names in the category attribute, by shop
 * @param axes what members of one family may differ in, with the values in rising order
 * @param features what descriptions praise
 * @param cheapest the price of a simple one in cents
 * @param dearest the price of the best one in cents
 */
record ProductKind(
    String name,
    List<String> nouns,
    List<String> categories,
    Map<String, List<String>> axes,
    List<String> features,
    int cheapest,
    int dearest) {

  private static final List<String> TIERS =
      List.of("mini", "lite", "basic", "plus", "pro", "max", "ultra", "studio");

  /** A first generation is not called one, so all that are numbered are later ones. */
  private static final List<String> GENERATIONS = List.of("2", "3", "4", "5");

  static List<ProductKind> all(Spelling spelling) {
    var kinds = new ArrayList<ProductKind>();
    for (Map<String, String> block : WordLists.blocks("kinds")) {
      kinds.add(parse(new Block("kinds", block), spelling));
    }
    return List.copyOf(kinds);
  }

  private static ProductKind parse(Block block, Spelling spelling) {
    var axes = new LinkedHashMap<String, List<String>>();
    for (String axis : block.text("axes").split(";", -1)) {
      List<String> words = List.of(axis.strip().split(" ", -1));
      String name = words.get(0);
      axes.put(
          name,
          switch (name) {
            case "colour" -> spelling.colours();
            case "tier" -> TIERS;
            case "generation" -> GENERATIONS;
            default -> words.subList(1, words.size());
          });
    }
    List<String> price = List.of(block.text("price").split(" ", -1));
    return new ProductKind(
        block.text("kind"),
        block.items("nouns"),
        block.items("categories"),
        axes,
        block.items("features"),
        Integer.parseInt(price.get(0)) * 100,
        Integer.parseInt(price.get(1)) * 100);
  }

  /** The values of an axis, empty for an axis that the kind does not have. */
  List<String> values(String axis) {
    return axes.getOrDefault(axis, List.of());
  }

  /** Where a value stands among the values of its axis, from 0 for the smallest to 1. */
  double level(String axis, String value) {
    List<String> values = values(axis);
    int index = values.indexOf(value);
    boolean ranked = values.size() > 1 && !axis.equals("colour");
    return ranked ? index / (values.size() - 1.0) : 0.5;
  }
}
