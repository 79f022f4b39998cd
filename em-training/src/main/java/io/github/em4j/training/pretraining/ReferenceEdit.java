package io.github.em4j.training.pretraining;

import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/** One way in which a reference to another publication resembles a given one. */
enum ReferenceEdit {
  /** The same title in another venue, two years apart or more; often by others. */
  SAME_TITLE(40) {
    @Override
    boolean apply(
        Publication reference,
        Publication other,
        List<Publication> table,
        SplittableRandom random) {
      OptionalInt year = reference.yearNumber();
      Publication elsewhere = table.get(random.nextInt(table.size()));
      OptionalInt otherYear = elsewhere.yearNumber();
      if (year.isEmpty()
          || otherYear.isEmpty()
          || Math.abs(year.getAsInt() - otherYear.getAsInt()) < 2
          || Venues.maybeSame(reference.venue(), elsewhere.venue())) {
        return false;
      }
      other.setVenue(elsewhere.venue());
      other.setYear(elsewhere.year());
      reference.fixYear();
      other.fixYear();
      if (random.nextBoolean()) {
        other.setAuthors(elsewhere.authors());
      }
      return true;
    }
  },
  /** Other words for a third or more of the long ones of the title; half the time other authors. */
  REPLACED_WORDS(30) {
    @Override
    boolean apply(
        Publication reference,
        Publication other,
        List<Publication> table,
        SplittableRandom random) {
      Words words = reference.title();
      Words otherWords = other.title();
      int before = 0;
      int replaced = 0;
      double share = SHARES[random.nextInt(SHARES.length)];
      for (int i = 0; i < words.size(); i++) {
        if (words.get(i).length() > 3) {
          before++;
          Words title = table.get(random.nextInt(table.size())).title();
          String word = title.size() == 0 ? "" : title.get(random.nextInt(title.size()));
          if (random.nextDouble() < share
              && word.length() > 3
              && !word.equalsIgnoreCase(words.get(i))) {
            words.fix(i);
            otherWords.set(i, word);
            otherWords.fix(i);
            replaced++;
          }
        }
      }
      if (replaced < 2 || replaced * 4 < before) {
        return false;
      }
      if (random.nextBoolean()) {
        other.setAuthors(table.get(random.nextInt(table.size())).authors());
      }
      return true;
    }
  },
  /** Another title by the same authors, perhaps in the same venue and year. */
  SAME_AUTHORS(30) {
    @Override
    boolean apply(
        Publication reference,
        Publication other,
        List<Publication> table,
        SplittableRandom random) {
      Publication elsewhere = table.get(random.nextInt(table.size()));
      if (reference.authors().isEmpty()
          || elsewhere.title().size() < 3
          || elsewhere.title().toString().equalsIgnoreCase(reference.title().toString())) {
        return false;
      }
      other.setTitle(elsewhere.title().copy());
      if (random.nextBoolean()) {
        other.setVenue(elsewhere.venue());
        other.setYear(elsewhere.year());
      }
      return true;
    }
  };

  private static final double[] SHARES = {0.35, 0.5, 0.7};

  private final int weight;

  ReferenceEdit(int weight) {
    this.weight = weight;
  }

  /** How often it is tried, compared with the others. */
  int weight() {
    return weight;
  }

  /**
   * Makes the other reference that of another publication.
   *
   * @param reference a reference; words of its title are fixed
   * @param other a copy of it; changed
   * @param table more publications
   * @return false where this does not work with these publications; then {@code other} is of no use
   */
  abstract boolean apply(
      Publication reference, Publication other, List<Publication> table, SplittableRandom random);
}
