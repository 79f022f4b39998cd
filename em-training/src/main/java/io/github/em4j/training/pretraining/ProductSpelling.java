package io.github.em4j.training.pretraining;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Corruptions that shops make: model numbers and units written differently, words of their own. */
enum ProductSpelling implements Corruption {
  /** {@code DSC-W120}, {@code DSCW120}, {@code DSC W120}, {@code W 120}. */
  RESPELL_MODEL(Effect.RESPELLS) {
    @Override
    public void apply(Words words, SplittableRandom random, double strength) {
      for (int i = words.size() - 1; i >= 0; i--) {
        if (WordShape.isModelNumber(words.get(i)) && random.nextDouble() < 0.6) {
          respell(words, i, random);
        }
      }
    }
  },
  /** The model number once more at the end, without joints: {@code DSC-W120 camera dscw120}. */
  REPEAT_MODEL(Effect.GAINS) {
    @Override
    public void apply(Words words, SplittableRandom random, double strength) {
      for (int i = 0; i < words.size(); i++) {
        if (WordShape.isModelNumber(words.get(i))) {
          words.insert(words.size(), WordShape.canonical(words.get(i)));
          if (words.isFixed(i)) {
            words.fix(words.size() - 1);
          }
          return;
        }
      }
    }
  },
  /** Leaves out the letters at the end of a model number: {@code 1022n}, {@code 1022}. */
  SHORTEN_MODEL(Effect.RESPELLS) {
    @Override
    public void apply(Words words, SplittableRandom random, double strength) {
      for (int i = 0; i < words.size(); i++) {
        String word = words.get(i);
        int end = word.length();
        while (end > 0
            && (WordShape.isLetter(word.charAt(end - 1)) || isJoint(word.charAt(end - 1)))) {
          end--;
        }
        if (!words.isFixed(i)
            && WordShape.isModelNumber(word)
            && end >= 4
            && word.length() - end <= 3
            && random.nextBoolean()) {
          words.set(i, word.substring(0, end));
        }
      }
    }
  },
  /** Adds letters for a country or a package to a model number: {@code KDL40/EU}. */
  EXTEND_MODEL(Effect.RESPELLS) {
    @Override
    public void apply(Words words, SplittableRandom random, double strength) {
      for (int i = 0; i < words.size(); i++) {
        String word = words.get(i);
        if (!words.isFixed(i)
            && WordShape.isModelNumber(word)
            && Character.isLetterOrDigit(word.charAt(word.length() - 1))
            && random.nextBoolean()) {
          words.set(i, word + SUFFIXES.get(random.nextInt(SUFFIXES.size())));
        }
      }
    }
  },
  /** {@code 16gb}, {@code 16 gb}, {@code 16-gb}; {@code 40"}, {@code 40 inch}, {@code 40-inch}. */
  UNIT_SPACING(Effect.RESPELLS) {
    @Override
    public void apply(Words words, SplittableRandom random, double strength) {
      for (int i = words.size() - 1; i >= 0; i--) {
        if (random.nextDouble() < 0.7) {
          respaceUnit(words, i, random);
        }
      }
    }
  },
  /** Another usual word for the same: {@code laptop} for {@code notebook}. */
  SYNONYM(Effect.KEEPS) {
    @Override
    public void apply(Words words, SplittableRandom random, double strength) {
      for (int i = 0; i < words.size(); i++) {
        List<String> same = SYNONYMS.get(WordShape.canonical(words.get(i)));
        if (same != null && !words.isFixed(i) && random.nextDouble() < 0.6) {
          words.set(i, Variants.inCaseOf(words.get(i), same.get(random.nextInt(same.size()))));
        }
      }
    }
  },
  /** Cuts a long plain word to its first letters. */
  ABBREVIATE(Effect.KEEPS) {
    @Override
    public void apply(Words words, SplittableRandom random, double strength) {
      int i = random.nextInt(words.size());
      String word = words.get(i);
      if (WordCorruption.isPlain(words, i) && word.length() > 6) {
        String cut = word.substring(0, random.nextInt(3, 6)) + (random.nextBoolean() ? "." : "");
        if (!Variants.isVariant(cut)) {
          words.set(i, cut);
        }
      }
    }
  },
  /** Words that shops put in: their own praise, or the brand once more. */
  NOISE_WORDS(Effect.KEEPS) {
    @Override
    public void apply(Words words, SplittableRandom random, double strength) {
      for (int more = random.nextInt(1, 4); more > 0; more--) {
        boolean repeat = random.nextInt(8) == 0 && WordCorruption.isPlain(words, 0);
        String word = repeat ? words.get(0) : NOISE.get(random.nextInt(NOISE.size()));
        words.insert(random.nextInt(words.size() + 1), word);
      }
    }
  },
  /** The shop's own number, or the one of the bar code. */
  SHOP_NUMBER(Effect.GAINS) {
    @Override
    public void apply(Words words, SplittableRandom random, double strength) {
      var number = new StringBuilder();
      for (int digits = random.nextInt(3) == 0 ? 13 : random.nextInt(5, 9); digits > 0; digits--) {
        number.append((char) ('0' + random.nextInt(10)));
      }
      words.insert(random.nextBoolean() ? 0 : words.size(), number.toString());
    }
  };

