package io.github.em4j.dataset.synthetic;

import io.github.em4j.EntityDescription;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes the reference to a paper as one bibliography would. */
final class ReferenceWriter {

  private static final Pattern ROLE = Pattern.compile("\\{(\\w+)}");
  private static final Pattern MARK = Pattern.compile(" [:,.-](?= )");

  /** A title that is cut still names at least so many things. */
  private static final int FEWEST_ROLES = 2;

  /** Venues of fewer characters are never cut. */
  private static final int SHORTEST_CUT = 30;

  /** How often a source has the year in which the volume came out, one later. */
  private static final double WRONG_YEAR = 0.05;

  View write(String key, String id, Paper paper, Bibliography source, Draw draw) {
    var reference = new Reference(paper, source.block(), draw);
    var attributes = new LinkedHashMap<String, String>();
    attributes.put("title", reference.title());
    attributes.put("authors", reference.authors());
    reference.venue().ifPresent(venue -> attributes.put("venue", venue));
    reference.year().ifPresent(year -> attributes.put("year", year));
    return new View(
        key, new EntityDescription(id, attributes), Collections.unmodifiableMap(reference.facts));
  }

  /** One reference on its way to paper. */
  private static final class Reference {
    private final Paper paper;
    private final Block style;
    private final Draw draw;
    private final Map<String, Fact> facts = new LinkedHashMap<>();

    Reference(Paper paper, Block style, Draw draw) {
      this.paper = paper;
      this.style = style;
      this.draw = draw;
    }

    String title() {
      List<String> pieces = paper.pieces();
      List<String> kept = pieces.subList(0, pieces.size() - 1);
      long roles = kept.stream().flatMap(piece -> ROLE.matcher(piece).results()).count();
      boolean cut = roles >= FEWEST_ROLES && draw.chance(style.share("title-cut"));
      var title = new StringBuilder();
      for (String piece : cut ? kept : pieces) {
        title.append(title.isEmpty() ? "" : " ").append(filled(piece));
      }
      if (!cut) {
        // The words between the roles do not name the paper by themselves, and a cut title may
        // end like another one; only what stands there whole is evidence.
        facts.put(Paper.FORM, new Fact(paper.template(), ""));
        facts.put(Paper.PART, new Fact(paper.part(), paper.part()));
        title.append(paper.part().isEmpty() ? "" : " " + paper.part());
      }
      return punctuated(cased(title.toString()));
    }

    private String filled(String piece) {
      Matcher roles = ROLE.matcher(piece);
      var text = new StringBuilder();
      while (roles.find()) {
        String role = roles.group(1);
        String value = paper.roles().getOrDefault(role, "");
        String surface = role.equals("name") ? value : Typos.in(value, style.share("typo"), draw);
        facts.put(role, new Fact(value, surface));
        roles.appendReplacement(text, Matcher.quoteReplacement(surface));
      }
      return roles.appendTail(text).toString();
    }

    /** Marks lost and words run together, as in text that was read off a page. */
    private String punctuated(String title) {
      String text =
          draw.chance(style.share("punctuation")) ? MARK.matcher(title).replaceAll("") : title;
      int space = text.indexOf(' ', draw.between(0, text.length() - 1));
      return space > 0 && draw.chance(style.share("joined"))
          ? text.substring(0, space) + text.substring(space + 1)
          : text;
    }

    String authors() {
      List<Paper.Author> listed = paper.authors();
      boolean shortened = listed.size() > 1 && draw.chance(style.share("shortened"));
      int count = shortened ? draw.between(1, listed.size() - 1) : listed.size();
      var names = new ArrayList<String>();
      for (Paper.Author author : listed.subList(0, count)) {
        names.add(name(author));
      }
      String separator = style.text("separator");
      String joined =
          String.join(separator.length() == 1 ? separator + " " : " " + separator + " ", names);
      return shortened && draw.chance(0.6) ? joined + " et al." : joined;
    }

    private String name(Paper.Author author) {
      String given = cased(author.given());
      String surname = cased(Typos.in(author.surname(), style.share("typo") / 2, draw));
      String initial = given.substring(0, 1);
      return switch (style.text("authors")) {
        case "full" -> given + " " + surname;
        case "initial" -> initial + ". " + surname;
        case "bare" -> initials(given) + " " + surname;
        case "inverted" -> surname + ", " + initial + ".";
        default -> surname;
      };
    }

    private static String initials(String given) {
      var initials = new StringBuilder();
      for (String part : given.split(" ", -1)) {
        initials.append(part.charAt(0));
      }
      return initials.toString();
    }

    Optional<String> venue() {
      if (!draw.chance(style.share("venue"))) {
        return Optional.empty();
      }
      Venue venue = paper.venue();
      String form = style.word("venue");
      String text =
          switch (form) {
            case "acronym" -> venue.acronym();
            case "abbreviated" -> venue.abbreviated();
            case "full" -> venue.name();
            default -> venue.volume(paper.year(), draw);
          };
      boolean cut = form.equals("cut") && text.length() > SHORTEST_CUT && draw.chance(0.5);
      String shown =
          lowered(cut ? text.substring(0, text.indexOf(' ', text.length() / 2)) + " ..." : text);
      if (!cut) {
        facts.put(Paper.VENUE, new Fact(venue.name(), shown));
      }
      return Optional.of(shown);
    }

    Optional<String> year() {
      if (!draw.chance(style.share("year"))) {
        return Optional.empty();
      }
      int shift = draw.chance(WRONG_YEAR) ? 1 : 0;
      String year = Integer.toString(paper.year() + shift);
      facts.put(Evidence.YEAR, new Fact(year, year));
      return Optional.of(year);
    }

    private String cased(String text) {
      return style.text("casing").equals("title") ? Punctuation.capitalized(text) : text;
    }

    private String lowered(String text) {
      return style.text("casing").equals("lower") ? text.toLowerCase(Locale.ROOT) : text;
    }
  }
}
