package io.github.em4j.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A document: a title, facts on where it comes from, and sections. */
public final class Report {

  private final String title;
  private final Optional<String> subtitle;
  private final Map<String, String> facts;
  private final List<Section> sections;

  private Report(Builder builder) {
    this.title = Checks.requireText("the title of a report", builder.title);
    this.subtitle = builder.subtitle;
    this.facts = Collections.unmodifiableMap(new LinkedHashMap<>(builder.facts));
    this.sections = List.copyOf(builder.sections);
    Names.requireDistinct(
        "sections of the report '" + title + "'", sections.stream().map(Section::id).toList());
  }

  /**
   * Starts a report.
   *
   * @param title one line, not blank
   * @return a builder without sections
   */
  public static Builder builder(String title) {
    return new Builder(title);
  }

  /**
   * The title.
   *
   * @return one line, not blank
   */
  public String title() {
    return title;
  }

  /**
   * What stands under the title.
   *
   * @return a line or two, or empty where there is nothing
   */
  public Optional<String> subtitle() {
    return subtitle;
  }

  /**
   * Where the report comes from: version, seed, date, files.
   *
   * @return names to values, in the order in which they were given
   */
  public Map<String, String> facts() {
    return facts;
  }

  /**
   * The sections.
   *
   * @return at least one, with distinct ids, in the order of reading
   */
  public List<Section> sections() {
    return sections;
  }

  /** Collects facts and sections. Not safe for use by many threads. */
  public static final class Builder {
    private final String title;
    private final Map<String, String> facts = new LinkedHashMap<>();
    private final List<Section> sections = new ArrayList<>();
    private Optional<String> subtitle = Optional.empty();

    private Builder(String title) {
      this.title = title;
    }

    /**
     * Sets what stands under the title.
     *
     * @param text a line or two, not blank
     * @return this builder
     */
    public Builder subtitle(String text) {
      this.subtitle = Optional.of(Checks.requireText("the subtitle of a report", text));
      return this;
    }

    /**
     * Adds a fact on where the report comes from. A date stands in a report only where the caller
     * gives one, so that the same study gives the same bytes.
     *
     * @param name for example "Seed"; not blank
     * @param value plain text
     * @return this builder
     */
    public Builder fact(String name, String value) {
      facts.put(Checks.requireText("the name of a fact", name), value);
      return this;
    }

    /**
     * Adds a section.
     *
     * @param section with an id that no other section has
     * @return this builder
     */
    public Builder section(Section section) {
      sections.add(section);
      return this;
    }

    /**
     * Makes the report.
     *
     * @return a report of the sections so far
     * @throws IllegalArgumentException if the title is blank, there is no section, or two sections
     *     have one id
     */
    public Report build() {
      return new Report(this);
    }
  }
}
