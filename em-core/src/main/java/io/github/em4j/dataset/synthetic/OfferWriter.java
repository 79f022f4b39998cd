package io.github.em4j.dataset.synthetic;

import io.github.em4j.EntityDescription;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Writes the offer of a product as one shop would. */
final class OfferWriter {

  private static final List<String> REGIONS = List.of("/eu", "/us", "/uk", "/xx");

  /** Words that stand only before something. */
  private static final List<String> CONNECTORS = List.of("by", "in");

  /** A title shows at least so many facts: line, kind and one more. */
  private static final int FEWEST_FACTS = 3;

  private final Spelling spelling;
  private final List<String> noise = WordLists.lines("shop-noise");
  private final List<String> frames = WordLists.lines("description-frames");
  private final List<String> brandForms = WordLists.lines("brand-forms");

  OfferWriter(Spelling spelling) {
    this.spelling = spelling;
  }

  View write(String key, String id, Product product, Shop shop, Draw draw) {
    var offer = new Offer(product, shop, draw);
    String title = offer.title();
    var attributes = new LinkedHashMap<String, String>();
    attributes.put("title", title);
    offer.brandAttribute().ifPresent(brand -> attributes.put("brand", brand));
    offer.modelAttribute().ifPresent(model -> attributes.put("modelno", model));
    offer.category().ifPresent(category -> attributes.put("category", category));
    offer.description(title).ifPresent(text -> attributes.put("description", text));
    offer.price().ifPresent(price -> attributes.put("price", price));
    return new View(
        key, new EntityDescription(id, attributes), Collections.unmodifiableMap(offer.facts));
  }

  /** One offer on its way to paper. */
  private final class Offer {
    private final Product product;
    private final Block style;
    private final List<String> titles;
    private final Draw draw;
    private final Map<String, Fact> facts = new LinkedHashMap<>();

    /** Axes that the title leaves out; the description may bring them. */
    private final List<String> leftOut = new ArrayList<>();

    Offer(Product product, Shop shop, Draw draw) {
      this.product = product;
      this.style = shop.block();
      this.titles = shop.titles();
      this.draw = draw;
    }

    String title() {
      var words = new ArrayList<String>();
      String connector = "";
      for (String slot : draw.from(titles).split(" ", -1)) {
        if (CONNECTORS.contains(slot)) {
          connector = slot + " ";
          continue;
        }
        String text = slot(slot);
        boolean mark = text.length() == 1 && !Character.isLetterOrDigit(text.charAt(0));
        if (!text.isEmpty() && !(mark && words.isEmpty())) {
          words.add(connector + text);
        }
        connector = "";
      }
      if (facts.size() < FEWEST_FACTS) {
        complete(words);
      }
      for (String axis : product.axes().keySet()) {
        if (!facts.containsKey(axis)) {
          leftOut.add(axis);
        }
      }
      return Punctuation.tidy(String.join(" ", words));
    }

    /** Adds to a title that says too little, so that no offer is a riddle. */
    private void complete(List<String> words) {
      if (!facts.containsKey("kind")) {
        words.add(noun());
      }
      if (!facts.containsKey("model")) {
        words.add(model(style.word("model")));
      }
    }

    private String slot(String slot) {
      return switch (slot) {
        case "brand" -> draw.chance(style.share("brand")) ? brand() : "";
        case "line" -> show("line", product.line(), cased(typos(product.line())));
        case "noun" -> noun();
        case "model" -> draw.chance(style.share("model")) ? model(style.word("model")) : "";
        case "axes" -> axes();
        case "colour", "tier", "generation" -> axis(slot);
        case "features" -> features(", ");
        case "noise" -> draw.chance(style.share("noise")) ? cased(draw.from(noise)) : "";
        default -> slot;
      };
    }

    private String brand() {
      String brand = typos(product.brand());
      String text = style.text("casing").equals("upper-brand") ? upper(brand) : cased(brand);
      return show("brand", product.brand(), text);
    }

    private String noun() {
      List<String> nouns = product.kind().nouns();
      String noun = draw.chance(0.4) ? nouns.get(0) : draw.from(nouns);
      return show("kind", product.kind().name(), cased(typos(noun)));
    }

    private String axes() {
      var texts = new ArrayList<String>();
      for (String axis : product.axes().keySet()) {
        if (!List.of("colour", "tier", "generation").contains(axis)) {
          String text = axis(axis);
          if (!text.isEmpty()) {
            texts.add(text);
          }
        }
      }
      return String.join(" ", texts);
    }

