package io.github.em4j.dataset.synthetic;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Where papers appear.
 *
 * @param isJournal whether it is a journal
 * @param acronym its acronym
 * @param name its full name
 */
record Venue(boolean isJournal, String acronym, String name) {

  private static final int LONG_WORD = 6;

  static List<Venue> all() {
    return WordLists.lines("venues").stream()
        .map(WordLists::items)
        .map(items -> new Venue(items.get(0).equals("journal"), items.get(1), items.get(2)))
        .toList();
  }

  /** The name with its longer words cut, as in {@code conf. on appl. data craft}. */
  String abbreviated() {
    var words = new ArrayList<String>();
    for (String word : name.split(" ", -1)) {
      boolean isLong = word.length() >= LONG_WORD && !word.endsWith(",");
      words.add(isLong ? word.substring(0, word.length() > 8 ? 5 : 4) + "." : word);
    }
    return String.join(" ", words);
  }

  /** The name as it stands on the cover of one year's volume. */
  String volume(int year, Draw draw) {
    if (isJournal) {
      return name + ", vol. " + Math.max(1, year - 1985) + ", no. " + draw.between(1, 4);
    }
    String edition = String.format(Locale.ROOT, "%dth ", Math.max(4, (year - 1990) % 20));
    return draw.from(
        List.of(
            "proceedings of the " + edition + name,
            "proc. of the " + name,
            "in proc. " + acronym + " " + year));
  }
}
