package io.github.em4j.dataset.synthetic;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes product families: one brand, kind and line, members that differ in one or two axes, at
 * times a second line of the same brand and something sold to go with the first.
 */
final class ProductCatalogue implements Catalogue {

  private static final int MOST_AXES = 3;

  /** Prime, so that it reaches every line before it comes back to the first. */
  private static final int LINE_STEP = 101;

  private static final List<String> ACCESSORY_FEATURES =
      List.of("perfect fit", "durable material", "easy to attach", "tested by the maker");

  private final long seed;
  private final Spelling spelling = new Spelling();
  private final List<ProductKind> kinds = ProductKind.all(spelling);
  private final List<String> brands = WordLists.lines("brands");
  private final List<String> lines;
  private final List<String> accessories = WordLists.lines("accessories");
  private final OfferWriter offers;
  private final Sources<Shop> shops;

  ProductCatalogue(long seed) {
    this.seed = seed;
    this.lines = WordLists.lines("lines");
    this.offers = new OfferWriter(spelling);
    this.shops = new Sources<>(seed, Shop.all());
  }

  @Override
  public List<Entity> neighbourhood(int index) {
    Draw draw = Draw.of(seed, "products", index);
    ProductKind kind = kinds.get(index % kinds.size());
    String brand = draw.from(brands);
    int families = draw.chance(0.35) ? 2 : 1;
    var products = new ArrayList<Product>();
    for (int family = 0; family < families; family++) {
      int size = family == 0 ? draw.between(4, 7) : draw.between(2, 3);
      products.addAll(
          family(kind, brand, line(kind, 2 * (index / kinds.size()) + family), size, draw));
    }
    if (draw.chance(0.25)) {
      products.add(accessory(products.get(0), draw));
    }
    var entities = new ArrayList<Entity>();
    for (int member = 0; member < products.size(); member++) {
      entities.add(entity(products.get(member), index, member));
    }
    return List.copyOf(entities);
  }

  /** Different for every family of a kind: one word while there are words, then several. */
  private String line(ProductKind kind, int number) {
    // Each kind goes through the words in an order of its own.
    int start = Draw.of(seed, "lines of " + kind.name(), 0).between(0, lines.size() - 1);
    String line = lines.get((int) ((start + (long) number * LINE_STEP) % lines.size()));
    int round = number / lines.size();
    return round == 0 ? line : line + " " + lines.get((start + round) % lines.size());
  }

  private List<Product> family(ProductKind kind, String brand, String line, int size, Draw draw) {
    var numbers = new ModelNumbers(Draw.of(seed, "maker " + brand, 0), draw);
    List<String> axes = draw.some(List.copyOf(kind.axes().keySet()), draw.between(2, MOST_AXES));
    List<String> features = draw.some(kind.features(), draw.between(4, 6));
    int cents = draw.between(kind.cheapest(), kind.dearest());
    var products = new ArrayList<Product>();
    for (Map<String, String> values : variants(kind, axes, size, draw)) {
      String code = spelling.code(values.getOrDefault("colour", ""));
      var variant = new LinkedHashMap<>(values);
      variant.remove("colour");
      double level = 0;
      for (Map.Entry<String, String> value : values.entrySet()) {
        level += kind.level(value.getKey(), value.getValue()) / values.size();
      }
      products.add(
          new Product(
              brand,
              kind,
              line,
              numbers.number(variant.toString(), code),
              values,
              features,
              (int) (cents * (0.7 + 0.6 * level))));
    }
    return products;
  }

  /** Different combinations of values, each one or two axes away from an earlier one. */
  private static Set<Map<String, String>> variants(
      ProductKind kind, List<String> axes, int size, Draw draw) {
    var variants = new LinkedHashSet<Map<String, String>>();
    var base = new LinkedHashMap<String, String>();
    for (String axis : kind.axes().keySet()) {
      if (axes.contains(axis)) {
        base.put(axis, draw.from(kind.values(axis)));
      }
    }
    variants.add(base);
    // Two axes of three values give enough combinations; the bound is for word lists to come.
    for (int attempt = 0; variants.size() < size && attempt < 50 * size; attempt++) {
      var variant = new LinkedHashMap<>(draw.from(List.copyOf(variants)));
      for (String axis : draw.some(axes, draw.chance(0.75) ? 1 : 2)) {
        variant.put(axis, draw.from(kind.values(axis)));
      }
      variants.add(variant);
    }
    return variants;
  }

  private Product accessory(Product main, Draw draw) {
    String noun = draw.from(accessories);
    var kind =
        new ProductKind(
            noun,
            List.of(noun),
            List.of("accessories", main.kind().name() + " accessories"),
            Map.of("colour", spelling.colours()),
            ACCESSORY_FEATURES,
            900,
            4900);
    var numbers = new ModelNumbers(Draw.of(seed, "maker " + main.brand(), 0), draw);
    return new Product(
        main.brand(),
        kind,
        main.line(),
        numbers.number("", ""),
        main.axes(),
        ACCESSORY_FEATURES,
        Math.max(490, main.cents() * draw.between(8, 25) / 100));
  }

  private Entity entity(Product product, int index, int member) {
    String key = "product-" + index + "-" + member;
    Draw draw = Draw.of(seed, key, 0);
    List<View> left = new ArrayList<>();
    List<View> right = new ArrayList<>();
    for (Shop shop : shops.pick(draw)) {
      String id = shops.recordId(shop, index, member);
      (shop.isLeft() ? left : right).add(offers.write(key, id, product, shop, draw));
    }
    return new Entity(key, product.facts(), List.copyOf(left), List.copyOf(right));
  }
}
