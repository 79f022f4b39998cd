package io.github.em4j.training.pretraining;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * One way in which another product differs from a given one in its description. Both descriptions
 * start as the same words; the place of the difference is fixed in both.
 */
enum ProductEdit {
  /** One to three digits of a model number. */
  MODEL_DIGITS(24) {
    @Override
    boolean apply(Words words, Words other, Vocabulary vocabulary, SplittableRandom random) {
      int i = pick(words, random, WordShape::isModelNumber);
      return i >= 0 && change(words, other, i, ModelNumbers.otherDigits(words.get(i), random));
    }
  },
  /** A model number of the same form. */
  OTHER_MODEL(14) {
    @Override
    boolean apply(Words words, Words other, Vocabulary vocabulary, SplittableRandom random) {
      int i = pick(words, random, WordShape::isModelNumber);
      return i >= 0 && change(words, other, i, ModelNumbers.sameForm(words.get(i), random));
    }
  },
  /** A model number of another record that begins alike: the same line, another model. */
  SIBLING_MODEL(12) {
    @Override
    boolean apply(Words words, Words other, Vocabulary vocabulary, SplittableRandom random) {
      int i = pick(words, random, WordShape::isModelNumber);
      if (i < 0) {
        return false;
      }
      Optional<String> sibling = vocabulary.siblingModel(words.get(i), random);
      return sibling.isPresent() && change(words, other, i, sibling.get());
    }
  },
  /** Other letters at the end of a model number, as for another colour or package. */
  MODEL_LETTERS(8) {
    @Override
    boolean apply(Words words, Words other, Vocabulary vocabulary, SplittableRandom random) {
      int i = pick(words, random, ModelNumbers::endsWithLetters);
      return i >= 0 && change(words, other, i, ModelNumbers.otherLetters(words.get(i), random));
    }
  },
  /** Another size, capacity or count. */
  QUANTITY(16) {
    @Override
    boolean apply(Words words, Words other, Vocabulary vocabulary, SplittableRandom random) {
      int i = pick(words, random, WordShape::isQuantity);
      return i >= 0 && change(words, other, i, ModelNumbers.scaled(words.get(i), random));
    }
  },
  /** Another year, version or other plain number. */
  NUMBER(12) {
    @Override
    boolean apply(Words words, Words other, Vocabulary vocabulary, SplittableRandom random) {
      int i =
          pick(
              words,
              random,
              word ->
                  WordShape.hasDigit(word)
                      && !WordShape.isModelNumber(word)
                      && !WordShape.isQuantity(word));
      return i >= 0 && change(words, other, i, ModelNumbers.otherNumber(words.get(i), random));
    }
  },
  /** Another colour, edition, platform, size, language or the like. */
  VARIANT(18) {
    @Override
    boolean apply(Words words, Words other, Vocabulary vocabulary, SplittableRandom random) {
      int i =
          pick(words, random, word -> Variants.other(word, new SplittableRandom(0)).isPresent());
      return i >= 0 && change(words, other, i, Variants.other(words.get(i), random).orElseThrow());
    }
  },
  /** A word that one lacks and that makes it another product: {@code pro}, {@code upgrade}. */
  ADDED_VARIANT(6) {
    @Override
    boolean apply(Words words, Words other, Vocabulary vocabulary, SplittableRandom random) {
      String word = Variants.added(random);
      boolean there = false;
      for (int i = 0; i < words.size(); i++) {
        there |= WordShape.canonical(words.get(i)).equals(word);
      }
      if (there || words.size() < 2) {
        return false;
      }
      int model = pick(words, random, WordShape::isModelNumber);
      int at =
          switch (random.nextInt(3)) {
            case 0 -> words.size();
            case 1 -> model < 0 ? words.size() : model + 1;
            default -> random.nextInt(1, Math.min(5, words.size() + 1));
          };
      other.insertFixed(at, Variants.inCaseOf(words.get(at - 1), word));
      return true;
    }
  },
  /** Several of it, or it with something else. */
  BUNDLE(5) {
    @Override
    boolean apply(Words words, Words other, Vocabulary vocabulary, SplittableRandom random) {
      return insertPhrase(other, BUNDLES, random);
    }
  },
  /** Something made for it. */
  ACCESSORY(7) {
    @Override
    boolean apply(Words words, Words other, Vocabulary vocabulary, SplittableRandom random) {
      for (int i = 0; i < words.size(); i++) {
        if (ACCESSORY_WORDS.contains(WordShape.canonical(words.get(i)))) {
          return false;
        }
      }
      return insertPhrase(other, ACCESSORIES, random);
    }
  },
  /**
   * Other words for a third or more of the plain ones, at least two. Not where a model number would
   * still say that it is the same product.
   */
  REPLACED_WORDS(8) {
    @Override
    boolean apply(Words words, Words other, Vocabulary vocabulary, SplittableRandom random) {
      int plain = 0;
      for (int i = 0; i < words.size(); i++) {
        plain += isContent(words.get(i)) ? 1 : 0;
        if (WordShape.isModelNumber(words.get(i))) {
          return false;
        }
      }
      int wanted = Math.max(2, (int) (plain * SHARES[random.nextInt(SHARES.length)]));
      if (plain < 2) {
        return false;
      }
      Set<String> known = NeighbourIndex.words(words.toString());
      boolean replaced = false;
      for (int left = Math.min(plain, wanted); left > 0; left--) {
        int i = pick(words, random, ProductEdit::isContent);
        String another = vocabulary.plainWord(random);
        if (i >= 0 && !known.containsAll(NeighbourIndex.words(another))) {
          replaced |= change(words, other, i, Variants.inCaseOf(words.get(i), another));
        }
      }
      return replaced;
    }
  };

