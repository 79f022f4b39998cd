package io.github.em4j.prompts.explanation;

import io.github.em4j.AttributeComparison;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Reads one attribute line. Each step either understands its part for certain, noting what it put
 * right, or rejects the line.
 */
final class AttributeLineParser {
  private static final String ATTRIBUTE = "attribute";

  private enum Field {
    IMPORTANCE,
    VALUES,
    SIMILARITY
  }

  private final String line;
  private final String body;
  private final ExplanationKind kind;
  private final PairTexts pair;
  private final boolean last;

  private final Set<Repair> repairs = EnumSet.noneOf(Repair.class);
  private final List<Field> seen = new ArrayList<>();
  private final LineValues values = new LineValues(repairs);
  private OptionalDouble importance = OptionalDouble.empty();
  private OptionalDouble similarity = OptionalDouble.empty();

  /**
   * @param line a line without white space at its ends
   * @param kind the form that is expected
   * @param pair the texts of the pair
   * @param last whether no further line follows, so that this one may be cut off
   */
  AttributeLineParser(String line, ExplanationKind kind, PairTexts pair, boolean last) {
    this.line = line;
    this.body = withoutMark(line);
    this.kind = kind;
    this.pair = pair;
    this.last = last;
  }

  void note(Repair repair) {
    repairs.add(repair);
  }

  /** Whether the line begins like an attribute line, well formed or not. */
  boolean looksLikeAttribute() {
    return startsWithWord(body, ATTRIBUTE) && body.contains(LineText.FIELD_SEPARATOR);
  }

  ExplanationLine parse() {
    try {
      AttributeComparison comparison = read();
      return repairs.isEmpty()
          ? new ExplanationLine.WellFormed(line, comparison)
          : new ExplanationLine.Repaired(line, comparison, repairs);
    } catch (Unreadable e) {
      return new ExplanationLine.Rejected(line, e.reason());
    }
  }

  private AttributeComparison read() throws Unreadable {
    if (!looksLikeAttribute()) {
      boolean cutOff = last && startsWithWord(body, ATTRIBUTE);
      throw new Unreadable(cutOff ? Rejection.CUT_OFF : Rejection.NO_ATTRIBUTE);
    }
    if (!body.equals(line)) {
      note(Repair.LINE_MARK);
    }
    List<String> parts = LineText.split(body, LineText.FIELD_SEPARATOR);
    String name = name(parts.get(0));
    for (int i = 1; i < parts.size(); i++) {
      readPart(parts.get(i), i == parts.size() - 1);
    }
    requireFields();
    LineValues.Sides sides = values.sides(pair, similarity);
    return new AttributeComparison(name, sides.left(), sides.right(), importance, similarity);
  }

  private String name(String part) throws Unreadable {
    String rest = part.substring(ATTRIBUTE.length());
    String stripped = LineText.strip(rest);
    if (!part.startsWith("attribute=")) {
      note(Repair.FIELD_NAME);
    }
    if (stripped.isEmpty() || "=/:-".indexOf(stripped.charAt(0)) < 0) {
      throw new Unreadable(Rejection.NO_ATTRIBUTE);
    }
    String name = LineText.strip(stripped.substring(1));
    if (name.isEmpty()) {
      throw new Unreadable(Rejection.NO_ATTRIBUTE);
    }
    return name;
  }

  private void readPart(String part, boolean lastPart) throws Unreadable {
    for (Field field : Field.values()) {
      Optional<String> content = content(part, field);
      if (content.isPresent()) {
        readField(field, content.get(), lastPart);
        return;
      }
    }
    boolean insideValues = !seen.isEmpty() && seen.get(seen.size() - 1) == Field.VALUES;
    if (!insideValues) {
      throw new Unreadable(Rejection.UNKNOWN_FIELD);
    }
    readValues(part, lastPart);
  }

  /** What follows {@code field=}, or empty where the part is not that field. */
  private Optional<String> content(String part, Field field) {
    String name = field.name();
    int start = 0;
    while (start < part.length() && LineText.isSpace(part.charAt(start))) {
      start++;
    }
    if (!part.regionMatches(true, start, name, 0, name.length())) {
      return Optional.empty();
    }
    int equals = start + name.length();
    while (equals < part.length() && LineText.isSpace(part.charAt(equals))) {
      equals++;
    }
    if (equals == part.length() || part.charAt(equals) != '=') {
      return Optional.empty();
    }
    if (!part.startsWith(name.toLowerCase(Locale.ROOT) + "=")) {
      note(Repair.FIELD_NAME);
    }
    return Optional.of(part.substring(equals + 1));
  }

