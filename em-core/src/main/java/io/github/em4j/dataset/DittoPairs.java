package io.github.em4j.dataset;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.LabeledPair;
import io.github.em4j.MatchLabel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Pairs in the text form of Ditto (Li et al., VLDB 2020): left side, right side and label,
 * separated by tabs, a side as {@code COL name VAL value COL name VAL value ...}.
 *
 * <p>The form has no ids and no escapes. A value reaches to the next {@code COL name VAL}; a {@code
 * COL} without a {@code VAL} before the next {@code COL} belongs to the value. White space around a
 * value is not part of it.
 */
final class DittoPairs implements PairSource {
  private static final String COL = "COL ";
  private static final String NEXT_COL = " COL ";
  private static final String VAL = " VAL";

  private final Path file;
  private final LineReader lines;

  DittoPairs(Path file, int maxLength) {
    this.file = file;
    this.lines = new LineReader(file, maxLength);
  }

  @Override
  public @Nullable LabeledPair next() {
    if (!lines.next()) {
      return null;
    }
    String line = new String(lines.text(), 0, lines.length());
    int firstTab = line.indexOf('\t');
    int secondTab = line.indexOf('\t', firstTab + 1);
    if (firstTab < 0 || secondTab < 0 || line.indexOf('\t', secondTab + 1) >= 0) {
      throw fault(
          0,
          "found "
              + line.chars().filter(c -> c == '\t').count()
              + " tabs; a line must be LEFT<tab>RIGHT<tab>LABEL");
    }
    return new LabeledPair(
        new CandidatePair(side(line, 0, firstTab), side(line, firstTab + 1, secondTab)),
        label(line, secondTab + 1));
  }

  private MatchLabel label(String line, int start) {
    String value = line.substring(start).strip();
    return switch (value) {
      case "0" -> MatchLabel.NON_MATCH;
      case "1" -> MatchLabel.MATCH;
      default ->
          throw fault(
              start, "the label is '" + PairForm.shortened(value) + "'; allowed are 0 and 1");
    };
  }

  private EntityDescription side(String line, int start, int end) {
    String side = line.substring(start, end);
    var attributes = new LinkedHashMap<String, String>();
    int position = side.length() - side.stripLeading().length();
    if (position < side.length() && !side.startsWith(COL, position)) {
      throw fault(
          start + position,
          "found '"
              + PairForm.shortened(side.substring(position))
              + "'; a side must be COL name VAL value ...");
    }
    while (position < side.length()) {
      int nameStart = position + COL.length();
      int nameEnd = endOfName(side, nameStart);
      String name = nameEnd < 0 ? "" : side.substring(nameStart, nameEnd).strip();
      if (name.isEmpty()) {
        throw fault(start + position, "COL must be followed by a name and VAL");
      }
      int next = nextAttribute(side, nameEnd + VAL.length());
      String value = side.substring(nameEnd + VAL.length(), next).strip();
      if (attributes.putIfAbsent(name, value) != null) {
        throw fault(
            start + position, "attribute '" + PairForm.shortened(name) + "' is there twice");
      }
      position = next == side.length() ? next : next + 1;
    }
    return new EntityDescription("", attributes);
  }

  /** Where the name ends that begins at a position: before its VAL, or -1 where it has none. */
  private static int endOfName(String side, int nameStart) {
    // A blank name keeps the space that VAL begins with.
    int val = side.indexOf(VAL, nameStart - 1);
    while (val >= 0) {
      int after = val + VAL.length();
      if (after == side.length() || side.charAt(after) == ' ') {
        int col = side.indexOf(NEXT_COL, nameStart - 1);
        return col >= 0 && col < val ? -1 : Math.max(val, nameStart);
      }
      val = side.indexOf(VAL, val + 1);
    }
    return -1;
  }

  /** Where the blank before the next attribute stands, or the end of the side. */
  private static int nextAttribute(String side, int from) {
    int col = side.indexOf(NEXT_COL, from);
    while (col >= 0 && endOfName(side, col + NEXT_COL.length()) < 0) {
      col = side.indexOf(NEXT_COL, col + 1);
    }
    return col < 0 ? side.length() : col;
  }

  private DatasetFormatException fault(int position, String problem) {
    return new DatasetFormatException(file, lines.line(), position + 1L, problem, null);
  }

  @Override
  public void close() {
    lines.close();
  }
}