  private static final double[] SHARES = {0.35, 0.5, 0.7};

  private static final List<String> BUNDLES =
      List.of(
          "2 pack",
          "3 pack",
          "pack of 4",
          "bundle",
          "bundle with case",
          "twin pack",
          "set of 2",
          "value bundle",
          "kit with charger",
          "10 pack",
          "multipack",
          "5 pack",
          "starter kit");

  private static final List<String> ACCESSORIES =
      List.of(
          "case for",
          "replacement battery for",
          "screen protector for",
          "remote control for",
          "power adapter for",
          "carrying case for",
          "charger for",
          "cover for",
          "cable for",
          "leather sleeve for",
          "wall mount for",
          "strap for",
          "replacement lamp for",
          "manual for",
          "extended warranty for",
          "dust cover for",
          "lens cap for",
          "stand for",
          "dock for");

  private static final List<String> ACCESSORY_WORDS =
      List.of(
          "for", "case", "battery", "cover", "charger", "mount", "cable", "strap", "replacement");

  private final int weight;

  ProductEdit(int weight) {
    this.weight = weight;
  }

  /** How often it is tried, compared with the others. */
  int weight() {
    return weight;
  }

  /**
   * Makes the other description that of another product.
   *
   * @param words a description; only fixed
   * @param other a copy of it; changed and fixed
   * @return false where the description has nothing to change; both stay as they are then
   */
  abstract boolean apply(Words words, Words other, Vocabulary vocabulary, SplittableRandom random);

  private interface Choice {
    boolean accepts(String word);
  }

  /** Any word that is accepted and not fixed yet, -1 if there is none. */
  private static int pick(Words words, SplittableRandom random, Choice choice) {
    int seen = 0;
    int picked = -1;
    for (int i = 0; i < words.size(); i++) {
      if (!words.isFixed(i) && choice.accepts(words.get(i)) && random.nextInt(++seen) == 0) {
        picked = i;
      }
    }
    return picked;
  }

  private static boolean isContent(String word) {
    return word.length() > 2
        && !WordShape.hasDigit(word)
        && !Variants.isVariant(word)
        && Character.isLetter(word.charAt(0));
  }

  private static boolean change(Words words, Words other, int index, String word) {
    if (WordShape.canonical(word).equals(WordShape.canonical(words.get(index)))) {
      return false;
    }
    words.fix(index);
    other.set(index, word);
    other.fix(index);
    return true;
  }

  private static boolean insertPhrase(Words other, List<String> phrases, SplittableRandom random) {
    String phrase = phrases.get(random.nextInt(phrases.size()));
    boolean before = phrase.endsWith(" for") || random.nextInt(3) == 0;
    other.insertFixed(before ? 0 : other.size(), phrase);
    return true;
  }
}
