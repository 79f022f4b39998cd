package io.github.em4j.prompts.explanation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** The values of one attribute line, as they are found, and the sides that they belong to. */
final class LineValues {
  private final List<String> values = new ArrayList<>();
  private final Set<Repair> repairs;

  /** Both sides of a line, empty where a value is missing. */
  record Sides(Optional<String> left, Optional<String> right) {
    Sides exchanged() {
      return new Sides(/* left= */ right, /* right= */ left);
    }
  }

  /**
   * @param repairs where to note what was put right; knows already what was put right before
   */
  LineValues(Set<Repair> repairs) {
    this.repairs = repairs;
  }

  boolean isEmpty() {
    return values.isEmpty();
  }

  void addAll(List<String> found) {
    values.addAll(found);
  }

  /**
   * Says which side each value is on.
   *
   * @param pair the texts of the pair
   * @param similarity what the line says of the two values, where it says so
   * @throws Unreadable if that is not certain
   */
  Sides sides(PairTexts pair, OptionalDouble similarity) throws Unreadable {
    var stripped = new ArrayList<>(values);
    stripped.replaceAll(LineText::strip);
    if (stripped.size() == 3) {
      dropRepetition(stripped);
    }
    return switch (stripped.size()) {
      case 1 -> loneValue(stripped.get(0), pair, similarity);
      case 2 -> placed(new Sides(side(stripped.get(0)), side(stripped.get(1))), pair);
      default -> throw new Unreadable(Rejection.AMBIGUOUS_VALUES);
    };
  }

  private void dropRepetition(List<String> three) {
    for (int i = 1; i < three.size(); i++) {
      if (three.get(i).equalsIgnoreCase(three.get(i - 1))) {
        three.remove(i);
        repairs.add(Repair.REPEATED_VALUE);
        return;
      }
    }
  }

  /**
   * Two values that {@code ###} stands between are on the sides that they are written on. Between
   * the others, a value beside {@code missing} is often not (in one of 14 of the recorded lines
   * that can be checked, against one of 180): there the texts decide.
   */
  private Sides placed(Sides written, PairTexts pair) {
    if (!repairs.contains(Repair.VALUE_SEPARATOR)
        || written.left().isPresent() == written.right().isPresent()) {
      return written;
    }
    PairTexts.Place found = pair.onlySideOf(written.left().or(written::right).orElseThrow());
    boolean exchanged =
        (found == PairTexts.Place.LEFT && written.right().isPresent())
            || (found == PairTexts.Place.RIGHT && written.left().isPresent());
    if (exchanged) {
      repairs.add(Repair.VALUE_SIDE);
      return written.exchanged();
    }
    return written;
  }

  private Sides loneValue(String value, PairTexts pair, OptionalDouble similarity)
      throws Unreadable {
    if (value.isEmpty()) {
      throw new Unreadable(Rejection.NO_VALUES);
    }
    if (value.equalsIgnoreCase(LineText.MISSING)) {
      throw new Unreadable(Rejection.UNKNOWN_SIDE);
    }
    repairs.add(Repair.LONE_VALUE);
    return switch (pair.sideOf(value, similarity)) {
      case LEFT -> new Sides(Optional.of(value), Optional.empty());
      case RIGHT -> new Sides(Optional.empty(), Optional.of(value));
      case BOTH -> new Sides(Optional.of(value), Optional.of(value));
      case UNKNOWN -> throw new Unreadable(Rejection.UNKNOWN_SIDE);
      case OTHER_LOST -> throw new Unreadable(Rejection.LOST_VALUE);
    };
  }

  private Optional<String> side(String value) {
    if (value.isEmpty()) {
      repairs.add(Repair.EMPTY_VALUE);
      return Optional.empty();
    }
    return value.equalsIgnoreCase(LineText.MISSING) ? Optional.empty() : Optional.of(value);
  }
}
