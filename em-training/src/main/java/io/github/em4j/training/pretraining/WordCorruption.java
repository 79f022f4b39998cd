package io.github.em4j.training.pretraining;

import java.util.Locale;
import java.util.SplittableRandom;

/** Corruptions of any text: words that go, move, join or are mistyped. */
enum WordCorruption implements Corruption {
  /** Drops words, each with the same chance; rarer those that carry identity, and the first one. */
  DROP_WORDS(Effect.LOSES) {
    @Override
    public void apply(Words words, SplittableRandom random, double strength) {
      double rate = DROP_RATES[random.nextInt(DROP_RATES.length)] * strength;
      for (int i = words.size() - 1; i >= 0; i--) {
        double chance = rate * keepingFactor(words.get(i)) * (i == 0 ? 0.5 : 1);
        if (words.size() > 2 && !words.isFixed(i) && random.nextDouble() < chance) {
          words.remove(i);
        }
      }
    }
  },
  /** Cuts off the end, but for fixed words. */
  TRUNCATE(Effect.LOSES) {
    @Override
    public void apply(Words words, SplittableRandom random, double strength) {
      if (words.size() <= 4) {
        return;
      }
      int kept = random.nextInt(4, words.size());
      for (int i = words.size() - 1; i >= kept; i--) {
        if (!words.isFixed(i)) {
          words.remove(i);
        }
      }
    }
  },
  /** Moves one or two words, often to the front or the end. */
  MOVE_WORD(Effect.KEEPS) {
    @Override
    public void apply(Words words, SplittableRandom random, double strength) {
      if (words.size() < 3) {
        return;
      }
      for (int moves = random.nextInt(1, 3); moves > 0; moves--) {
        int from = random.nextInt(words.size());
        int to =
            switch (random.nextInt(3)) {
              case 0 -> 0;
              case 1 -> words.size() - 1;
              default -> random.nextInt(words.size());
            };
        words.move(from, to);
      }
    }
  },
  /** Puts the second part first. */
  ROTATE(Effect.KEEPS) {
    @Override
    public void apply(Words words, SplittableRandom random, double strength) {
      if (words.size() > 3) {
        words.rotate(random.nextInt(1, words.size()));
      }
    }
  },
  /** Any order. */
  SHUFFLE(Effect.KEEPS) {
    @Override
    public void apply(Words words, SplittableRandom random, double strength) {
      words.shuffle(random);
    }
  },
  /** Joins two plain words, with or without a hyphen. */
  JOIN_WORDS(Effect.KEEPS) {
    @Override
    public void apply(Words words, SplittableRandom random, double strength) {
      if (words.size() < 3) {
        return;
      }
      int i = random.nextInt(words.size() - 1);
      if (isPlain(words, i) && isPlain(words, i + 1)) {
        String joined = words.get(i) + (random.nextBoolean() ? "-" : "") + words.get(i + 1);
        if (!Variants.isVariant(joined)) {
          words.set(i, joined);
          words.remove(i + 1);
        }
      }
    }
  },
  /** Splits words at their hyphens, slashes and underscores. */
  SPLIT_WORDS(Effect.RESPELLS) {
    @Override
    public void apply(Words words, SplittableRandom random, double strength) {
      for (int i = words.size() - 1; i >= 0; i--) {
        String word = words.get(i);
        int at =
            Math.max(word.lastIndexOf('-'), Math.max(word.lastIndexOf('/'), word.lastIndexOf('_')));
        if (at > 0 && at < word.length() - 1 && random.nextDouble() < 0.7) {
          words.set(i, word.substring(0, at));
          words.insert(i + 1, word.substring(at + 1));
          if (words.isFixed(i)) {
            words.fix(i + 1);
          }
        }
      }
    }
  },
  /** Leaves out brackets, commas and the like around words. */
  STRIP_PUNCTUATION(Effect.KEEPS) {
    @Override
    public void apply(Words words, SplittableRandom random, double strength) {
      for (int i = words.size() - 1; i >= 0; i--) {
        String bare = WordShape.trimmed(words.get(i));
        if (!bare.isEmpty()) {
          words.set(i, bare);
        } else if (words.size() > 1) {
          words.remove(i);
        }
      }
    }
  },
  /** One or two slips of the keyboard in plain words. */
  TYPO(Effect.KEEPS) {
    @Override
    public void apply(Words words, SplittableRandom random, double strength) {
      for (int slips = random.nextInt(1, 3); slips > 0; slips--) {
        int i = random.nextInt(words.size());
        if (isPlain(words, i) && words.get(i).length() >= 5) {
          String slipped = slip(words.get(i), random);
          if (!Variants.isVariant(slipped)) {
            words.set(i, slipped);
          }
        }
      }
    }
  },
  /** Writes everything in capital or in small letters. */
  CASE(Effect.KEEPS) {
    @Override
    public void apply(Words words, SplittableRandom random, double strength) {
      boolean upper = random.nextInt(4) == 0;
      for (int i = 0; i < words.size(); i++) {
        String word = words.get(i);
        words.set(i, upper ? word.toUpperCase(Locale.ROOT) : word.toLowerCase(Locale.ROOT));
      }
    }
  };

  private static final double[] DROP_RATES = {0.1, 0.2, 0.3, 0.5};

  private final Effect effect;

  WordCorruption(Effect effect) {
    this.effect = effect;
  }

  @Override
  public Effect effect() {
    return effect;
  }

  /** No digit, no variant, not fixed: may be respelt. */
  static boolean isPlain(Words words, int index) {
    String word = words.get(index);
    return !words.isFixed(index) && !WordShape.hasDigit(word) && !Variants.isVariant(word);
  }

  private static double keepingFactor(String word) {
    if (Variants.isVariant(word)) {
      return 0.3;
    }
    return WordShape.hasDigit(word) ? 0.6 : 1;
  }

  static String slip(String word, SplittableRandom random) {
    int i = random.nextInt(1, word.length() - 1);
    String head = word.substring(0, i);
    char letter = (char) ('a' + random.nextInt(26));
    return switch (random.nextInt(4)) {
      case 0 -> head + word.substring(i + 1);
      case 1 -> head + word.charAt(i + 1) + word.charAt(i) + word.substring(i + 2);
      case 2 -> head + letter + word.substring(i);
      default -> head + letter + word.substring(i + 1);
    };
  }
}
