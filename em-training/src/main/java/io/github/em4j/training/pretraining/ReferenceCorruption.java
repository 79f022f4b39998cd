package io.github.em4j.training.pretraining;

import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One way in which two references to the same publication differ. Its probability is the chance at
 * strength 1.
 */
enum ReferenceCorruption {
  /** Some words of the title are missing. */
  TITLE_DROP_WORDS(0.2) {
    @Override
    void apply(Publication reference, SplittableRandom random) {
      Words title = reference.title();
      double rate = random.nextBoolean() ? 0.06 : 0.15;
      for (int i = title.size() - 1; i >= 0; i--) {
        if (title.size() > 3 && !title.isFixed(i) && random.nextDouble() < rate) {
          title.remove(i);
        }
      }
    }
  },
  /** A slip or two in the title. */
  TITLE_TYPO(0.12) {
    @Override
    void apply(Publication reference, SplittableRandom random) {
      if (reference.title().size() > 0) {
        WordCorruption.TYPO.apply(reference.title(), random, 1);
      }
    }
  },
  /** The title is cut off. */
  TITLE_CUT(0.1) {
    @Override
    void apply(Publication reference, SplittableRandom random) {
      if (reference.title().size() > 5) {
        WordCorruption.TRUNCATE.apply(reference.title(), random, 1);
      }
    }
  },
  /** What stands behind a colon or dash is missing. */
  SUBTITLE_MISSING(0.15) {
    @Override
    void apply(Publication reference, SplittableRandom random) {
      Words title = reference.title();
      int end = -1;
      for (int i = 2; i < title.size() && end < 0; i++) {
        String word = title.get(i);
        end = word.equals(":") || word.equals("-") ? i : word.endsWith(":") ? i + 1 : -1;
      }
      for (int i = title.size() - 1; end > 0 && i >= end; i--) {
        if (!title.isFixed(i)) {
          title.remove(i);
        }
      }
    }
  },
  /** Other marks, or none, in the title. */
  TITLE_PUNCTUATION(0.25) {
    @Override
    void apply(Publication reference, SplittableRandom random) {
      if (random.nextBoolean()) {
        WordCorruption.STRIP_PUNCTUATION.apply(reference.title(), random, 1);
      } else {
        WordCorruption.SPLIT_WORDS.apply(reference.title(), random, 1);
      }
    }
  },
  /** Names in another form, all in the same. */
  AUTHOR_FORM(0.6) {
    @Override
    void apply(Publication reference, SplittableRandom random) {
      int form = random.nextInt(5);
      reference.authors().replaceAll(author -> AuthorNames.inForm(author, form));
    }
  },
  /** Only the first authors. */
  AUTHORS_CUT(0.18) {
    @Override
    void apply(Publication reference, SplittableRandom random) {
      List<String> authors = reference.authors();
      if (authors.size() > 1) {
        authors.subList(random.nextInt(1, authors.size()), authors.size()).clear();
        if (random.nextInt(4) == 0) {
          authors.add("et al .");
        }
      }
    }
  },
  /** Authors in another order. */
  AUTHORS_ORDER(0.1) {
    @Override
    void apply(Publication reference, SplittableRandom random) {
      List<String> authors = reference.authors();
      if (authors.size() > 1) {
        Collections.swap(authors, 0, random.nextInt(1, authors.size()));
      }
    }
  },
  /** A slip in a name. */
  AUTHOR_TYPO(0.06) {
    @Override
    void apply(Publication reference, SplittableRandom random) {
      List<String> authors = reference.authors();
      if (!authors.isEmpty()) {
        int i = random.nextInt(authors.size());
        if (authors.get(i).length() > 5) {
          authors.set(i, WordCorruption.slip(authors.get(i), random));
        }
      }
    }
  },
  /** No authors. */
  AUTHORS_MISSING(0.05) {
    @Override
    void apply(Publication reference, SplittableRandom random) {
      reference.authors().clear();
    }
  },
  /** Another name of the venue. */
  VENUE_ALIAS(0.6) {
    @Override
    void apply(Publication reference, SplittableRandom random) {
      Venues.alias(reference.venue(), random).ifPresent(reference::setVenue);
    }
  },
  /** The venue abbreviated, cut or with words before it. */
  VENUE_FORM(0.4) {
    @Override
    void apply(Publication reference, SplittableRandom random) {
      String venue = reference.venue();
      if (!venue.isEmpty()) {
        reference.setVenue(
            switch (random.nextInt(4)) {
              case 0 -> Venues.initials(venue);
              case 1 -> Venues.abbreviated(venue, random);
              case 2 -> Venues.firstHalf(venue);
              default -> Venues.withLead(venue, random);
            });
      }
    }
  },
  /** No venue. */
  VENUE_MISSING(0.25) {
    @Override
    void apply(Publication reference, SplittableRandom random) {
      reference.setVenue("");
    }
  },
  /** The year with a decimal, as tables of numbers write it. */
  YEAR_AS_DECIMAL(0.3) {
    @Override
    void apply(Publication reference, SplittableRandom random) {
      if (!reference.year().isEmpty()) {
        reference.setYear(reference.year() + ".0");
      }
    }
  },
  /** The year before or after: a report and its publication. */
  YEAR_BESIDE(0.04) {
    @Override
    void apply(Publication reference, SplittableRandom random) {
      reference
          .yearNumber()
          .ifPresent(
              year -> reference.setYear(String.valueOf(year + (random.nextBoolean() ? 1 : -1))));
    }
  },
  /** No year. */
  YEAR_MISSING(0.2) {
    @Override
    void apply(Publication reference, SplittableRandom random) {
      reference.setYear("");
    }
  };

  private final double probability;

  ReferenceCorruption(double probability) {
    this.probability = probability;
  }

  double probability() {
    return probability;
  }

  abstract void apply(Publication reference, SplittableRandom random);
}
