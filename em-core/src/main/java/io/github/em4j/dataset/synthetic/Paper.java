package io.github.em4j.dataset.synthetic;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One publication.
 *
 * @param template the title with roles in braces and bars where it may be cut
 * @param roles what stands in the roles
 * @param part what follows the title, such as {@code part ii}; may be empty
 * @param authors in the order of the title page
 * @param venue where it appeared
 * @param year when it appeared
 */
record Paper(
    String template,
    Map<String, String> roles,
    String part,
    List<Author> authors,
    Venue venue,
    int year) {

  /** The key of the fact that tells which words surround the roles. */
  static final String FORM = "form";

  /** The key of the fact that tells what follows the title. */
  static final String PART = "part";

  /** The key of the fact that tells the venue. */
  static final String VENUE = "venue";

  /**
   * A person.
   *
   * @param given given name and, for some, a middle initial
   * @param surname family name
   */
  record Author(String given, String surname) {}

  /** The pieces of the title between the places where it may be cut. */
  List<String> pieces() {
    return WordLists.items(template);
  }

  /** The same paper under another title. */
  Paper withTitle(String otherTemplate, Map<String, String> otherRoles) {
    return new Paper(otherTemplate, otherRoles, part, authors, venue, year);
  }

  /** The same title as it appeared at another place. */
  Paper appeared(Venue otherVenue, int otherYear, String otherPart) {
    return new Paper(template, roles, otherPart, authors, otherVenue, otherYear);
  }

  Map<String, String> facts() {
    var facts = new LinkedHashMap<String, String>();
    facts.put(FORM, template);
    facts.putAll(roles);
    facts.put(PART, part);
    facts.put(VENUE, venue.name());
    facts.put(Evidence.YEAR, Integer.toString(year));
    return facts;
  }
}
