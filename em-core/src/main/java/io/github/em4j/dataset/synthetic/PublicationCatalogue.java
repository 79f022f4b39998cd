package io.github.em4j.dataset.synthetic;

import io.github.em4j.dataset.synthetic.Paper.Author;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes the papers of research groups: follow-ups that change one thing, journal versions of
 * conference papers, first and second parts, columns that come again every other year.
 */
final class PublicationCatalogue implements Catalogue {

  private static final Pattern ROLE = Pattern.compile("\\{(\\w+)}");
  private static final int FIRST_YEAR = 1994;
  private static final int LAST_YEAR = 2024;

  private final long seed;
  private final List<String> givenNames = WordLists.lines("given-names");
  private final List<String> surnames = WordLists.lines("surnames");
  private final List<String> systemNames = WordLists.lines("system-names");
  private final List<String> templates = WordLists.lines("title-templates");
  private final List<String> recurring = WordLists.lines("recurring-titles");
  private final Map<String, List<String>> words =
      Map.of(
          "quality", WordLists.lines("title-qualities"),
          "method", WordLists.lines("title-methods"),
          "task", WordLists.lines("title-tasks"),
          "object", WordLists.lines("title-objects"),
          "setting", WordLists.lines("title-settings"),
          "study", WordLists.lines("title-studies"));
  private final List<Venue> conferences = Venue.all().stream().filter(v -> !v.isJournal()).toList();
  private final List<Venue> journals = Venue.all().stream().filter(Venue::isJournal).toList();
  private final Sources<Bibliography> bibliographies;
  private final ReferenceWriter references = new ReferenceWriter();

  PublicationCatalogue(long seed) {
    this.seed = seed;
    this.bibliographies = new Sources<>(seed, Bibliography.all());
  }

  @Override
  public List<Entity> neighbourhood(int index) {
    Draw draw = Draw.of(seed, "publications", index);
    var group = new Group(index, draw);
    List<Paper> papers = draw.chance(0.1) ? group.columns() : group.papers();
    var entities = new ArrayList<Entity>();
    for (int member = 0; member < papers.size(); member++) {
      entities.add(entity(papers.get(member), index, member));
    }
    return List.copyOf(entities);
  }

  private Entity entity(Paper paper, int index, int member) {
    String key = "publication-" + index + "-" + member;
    Draw draw = Draw.of(seed, key, 0);
    List<View> left = new ArrayList<>();
    List<View> right = new ArrayList<>();
    for (Bibliography source : bibliographies.pick(draw)) {
      String id = bibliographies.recordId(source, index, member);
      (source.isLeft() ? left : right).add(references.write(key, id, paper, source, draw));
    }
    return new Entity(key, paper.facts(), List.copyOf(left), List.copyOf(right));
  }

  /** People who write papers together, and what they write about. */
  private final class Group {
    private final Draw draw;
    private final List<Author> people = new ArrayList<>();
    private final List<Venue> meetings;
    private final Venue journal;
    private final Map<String, String> topic = new LinkedHashMap<>();

    Group(int index, Draw draw) {
      this.draw = draw;
      for (String surname : draw.some(surnames, draw.between(3, 7))) {
        String middle = draw.chance(0.2) ? " " + (char) draw.between('a', 'w') + "." : "";
        people.add(new Author(draw.from(givenNames) + middle, surname));
      }
      this.meetings = draw.some(conferences, 3);
      this.journal = draw.from(journals);
      for (String role : List.of("quality", "method", "task", "object", "setting", "study")) {
        topic.put(role, draw.from(words.getOrDefault(role, List.of())));
      }
      // A number makes the name of a system its own once the list is used up.
      int round = index / systemNames.size();
      String name = systemNames.get(index % systemNames.size());
      topic.put("name", round == 0 ? name : name + "-" + (round + 1));
    }

    List<Paper> papers() {
      var papers = new ArrayList<Paper>();
      papers.add(paper(draw.from(templates), topic, draw.between(FIRST_YEAR, LAST_YEAR - 8)));
      int size = draw.between(5, 8);
      while (papers.size() < size) {
        // Mostly the first, so that papers stay close to each other.
        Paper next = next(draw.chance(0.6) ? papers.get(0) : draw.from(papers));
        if (next.year() <= LAST_YEAR
            && papers.stream()
                .noneMatch(paper -> sameTitle(paper, next) && tooClose(paper, next))) {
          papers.add(next);
        }
      }
      return papers;
    }

    private static boolean sameTitle(Paper one, Paper other) {
      return one.template().equals(other.template())
          && one.roles().equals(other.roles())
          && one.part().equals(other.part());
    }

    private static boolean tooClose(Paper one, Paper other) {
      return one.venue().equals(other.venue()) || Math.abs(one.year() - other.year()) < 2;
    }

    private Paper next(Paper earlier) {
      int year = earlier.year() + draw.between(0, 3);
      return switch (draw.between(0, 9)) {
        case 0 -> paper(draw.from(templates), topic, year);
        case 1, 2, 3, 4 -> earlier.appeared(venue(), earlier.year() + draw.between(2, 4), "");
        case 5, 6 ->
            earlier.appeared(earlier.venue(), earlier.year() + draw.between(0, 1), "part ii");
        default -> {
          Paper sequel = paper(earlier.template(), changed(earlier), year);
          yield draw.chance(0.5) ? earlier.withTitle(sequel.template(), sequel.roles()) : sequel;
        }
      };
    }

    /** The roles of a title with one, at times two of them, changed. */
    private Map<String, String> changed(Paper paper) {
      var roles = new LinkedHashMap<>(paper.roles());
      var changeable = new ArrayList<>(roles.keySet());
      changeable.remove("name");
      for (String role : draw.some(changeable, draw.chance(0.7) ? 1 : 2)) {
        roles.put(role, draw.from(words.getOrDefault(role, List.of())));
      }
      return roles;
    }

    private Paper paper(String template, Map<String, String> from, int year) {
      var roles = new LinkedHashMap<String, String>();
      Matcher role = ROLE.matcher(template);
      while (role.find()) {
        roles.put(role.group(1), from.getOrDefault(role.group(1), ""));
      }
      return new Paper(template, roles, "", authors(), venue(), year);
    }

    private Venue venue() {
      return draw.chance(0.4) ? journal : draw.from(meetings);
    }

    private List<Author> authors() {
      return draw.some(people, draw.between(1, Math.min(5, people.size())));
    }

    List<Paper> columns() {
      String title = draw.from(recurring);
      List<Author> editors = authors();
      int year = draw.between(FIRST_YEAR, LAST_YEAR - 16);
      var columns = new ArrayList<Paper>();
      for (int issue = draw.between(4, 6); issue > 0; issue--) {
        columns.add(new Paper(title, Map.of(), "", editors, journal, year));
        year += draw.between(2, 3);
      }
      return columns;
    }
  }
}
