package io.github.em4j.examples;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.prompts.EntitySerializer;
import io.github.em4j.prompts.Serializers;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * How records are put to a language model: what they are called and which of their attributes it
 * reads.
 *
 * @param entity what the records describe, singular, for example {@code product}
 * @param serializer how a record becomes text
 * @param unread the attributes that it leaves out
 * @param needed the attributes without which a record that has others may have no text: the title
 *     where it is read alone, the first one that is read where some are not; empty where any
 *     attribute will do
 */
record RecordText(
    String entity, EntitySerializer serializer, Set<String> unread, Set<String> needed) {
  private static final String SEPARATOR = "; ";
  private static final Set<String> TITLES = Set.of("title", "name");
  private static final List<String> OF_PUBLICATIONS = List.of("title", "authors", "venue", "year");
  private static final Set<String> OF_PRODUCTS =
      Set.of("price", "brand", "manufacturer", "modelno", "category");

  /**
   * As the paper does: products by their title alone, publications by title, authors, venue and
   * year. Other records are entities, with all that they have.
   *
   * @param pairs what will be asked about
   * @param entity the word to use in place of the one that the attributes suggest
   * @param attributes the attributes to use in place of those; empty for those
   */
  static RecordText of(
      Collection<CandidatePair> pairs, Optional<String> entity, List<String> attributes) {
    Set<String> present = attributesOf(pairs);
    for (String name : attributes) {
      if (!present.contains(name)) {
        throw new BadArgumentException(
            "no record has the attribute '%s' of --attributes; they have %s"
                .formatted(name, present));
      }
    }
    String described = entityWith(present);
    boolean byTitle = attributes.isEmpty() && isReadByTitle(described, present);
    Collection<String> read = read(described, present, attributes);
    var unread = new LinkedHashSet<>(present);
    unread.removeAll(byTitle ? TITLES : read);
    return new RecordText(
        entity.orElse(described),
        byTitle
            ? Serializers.titleOnly()
            : Serializers.attributes(SEPARATOR, read.toArray(String[]::new)),
        Collections.unmodifiableSet(unread),
        byTitle ? titles(present) : needed(read, unread));
  }

  private static Set<String> titles(Set<String> present) {
    var titles = new TreeSet<>(TITLES);
    titles.retainAll(present);
    return Collections.unmodifiableSet(titles);
  }

  private static Set<String> needed(Collection<String> read, Set<String> unread) {
    return unread.isEmpty() ? Set.of() : Set.of(read.iterator().next());
  }

  /** What the attributes tell of the kind of records. */
  private static String entityWith(Set<String> attributes) {
    if (attributes.contains("authors") || attributes.contains("venue")) {
      return "publication";
    }
    return Collections.disjoint(attributes, OF_PRODUCTS) ? "entity" : "product";
  }

  /** The attributes to join, in their order. */
  private static Collection<String> read(
      String described, Set<String> present, List<String> chosen) {
    if (!chosen.isEmpty()) {
      return chosen;
    }
    return described.equals("publication")
        ? OF_PUBLICATIONS.stream().filter(present::contains).toList()
        : present;
  }

  private static boolean isReadByTitle(String described, Set<String> present) {
    boolean titled = !Collections.disjoint(present, TITLES);
    return titled && (described.equals("product") || present.size() == 1);
  }

  /** The names of all attributes, in the order in which they are met. */
  private static Set<String> attributesOf(Collection<CandidatePair> pairs) {
    var names = new LinkedHashSet<String>();
    for (CandidatePair pair : pairs) {
      for (EntityDescription record : List.of(pair.left(), pair.right())) {
        names.addAll(record.attributes().keySet());
      }
    }
    if (names.isEmpty()) {
      throw new BadArgumentException("no record has an attribute to ask about");
    }
    return names;
  }
}
