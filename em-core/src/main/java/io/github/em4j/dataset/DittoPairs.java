package io.github.em4j.dataset;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.LabeledPair;
import io.github.em4j.MatchLabel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
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
  private static final String COL = "COL";
  private static final String VAL = "VAL";

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

  /** Reads one side in one pass; line[start, end) is its text. */
  private EntityDescription side(String line, int start, int end) {
    var attributes = new LinkedHashMap<String, String>();
    String name = "";
    int valueStart = -1;
    int lastCol = -1;
    for (int at = wordFrom(line, start, end); at < end; ) {
      int wordEnd = wordEnd(line, at, end);
      if (isWord(line, at, wordEnd, COL)) {
        lastCol = at;
      } else if (valueStart < 0 && lastCol < 0) {
        throw fault(
            at,
            "found '"
                + PairForm.shortened(line.substring(at, end))
                + "'; a side must be COL name VAL value ...");
      } else if (lastCol >= 0 && isWord(line, at, wordEnd, VAL)) {
        String next = line.substring(lastCol + COL.length(), at).strip();
        if (!next.isEmpty()) {
          if (valueStart >= 0) {
            put(attributes, name, line.substring(valueStart, lastCol).strip(), valueStart);
          } else if (lastCol != wordFrom(line, start, end)) {
            break;
          }
          name = next;
          valueStart = wordEnd;
          lastCol = -1;
        }
      }
      at = wordFrom(line, wordEnd, end);
    }
    if (valueStart >= 0) {
      put(attributes, name, line.substring(valueStart, end).strip(), valueStart);
    } else if (wordFrom(line, start, end) < end) {
      throw fault(wordFrom(line, start, end), "COL must be followed by a name and VAL");
    }
    return new EntityDescription("", attributes);
  }

  private void put(Map<String, String> attributes, String name, String value, int position) {
    if (attributes.putIfAbsent(name, value) != null) {
      throw fault(position, "attribute '" + PairForm.shortened(name) + "' is there twice");
    }
  }

  /** Where the next word begins, or the end. */
  private static int wordFrom(String line, int from, int end) {
    int at = from;
    while (at < end && Character.isWhitespace(line.charAt(at))) {
      at++;
    }
    return at;
  }

  private static int wordEnd(String line, int from, int end) {
    int at = from;
    while (at < end && !Character.isWhitespace(line.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isWord(String line, int from, int end, String word) {
    return end - from == word.length() && line.startsWith(word, from);
  }

  private DatasetFormatException fault(int position, String problem) {
    return new DatasetFormatException(file, lines.line(), position + 1L, problem, null);
  }

  @Override
  public void close() {
    lines.close();
  }
}
