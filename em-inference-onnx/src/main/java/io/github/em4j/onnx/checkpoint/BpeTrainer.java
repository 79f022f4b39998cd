package io.github.em4j.onnx.checkpoint;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;

/**
 * Learns a byte-level BPE tokenizer: the 256 bytes, then the learned merges, then the special
 * tokens. The most frequent pair of neighbouring tokens becomes a token, again and again; of
 * equally frequent pairs the first in the order of their spellings is taken, so the same texts give
 * the same tokenizer everywhere, in whatever order they come.
 *
 * <p>Sennrich et al., Neural Machine Translation of Rare Words with Subword Units (ACL 2016), on
 * bytes as GPT-2 does. Words are counted first, and a merge touches only the words that hold the
 * pair: ten megabytes take seconds. Not safe for use by many threads.
 */
public final class BpeTrainer {
  private final int vocabularySize;
  private WordSplit split = WordSplit.LETTERS_AND_DIGITS;
  private boolean lowerCase;
  private List<String> specialTokens = List.of("<|bos|>", "<|eos|>");
  private List<String> singleTokens = List.of();
  private final Map<String, Long> wordCounts = new LinkedHashMap<>();

  private BpeTrainer(int vocabularySize) {
    this.vocabularySize = vocabularySize;
  }

  /**
   * Starts a trainer: words of letters and digits, case kept, special tokens {@code <|bos|>} and
   * {@code <|eos|>}.
   *
   * @param vocabularySize how many tokens there may be at most, special ones included; fewer come
   *     out where no pair occurs twice any more
   * @return a new trainer
   * @throws IllegalArgumentException if there is no room for the 256 bytes
   */
  public static BpeTrainer ofSize(int vocabularySize) {
    if (vocabularySize < 256) {
      throw new IllegalArgumentException(
          "the vocabulary needs room for the 256 bytes, found " + vocabularySize);
    }
    return new BpeTrainer(vocabularySize);
  }

  /**
   * Sets how a text is cut into words.
   *
   * @param split default {@link WordSplit#LETTERS_AND_DIGITS}
   * @return this trainer
   * @throws IllegalStateException if texts were counted already
   */
  public BpeTrainer split(WordSplit split) {
    requireNoTexts();
    this.split = requireNonNull(split, "split");
    return this;
  }

  /**
   * Makes a tokenizer that reads capital letters as small ones.
   *
   * @return this trainer
   * @throws IllegalStateException if texts were counted already
   */
  public BpeTrainer lowerCase() {
    requireNoTexts();
    this.lowerCase = true;
    return this;
  }

  /**
   * Sets the tokens that no text is cut into. They get the highest ids.
   *
   * @param begin begins a text that the tokenizer is asked to add special tokens to
   * @param end ends a text
   * @param others any more
   * @return this trainer
   * @throws IllegalArgumentException if one is empty or given twice
   */
  public BpeTrainer specialTokens(String begin, String end, String... others) {
    var tokens = new ArrayList<>(List.of(begin, end));
    tokens.addAll(List.of(others));
    if (tokens.contains("") || tokens.stream().distinct().count() < tokens.size()) {
      throw new IllegalArgumentException(
          "special tokens must be different and not empty, found " + tokens);
    }
    this.specialTokens = List.copyOf(tokens);
    return this;
  }

  /**
   * Sets texts that become one token each, however rare they are, such as the answers of a prompt.
   *
   * @param texts one word each, with the space before it where it has one
   * @return this trainer
   */
  public BpeTrainer singleTokens(String... texts) {
    this.singleTokens = List.of(texts);
    return this;
  }

  /**
   * Counts the words of a text.
   *
   * @param text any text
   * @return this trainer
   */
  public BpeTrainer add(String text) {
    return add(text, 1);
  }

