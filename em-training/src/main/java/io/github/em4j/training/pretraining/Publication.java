package io.github.em4j.training.pretraining;

import io.github.em4j.EntityDescription;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalInt;

/** A reference to a publication, to be changed in place. An empty field is a missing one. */
final class Publication {
  private static final int MOST_TITLE_WORDS = 40;

  private Words title;
  private List<String> authors;
  private String venue;
  private String year;
  private boolean yearFixed;

  private Publication(Words title, List<String> authors, String venue, String year) {
    this.title = title;
    this.authors = authors;
    this.venue = venue;
    this.year = year;
  }

  static Publication of(EntityDescription record) {
    var authors = new ArrayList<String>();
    for (String author : record.attribute("authors").orElse("").split(",", -1)) {
      if (!author.isBlank()) {
        authors.add(author.strip());
      }
    }
    String year = record.attribute("year").orElse("").strip();
    return new Publication(
        Words.of(record.attribute("title").orElse(""), MOST_TITLE_WORDS),
        authors,
        record.attribute("venue").orElse("").strip(),
        year.endsWith(".0") ? year.substring(0, year.length() - 2) : year);
  }

  Publication copy() {
    var copy = new Publication(title.copy(), new ArrayList<>(authors), venue, year);
    copy.yearFixed = yearFixed;
    return copy;
  }

  Words title() {
    return title;
  }

  void setTitle(Words title) {
    this.title = title;
  }

  List<String> authors() {
    return authors;
  }

  void setAuthors(List<String> authors) {
    this.authors = new ArrayList<>(authors);
  }

  String venue() {
    return venue;
  }

  void setVenue(String venue) {
    this.venue = venue;
  }

  String year() {
    return year;
  }

  /** Sets the year, unless it is fixed and the new one is not the same in another form. */
  void setYear(String year) {
    if (!yearFixed || (!this.year.isEmpty() && year.startsWith(this.year))) {
      this.year = year;
    }
  }

  /** Keeps the year: it tells two publications apart. */
  void fixYear() {
    yearFixed = true;
  }

  OptionalInt yearNumber() {
    boolean number = year.length() == 4 && year.chars().allMatch(c -> c >= '0' && c <= '9');
    return number ? OptionalInt.of(Integer.parseInt(year)) : OptionalInt.empty();
  }

  EntityDescription description() {
    var attributes = new LinkedHashMap<String, String>();
    attributes.put("title", title.toString());
    attributes.put("authors", String.join(" , ", authors));
    attributes.put("venue", venue);
    attributes.put("year", year);
    return new EntityDescription("", attributes);
  }
}
