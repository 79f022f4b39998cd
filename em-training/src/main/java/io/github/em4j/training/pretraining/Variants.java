package io.github.em4j.training.pretraining;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Words that tell variants of a product apart. The words of one group exclude each other: with
 * another one in its place the description is that of another product.
 */
final class Variants {
  private static final List<List<String>> GROUPS =
      groups(
          """
          black white silver blue red pink green gray yellow purple brown orange gold titanium beige bronze turquoise violet champagne graphite
          cyan magenta
          pro lite plus max mini ultra air nano se
          standard professional home premium ultimate enterprise business deluxe basic express starter student essentials
          upgrade full academic educational oem renewal
          windows mac macintosh linux unix
          xbox playstation ps2 ps3 ps4 wii gamecube psp nintendo
          small medium large xlarge
          compact portable desktop
          wired wireless bluetooth
          usb firewire sata scsi pata
          english spanish french german italian japanese chinese russian
          left right
          mens womens kids
          beginner intermediate advanced
          single dual triple quad
          ii iii iv vi vii
          first second third fourth fifth
          ddr ddr2 ddr3 ddr4 ddr5
          bundle kit
          case charger battery cable adapter cover sleeve strap remote replacement mount holder
          """);

  private static final Map<String, List<String>> GROUP_OF = groupOf();

  /** Words that make another product of one that lacks them. */
  private static final List<String> ADDED =
      List.of(
          "pro",
          "plus",
          "max",
          "mini",
          "ultra",
          "lite",
          "deluxe",
          "premium",
          "professional",
          "ii",
          "iii",
          "upgrade",
          "xl",
          "se",
          "dual",
          "wireless",
          "enterprise",
          "academic");

  private Variants() {}

  private static List<List<String>> groups(String lines) {
    return lines.lines().map(line -> List.of(line.split(" ", -1))).toList();
  }

  private static Map<String, List<String>> groupOf() {
    var groupOf = new HashMap<String, List<String>>();
    for (List<String> group : GROUPS) {
      group.forEach(word -> groupOf.put(word, group));
    }
    // Never put in, but told apart: the words that inserted phrases and other spellings consist of.
    for (String word :
        List.of(
            "xl",
            "grey",
            "multipack",
            "twin",
            "protector",
            "warranty",
            "stand",
            "dock",
            "manual",
            "lamp",
            "cap")) {
      groupOf.put(word, List.of());
    }
    return Map.copyOf(groupOf);
  }

  /** Whether a word, in whatever case and with marks around it, is in a group. */
  static boolean isVariant(String word) {
    return GROUP_OF.containsKey(WordShape.canonical(word));
  }

  /** Another word of the same group, in the case of the given one. */
  static Optional<String> other(String word, SplittableRandom random) {
    List<String> group = GROUP_OF.getOrDefault(WordShape.canonical(word), List.of());
    if (group.size() < 2) {
      return Optional.empty();
    }
    String other = WordShape.canonical(word);
    while (other.equals(WordShape.canonical(word))) {
      other = group.get(random.nextInt(group.size()));
    }
    return Optional.of(inCaseOf(word, other));
  }

  static String added(SplittableRandom random) {
    return ADDED.get(random.nextInt(ADDED.size()));
  }

  static String inCaseOf(String model, String word) {
    if (model.isEmpty() || !Character.isUpperCase(model.charAt(0))) {
      return word;
    }
    return model.length() > 1 && model.equals(model.toUpperCase(Locale.ROOT))
        ? word.toUpperCase(Locale.ROOT)
        : Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }

  /**
   * The words of a text that carry its identity: those with digits and those that tell variants
   * apart, as letters and digits, sorted.
   */
  static List<String> identity(Words words) {
    var identity = new ArrayList<String>();
    Words single = Words.of(words.toString());
    for (int i = 0; i < single.size(); i++) {
      String canonical = WordShape.canonical(single.get(i));
      if (WordShape.hasDigit(canonical) || GROUP_OF.containsKey(canonical)) {
        identity.add(canonical);
      }
    }
    identity.sort(null);
    return identity;
  }
}