  /**
   * Counts the words of a text that occurs many times.
   *
   * @param text any text
   * @param times how often it counts, at least 1
   * @return this trainer
   * @throws IllegalArgumentException if {@code times} is smaller than 1
   */
  public BpeTrainer add(String text, int times) {
    if (times < 1) {
      throw new IllegalArgumentException("a text must count at least once, found " + times);
    }
    Matcher words = split.pattern().matcher(BpeTokenizer.normalized(text, lowerCase));
    while (words.find()) {
      wordCounts.merge(words.group(), (long) times, Long::sum);
    }
    return this;
  }

  /**
   * Learns the merges.
   *
   * @return a tokenizer
   * @throws IllegalArgumentException if a text that is to be one token is more than one word, or
   *     there is no room for the special tokens and these
   */
  public BpeTokenizer train() {
    var vocabulary = new Vocabulary();
    for (String text : singleTokens) {
      vocabulary.buildUp(text);
    }
    int room = vocabularySize - specialTokens.size();
    if (vocabulary.spellings.size() > room) {
      throw new IllegalArgumentException(
          "a vocabulary of %d has no room for the bytes, %d special tokens and %s"
              .formatted(vocabularySize, specialTokens.size(), singleTokens));
    }
    var words = new int[wordCounts.size()][];
    var counts = new long[words.length];
    int next = 0;
    for (Map.Entry<String, Long> word : wordCounts.entrySet()) {
      words[next] = BpeTokenizer.bytes(word.getKey());
      counts[next++] = word.getValue();
    }
    var pairs = new PairIndex(words, counts, vocabulary.spellings);
    for (int i = 0; i < vocabulary.merges.size(); i++) {
      pairs.merge(vocabulary.merges.get(i), 256 + i);
    }
    while (vocabulary.spellings.size() < room) {
      long pair = pairs.pollMostFrequent();
      if (pair < 0) {
        break;
      }
      // Two ways to build one token would make the result depend on their order.
      if (!vocabulary.has(pair)) {
        pairs.merge(pair, vocabulary.add(pair));
      }
    }
    return new BpeTokenizer(
        vocabulary.spellings, vocabulary.merges, split, lowerCase, specialTokens);
  }

  private void requireNoTexts() {
    if (!wordCounts.isEmpty()) {
      throw new IllegalStateException("texts were counted already");
    }
  }

  /** The tokens so far; the one of number 256 + i comes from merge i. */
  private final class Vocabulary {
    private final List<String> spellings = new ArrayList<>();
    private final Set<String> known = new HashSet<>();
    private final List<Long> merges = new ArrayList<>();

    Vocabulary() {
      for (int b = 0; b < 256; b++) {
        put(ByteSpelling.of(new byte[] {(byte) b}));
      }
    }

    private int put(String spelling) {
      known.add(spelling);
      spellings.add(spelling);
      return spellings.size() - 1;
    }

    private String spelling(long pair) {
      return spellings.get(PairIndex.left(pair)) + spellings.get(PairIndex.right(pair));
    }

    boolean has(long pair) {
      return known.contains(spelling(pair));
    }

    int add(long pair) {
      merges.add(pair);
      return put(spelling(pair));
    }

    void buildUp(String text) {
      String word = BpeTokenizer.normalized(text, lowerCase);
      Matcher words = split.pattern().matcher(word);
      if (!words.lookingAt() || words.end() < word.length()) {
        throw new IllegalArgumentException(
            "'" + text + "' is more than one word and cannot be one token");
      }
      var merges = new HashMap<Long, Integer>();
      for (int i = 0; i < this.merges.size(); i++) {
        merges.put(this.merges.get(i), i);
      }
      int[] tokens = BpeTokenizer.merge(BpeTokenizer.bytes(word), merges);
      while (tokens.length > 1) {
        long pair = PairIndex.pair(tokens[0], tokens[1]);
        if (has(pair)) {
          throw new IllegalArgumentException(
              "not all of " + singleTokens + " can be single tokens: '" + text + "' cannot");
        }
        tokens = PairIndex.merged(tokens, pair, add(pair));
      }
    }
  }
}
