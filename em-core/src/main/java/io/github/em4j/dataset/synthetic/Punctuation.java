package io.github.em4j.dataset.synthetic;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Puts words and marks together as a person would. */
final class Punctuation {

  private static final Pattern EMPTY_BRACKETS = Pattern.compile("\\( *\\)");
  private static final Pattern DANGLING = Pattern.compile("( [-,:])+(?=( [-,:])|$)|^[-,: ]+");
  private static final Pattern LOOSE_COMMA = Pattern.compile(" +(?=,)");
  private static final Pattern LOOSE_BRACKET = Pattern.compile("(?<=\\() +| +(?=\\))");
  private static final Pattern SPACES = Pattern.compile(" {2,}");

  /** Words that stay small within a title. */
  private static final List<String> SMALL =
      List.of("a", "an", "and", "by", "for", "from", "in", "of", "on", "over", "the", "with");

  /** Units that are written small, and the same after a number without a space. */
  private static final List<String> UNITS = List.of("cm", "mm", "kg", "m", "ml", "in", "x");

  /** Words that are written in capitals throughout. */
  private static final List<String> CAPITALS =
      List.of(
          "usb", "usb-c", "tv", "hdtv", "hdmi", "ssd", "hdd", "led", "lcd", "ips", "lan", "gb",
          "tb", "w", "v", "hz", "l", "ii", "iii", "iv", "rpm", "nvme", "sata", "hdr", "us", "de",
          "fr", "xl", "mp", "eu", "xml", "iso", "bpa", "vpn", "wlan");

  private Punctuation() {}

  /** The text without marks that have lost their words. */
  static String tidy(String text) {
    String tidy = EMPTY_BRACKETS.matcher(text).replaceAll("");
    tidy = SPACES.matcher(tidy).replaceAll(" ").strip();
    tidy = DANGLING.matcher(tidy).replaceAll("");
    tidy = LOOSE_COMMA.matcher(tidy).replaceAll("");
    return LOOSE_BRACKET.matcher(tidy).replaceAll("").strip();
  }

  /** The text with capitals as titles in English have them. */
  static String capitalized(String text) {
    var words = new ArrayList<String>();
    for (String word : text.split(" ", -1)) {
      boolean small = SMALL.contains(word) || UNITS.contains(word);
      if (word.isEmpty() || (small && !words.isEmpty())) {
        words.add(word);
      } else if (CAPITALS.contains(word)) {
        words.add(word.toUpperCase(Locale.ROOT));
      } else {
        words.add(Character.toUpperCase(word.charAt(0)) + word.substring(1));
      }
    }
    return String.join(" ", words);
  }
}
