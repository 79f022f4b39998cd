package io.github.em4j.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A part of a report under a heading of its own.
 *
 * @param id names the section in links, unique within its report: lower-case letters, digits and
 *     hyphens, beginning with a letter
 * @param heading one line, not blank
 * @param blocks what it is made of, in the order of reading
 */
public record Section(String id, String heading, List<Block> blocks) {

  private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]*");

  /**
   * Checks id and heading and copies the blocks.
   *
   * @throws IllegalArgumentException if the id has another form or the heading is blank
   */
  public Section {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "the id of a section must match %s, found '%s'".formatted(ID, id));
    }
    Checks.requireText("the heading of the section '" + id + "'", heading);
    blocks = List.copyOf(blocks);
  }

  /**
   * Starts a section.
   *
   * @param id names it in links: lower-case letters, digits and hyphens, beginning with a letter
   * @param heading one line, not blank
   * @return a builder without blocks
   */
  public static Builder builder(String id, String heading) {
    return new Builder(id, heading);
  }

  /** Collects blocks. Not safe for use by many threads. */
  public static final class Builder {
    private final String id;
    private final String heading;
    private final List<Block> blocks = new ArrayList<>();

    private Builder(String id, String heading) {
      this.id = id;
      this.heading = heading;
    }

    /**
     * Adds running text.
     *
     * @param text plain text, not blank
     * @return this builder
     */
    public Builder paragraph(String text) {
      return add(new Paragraph(text));
    }

    /**
     * Adds a block.
     *
     * @param block any block
     * @return this builder
     */
    public Builder add(Block block) {
      blocks.add(block);
      return this;
    }

    /**
     * Makes the section.
     *
     * @return a section of the blocks so far
     * @throws IllegalArgumentException if the id has another form or the heading is blank
     */
    public Section build() {
      return new Section(id, heading, blocks);
    }
  }
}