  private void readField(Field field, String content, boolean lastPart) throws Unreadable {
    boolean again = seen.contains(field);
    // "values=A|||values=B" is one field whose separator went wrong; other fields come once.
    if (again && (field != Field.VALUES || seen.get(seen.size() - 1) != Field.VALUES)) {
      throw new Unreadable(Rejection.UNKNOWN_FIELD);
    }
    if (!again) {
      seen.add(field);
    }
    switch (field) {
      case IMPORTANCE -> importance = number(content, -1);
      case SIMILARITY -> similarity = number(content, 0);
      case VALUES -> readValues(content, lastPart);
    }
  }

  private void readValues(String content, boolean lastPart) throws Unreadable {
    boolean first = values.isEmpty();
    if (!first) {
      note(Repair.VALUE_SEPARATOR);
    }
    List<String> pieces = LineText.split(content, LineText.VALUE_SEPARATOR);
    String end = pieces.get(pieces.size() - 1);
    boolean similarityIsOpen = kind.hasSimilarity() && !seen.contains(Field.SIMILARITY);
    if (lastPart && similarityIsOpen && pieces.size() > 1 && end.startsWith("similarity=")) {
      // "values=A|||B###similarity=0.5": the two separators changed places.
      pieces.remove(pieces.size() - 1);
      note(Repair.FIELD_SEPARATOR);
      values.addAll(pieces);
      readField(Field.SIMILARITY, end.substring("similarity=".length()), true);
    } else {
      values.addAll(pieces);
    }
    // A field that hides in a later value means that its separator went wrong as well.
    if (!first && pieces.stream().anyMatch(AttributeLineParser::holdsFieldName)) {
      throw new Unreadable(Rejection.AMBIGUOUS_VALUES);
    }
  }

  private static boolean holdsFieldName(String text) {
    return text.contains("attribute=")
        || text.contains("importance=")
        || text.contains("values=")
        || text.contains("similarity=");
  }

  private OptionalDouble number(String content, double lowest) throws Unreadable {
    LineNumber number = LineNumber.parse(content);
    switch (number.form()) {
      case PLAIN -> {}
      case OTHER -> note(Repair.NUMBER_FORM);
      case ABSENT -> note(Repair.ABSENT_NUMBER);
      case NONE -> throw new Unreadable(last ? Rejection.CUT_OFF : Rejection.NOT_A_NUMBER);
    }
    OptionalDouble value = number.value();
    if (value.isPresent() && (value.getAsDouble() < lowest || value.getAsDouble() > 1)) {
      throw new Unreadable(Rejection.OUT_OF_RANGE);
    }
    return value;
  }

  private void requireFields() throws Unreadable {
    if (!seen.contains(Field.VALUES)) {
      throw new Unreadable(last ? Rejection.CUT_OFF : Rejection.NO_VALUES);
    }
    if (kind.hasSimilarity() && !seen.contains(Field.SIMILARITY)) {
      if (last) {
        // The value in front of it may be cut as well.
        throw new Unreadable(Rejection.CUT_OFF);
      }
      note(Repair.ABSENT_NUMBER);
    }
    if (kind.hasImportance() && !seen.contains(Field.IMPORTANCE)) {
      note(Repair.ABSENT_NUMBER);
    }
    if ((!kind.hasImportance() && seen.contains(Field.IMPORTANCE))
        || (!kind.hasSimilarity() && seen.contains(Field.SIMILARITY))) {
      note(Repair.EXTRA_NUMBER);
    }
    for (int i = 1; i < seen.size(); i++) {
      if (seen.get(i).compareTo(seen.get(i - 1)) < 0) {
        note(Repair.FIELD_ORDER);
      }
    }
  }

  /** The line without a list mark in front, where an attribute follows behind it. */
  private static String withoutMark(String line) {
    int start = 0;
    while (start < line.length()
        && (LineText.isSpace(line.charAt(start))
            || Character.isDigit(line.charAt(start))
            || "-*•>`#.)(".indexOf(line.charAt(start)) >= 0)) {
      start++;
    }
    return start > 0 && startsWithWord(line.substring(start), ATTRIBUTE)
        ? line.substring(start)
        : line;
  }

  private static boolean startsWithWord(String text, String word) {
    return text.regionMatches(true, 0, word, 0, word.length())
        && (text.length() == word.length() || !Character.isLetter(text.charAt(word.length())));
  }
}