    private String axis(String axis) {
      String value = product.axes().get(axis);
      if (value == null || !draw.chance(style.share("axes"))) {
        return "";
      }
      return show(axis, value, cased(spell(axis, value)));
    }

    private String spell(String axis, String value) {
      List<String> spellings = spelling.of(axis, value);
      int usual = (int) style.share("forms");
      return usual < 0 || draw.chance(0.1)
          ? draw.from(spellings)
          : spellings.get(Math.min(usual, spellings.size() - 1));
    }

    private String model(String form) {
      String model = product.model();
      String text =
          switch (form) {
            case "compact" -> model.replace("-", "");
            case "upper" -> upper(model);
            case "spaced" -> upper(model.replace('-', ' '));
            default -> style.text("casing").equals("title") ? upper(model) : model;
          };
      String region = draw.chance(0.08) ? draw.from(REGIONS) : "";
      return show("model", model, text + region);
    }

    Optional<String> brandAttribute() {
      if (!draw.chance(style.share("brand-attribute"))) {
        return Optional.empty();
      }
      String text = draw.from(brandForms).replace("{brand}", product.brand());
      return Optional.of(show("brand", product.brand(), cased(text)));
    }

    Optional<String> modelAttribute() {
      return draw.chance(style.share("model-attribute"))
          ? Optional.of(model(style.word("model")))
          : Optional.empty();
    }

    Optional<String> category() {
      return draw.chance(style.share("category"))
          ? Optional.of(cased(draw.from(product.kind().categories())))
          : Optional.empty();
    }

    Optional<String> description(String title) {
      if (!draw.chance(style.share("description"))) {
        return Optional.empty();
      }
      String text =
          switch (style.word("description")) {
            case "title" -> title + " " + features(" ");
            case "frames" -> framed();
            default -> features(", ");
          };
      var parts = new ArrayList<String>();
      parts.add(text);
      for (String axis : leftOut) {
        if (draw.chance(0.5)) {
          String value = product.axes().getOrDefault(axis, "");
          parts.add(show(axis, value, cased(spell(axis, value))));
        }
      }
      String description = Punctuation.tidy(String.join(" ", parts));
      return description.isBlank() ? Optional.empty() : Optional.of(description);
    }

    private String framed() {
      String noun = product.kind().nouns().get(0);
      String text = draw.from(frames).replace("{line}", product.line()).replace("{noun}", noun);
      if (text.contains(product.line())) {
        show("line", product.line(), product.line());
      }
      if (text.contains(noun)) {
        show("kind", product.kind().name(), noun);
      }
      for (String feature : draw.shuffled(product.features())) {
        text = text.replaceFirst("\\{feature}", feature);
      }
      return typos(text) + ".";
    }

    private String features(String separator) {
      String[] range = style.text("features").split(" ", -1);
      int count = draw.between(Integer.parseInt(range[0]), Integer.parseInt(range[1]) + 1);
      return cased(typos(String.join(separator, draw.some(product.features(), count))));
    }

    Optional<String> price() {
      if (!draw.chance(style.share("price"))) {
        return Optional.empty();
      }
      int cents = product.cents() * draw.between(85, 115) / 100;
      int ending = draw.from(List.of(99, 99, 95, 0, 49, draw.between(1, 98)));
      String whole = Integer.toString(cents / 100);
      String part = ending < 10 ? "0" + ending : Integer.toString(ending);
      return Optional.of(
          switch (style.word("price")) {
            case "dollar" -> "$" + whole + "." + part;
            case "euro" -> whole + "," + part + " €";
            case "code" -> draw.from(List.of("USD ", "EUR ", "GBP ")) + whole + "." + part;
            default -> whole + "." + part;
          });
    }

    private String typos(String text) {
      return Typos.in(text, style.share("typo"), draw);
    }

    /** Takes down that the offer shows a fact; the first place that shows it counts. */
    private String show(String key, String value, String surface) {
      facts.putIfAbsent(key, new Fact(value, surface));
      return surface;
    }

    private String cased(String text) {
      return switch (style.text("casing")) {
        case "lower" -> text;
        case "mixed" -> draw.chance(0.15) ? upper(text) : Punctuation.capitalized(text);
        default -> Punctuation.capitalized(text);
      };
    }

    private static String upper(String text) {
      return text.toUpperCase(Locale.ROOT);
    }
  }
}
