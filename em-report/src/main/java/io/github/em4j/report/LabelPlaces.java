package io.github.em4j.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds a place for the name of each point: beside, above or below it, where it covers the fewest
 * points and names that are there already. All places are shares of the panel, from 0 at the left
 * and at the bottom to 1.
 */
final class LabelPlaces {
  private static final double CHARACTER = 6.6;
  private static final double HEIGHT = 15;
  private static final double DISTANCE = 9;
  private static final double POINT = 5;
  private static final double LINE = 1.5;

  private final double width;
  private final double height;
  private final List<Box> taken = new ArrayList<>();

  LabelPlaces(int width, int height) {
    this.width = width;
    this.height = height;
  }

  /**
   * Where a name stands.
   *
   * @param x the place of its anchor
   * @param y the place of its middle
   * @param anchor which part of the name is at x: 0 its left end, 0.5 its middle, 1 its right end
   */
  record Label(double x, double y, double anchor) {}

  private record Box(double left, double bottom, double right, double top) {

    double overlap(Box other) {
      double across = Math.min(right, other.right) - Math.max(left, other.left);
      double up = Math.min(top, other.top) - Math.max(bottom, other.bottom);
      return across > 0 && up > 0 ? across * up : 0;
    }
  }

  private record Choice(Label label, Box box, double cost) {}

  /** Keeps the place of a point free. */
  void block(double x, double y) {
    double left = x * width;
    double bottom = y * height;
    taken.add(new Box(left - POINT, bottom - POINT, left + POINT, bottom + POINT));
  }

  /** Keeps a line free, though less than a point. */
  void blockLine(double fromX, double fromY, double toX, double toY) {
    double length = Math.hypot((toX - fromX) * width, (toY - fromY) * height);
    int steps = (int) Math.ceil(length / (4 * LINE));
    for (int i = 0; i <= steps; i++) {
      double left = (fromX + (toX - fromX) * i / Math.max(1, steps)) * width;
      double bottom = (fromY + (toY - fromY) * i / Math.max(1, steps)) * height;
      taken.add(new Box(left - LINE, bottom - LINE, left + LINE, bottom + LINE));
    }
  }

  /** Finds the place of a name and keeps it free. */
  Label place(String name, double x, double y) {
    double length = name.length() * CHARACTER;
    double diagonal = DISTANCE + 4;
    Choice best =
        List.of(
                choice(x, y, DISTANCE, 0, 0, length, 0),
                choice(x, y, -DISTANCE, 0, 1, length, 1),
                choice(x, y, 0, diagonal, 0.5, length, 2),
                choice(x, y, 0, -diagonal, 0.5, length, 3),
                choice(x, y, DISTANCE, diagonal, 0, length, 4),
                choice(x, y, DISTANCE, -diagonal, 0, length, 5),
                choice(x, y, -DISTANCE, diagonal, 1, length, 6),
                choice(x, y, -DISTANCE, -diagonal, 1, length, 7))
            .stream()
            .min(Comparator.comparingDouble(Choice::cost))
            .orElseThrow();
    taken.add(best.box());
    return best.label();
  }

  private Choice choice(
      double x, double y, double dx, double dy, double anchor, double length, int rank) {
    double at = x * width + dx;
    double middle = y * height + dy;
    double left = at - anchor * length;
    Box box = new Box(left, middle - HEIGHT / 2, left + length, middle + HEIGHT / 2);
    // Overlaps count by their area; what leaves the panel would be cut off and counts more.
    double cost = rank * 0.1;
    for (Box other : taken) {
      cost += box.overlap(other);
    }
    double inside = box.overlap(new Box(0, 0, width, height));
    cost += 20 * (length * HEIGHT - inside);
    return new Choice(new Label(at / width, middle / height, anchor), box, cost);
  }
}
