package io.github.em4j.dataset.synthetic;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One product as its maker knows it.
 *
 * @param brand the maker
 * @param kind what it is
 * @param line the product line
 * @param model the full model number, with its hyphen where the maker writes one
 * @param axes the values in which it may differ from its family, by axis
 * @param features some of what the kind's features are
 * @param cents the maker's price
 */
record Product(
    String brand,
    ProductKind kind,
    String line,
    String model,
    Map<String, String> axes,
    List<String> features,
    int cents) {

  Map<String, String> facts() {
    var facts = new LinkedHashMap<String, String>();
    facts.put("brand", brand);
    facts.put("kind", kind.name());
    facts.put("line", line);
    facts.put("model", model);
    facts.putAll(axes);
    return facts;
  }
}