  private static final List<String> SUFFIXES =
      List.of("/EU", "-B", "#ABA", "A", "-US", "/A", "-R", "EU", "K", "-BK", "S", "-RTL");

  private static final List<String> NOISE =
      List.of(
          "new",
          "genuine",
          "original",
          "retail",
          "box",
          "with",
          "for",
          "and",
          "the",
          "buy",
          "online",
          "-",
          "|",
          ",",
          "sale",
          "best",
          "price",
          "shop",
          "brand",
          "model",
          "series",
          "version",
          "edition",
          "system",
          "w/",
          "free",
          "shipping",
          "official",
          "latest",
          "digital",
          "cheap",
          "in",
          "stock",
          "by",
          "product",
          "item",
          "quality",
          "high",
          "newest",
          "unit",
          "electronics");

  private static final Map<String, List<String>> SYNONYMS =
      synonyms(
          """
          laptop notebook
          tv television hdtv
          headphones headset earphones
          microphone mic
          memory ram
          hdd harddrive
          display monitor screen
          phone cellphone mobile smartphone
          and &
          with w/
          fridge refrigerator
          cartridge ink
          photo picture
          stainless ss
          wristwatch watch
          router gateway
          speaker loudspeaker
          software program application
          sneakers shoes trainers
          bag tote
          vacuum hoover
          edition ed ed.
          version ver v.
          package pkg
          license licence lic
          """);

  private final Effect effect;

  ProductSpelling(Effect effect) {
    this.effect = effect;
  }

  @Override
  public Effect effect() {
    return effect;
  }

  private static Map<String, List<String>> synonyms(String lines) {
    var synonyms = new HashMap<String, List<String>>();
    lines
        .lines()
        .map(line -> List.of(line.split(" ", -1)))
        .forEach(
            group ->
                group.forEach(
                    word ->
                        synonyms.put(
                            word, group.stream().filter(other -> !other.equals(word)).toList())));
    return Map.copyOf(synonyms);
  }

  private static boolean isJoint(char c) {
    return c == '-' || c == '/';
  }

  private static void respell(Words words, int i, SplittableRandom random) {
    String word = words.get(i);
    int joint = firstJoint(word);
    if (joint > 0 && random.nextInt(3) > 0) {
      words.set(i, word.substring(0, joint) + word.substring(joint + 1));
      return;
    }
    int split = joint > 0 ? joint : firstDigitAfterLetters(word);
    if (split <= 0) {
      return;
    }
    String tail = word.substring(joint > 0 ? split + 1 : split);
    if (random.nextBoolean()) {
      words.set(i, word.substring(0, split) + "-" + tail);
    } else {
      words.set(i, word.substring(0, split));
      words.insert(i + 1, tail);
      if (words.isFixed(i)) {
        words.fix(i + 1);
      }
    }
  }

  private static int firstJoint(String word) {
    for (int i = 1; i < word.length() - 1; i++) {
      if (isJoint(word.charAt(i))) {
        return i;
      }
    }
    return -1;
  }

  private static int firstDigitAfterLetters(String word) {
    int i = 0;
    while (i < word.length() && WordShape.isLetter(word.charAt(i))) {
      i++;
    }
    return i > 0 && i <= 4 && i < word.length() && WordShape.isDigit(word.charAt(i)) ? i : -1;
  }

  private static void respaceUnit(Words words, int i, SplittableRandom random) {
    String word = words.get(i);
    if (WordShape.isQuantity(word)) {
      int end = WordShape.endOfNumber(word);
      String unit = word.substring(word.charAt(end) == '-' ? end + 1 : end);
      if (unit.equals("\"") || unit.equals("''") || unit.equals("\u201D")) {
        unit = random.nextBoolean() ? "inch" : "in";
      }
      writeQuantity(words, i, word.substring(0, end), unit, random);
    } else if (WordShape.isNumber(word)
        && i + 1 < words.size()
        && words.get(i + 1).length() > 1
        && WordShape.isUnit(words.get(i + 1))) {
      String unit = words.get(i + 1);
      boolean fixed = words.isFixed(i) || words.isFixed(i + 1);
      words.remove(i + 1);
      writeQuantity(words, i, word, unit, random);
      if (fixed) {
        words.fix(i);
      }
    }
  }

  private static void writeQuantity(
      Words words, int i, String number, String unit, SplittableRandom random) {
    switch (random.nextInt(3)) {
      case 0 -> words.set(i, number + unit);
      case 1 -> words.set(i, number + "-" + unit);
      default -> {
        words.set(i, number);
        words.insert(i + 1, unit);
        if (words.isFixed(i)) {
          words.fix(i + 1);
        }
      }
    }
  }
}
