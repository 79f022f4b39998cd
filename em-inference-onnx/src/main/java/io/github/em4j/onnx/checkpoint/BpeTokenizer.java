package io.github.em4j.onnx.checkpoint;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.em4j.internal.WholeFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;

/**
 * A byte-level BPE tokenizer that {@link BpeTrainer} learned: encodes as {@link ChatTokenizer} does
 * with the files that it writes, without leaving the JVM. Any text can be encoded and comes back
 * unchanged, but for its capital letters where the tokenizer lowers case.
 *
 * <p>Special tokens that a text spells out stay plain text. Safe for use by many threads.
 */
public final class BpeTokenizer {
  private static final int MAX_REMEMBERED_WORDS = 1 << 17;
  private static final int MAX_REMEMBERED_LENGTH = 24;

  private final List<String> spellings;
  private final List<Long> merges;
  private final WordSplit split;
  private final boolean lowerCase;
  private final List<String> specialTokens;
  private final Map<Long, Integer> ranks = new HashMap<>();
  private final Map<String, int[]> remembered = new ConcurrentHashMap<>();

  /**
   * The tokens of a text.
   *
   * @param ids token ids
   * @param ends where in the {@linkplain BpeTokenizer#normalized normalised} text each token ends,
   *     in characters; a token that ends inside a character has the end of that character
   */
  @SuppressWarnings("ArrayRecordComponent") // Read once by whoever asked.
  public record Encoding(int[] ids, int[] ends) {}

  BpeTokenizer(
      List<String> spellings,
      List<Long> merges,
      WordSplit split,
      boolean lowerCase,
      List<String> specialTokens) {
    this.spellings = List.copyOf(spellings);
    this.merges = List.copyOf(merges);
    this.split = split;
    this.lowerCase = lowerCase;
    this.specialTokens = specialTokens;
    for (int i = 0; i < merges.size(); i++) {
      ranks.put(merges.get(i), i);
    }
  }

  /**
   * How many tokens there are.
   *
   * @return one more than the highest id, special tokens counted
   */
  public int size() {
    return spellings.size() + specialTokens.size();
  }

  /**
   * The id of a special token.
   *
   * @param spelling its spelling
   * @return its id
   * @throws IllegalArgumentException if there is no such special token
   */
  public int specialToken(String spelling) {
    int index = specialTokens.indexOf(spelling);
    if (index < 0) {
      throw new IllegalArgumentException(
          "no special token '" + spelling + "', there are " + specialTokens);
    }
    return spellings.size() + index;
  }

  /**
   * The token that begins a text.
   *
   * @return its id
   */
  public int beginToken() {
    return spellings.size();
  }

  /**
   * What the tokenizer makes of a text before it looks for words.
   *
   * @param text any text
   * @return the text, with small letters only where the tokenizer lowers case
   */
  public String normalized(String text) {
    return normalized(text, lowerCase);
  }

  /**
   * Turns a text into tokens.
   *
   * @param text any text
   * @return the ids, no special token among them
   */
  public int[] encode(String text) {
    var found = new Tokens(text.length() / 3 + 4);
    Matcher words = split.pattern().matcher(normalized(text));
    while (words.find()) {
      found.add(tokens(words.group()));
    }
    return Arrays.copyOf(found.ids, found.size);
  }

  /**
   * Turns a text into tokens and says where they end.
   *
   * @param text any text
   * @return ids and ends
   */
  public Encoding encodeWithEnds(String text) {
    var found = new Tokens(text.length() / 3 + 4);
    Matcher words = split.pattern().matcher(normalized(text));
    while (words.find()) {
      int from = found.size;
      found.add(tokens(words.group()));
      found.setEnds(from, words.start(), words.group());
    }
    return new Encoding(
        Arrays.copyOf(found.ids, found.size), Arrays.copyOf(found.ends, found.size));
  }

  /**
   * Turns tokens into text.
   *
   * @param ids token ids; special and unknown ones are left out
   * @return the text; bytes that are not UTF-8 become replacement characters
   */
  public String decode(int... ids) {
    var bytes = new ByteArrayOutputStream();
    for (int id : ids) {
      if (id >= 0 && id < spellings.size()) {
        bytes.writeBytes(ByteSpelling.bytesOf(spellings.get(id)));
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** Lower case as the tokenizers library has it: one character at a time. */
  static String normalized(String text, boolean lowerCase) {
    if (!lowerCase || text.codePoints().noneMatch(c -> Character.toLowerCase(c) != c)) {
      return text;
    }
    var lower = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (c == 'İ') {
                lower.append("i\u0307");
              } else {
                lower.appendCodePoint(Character.toLowerCase(c));
              }
            });
    return lower.toString();
  }

  /** One token per byte. */
  static int[] bytes(String word) {
    byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
    var tokens = new int[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      tokens[i] = bytes[i] & 0xFF;
    }
    return tokens;
  }

  private int[] tokens(String word) {
    if (word.length() > MAX_REMEMBERED_LENGTH) {
      return merge(bytes(word), ranks);
    }
    int[] known = remembered.get(word);
    if (known == null) {
      known = merge(bytes(word), ranks);
      if (remembered.size() < MAX_REMEMBERED_WORDS) {
        remembered.put(word, known);
      }
    }
    return known;
  }

  /**
   * Applies merges, the first learned first. Merge {@code i} makes token {@code 256 + i}, so what
   * it makes takes part in later merges only, and all its places can be merged at once.
   */
  static int[] merge(int[] tokens, Map<Long, Integer> ranks) {
    int[] merged = tokens;
    while (merged.length > 1) {
      int best = Integer.MAX_VALUE;
      long bestPair = -1;
      for (int i = 0; i + 1 < merged.length; i++) {
        long pair = PairIndex.pair(merged[i], merged[i + 1]);
        int rank = ranks.getOrDefault(pair, Integer.MAX_VALUE);
        if (rank < best) {
          best = rank;
          bestPair = pair;
        }
      }
      if (bestPair < 0) {
        break;
      }
      merged = PairIndex.merged(merged, bestPair, 256 + best);
    }
    return merged;
  }

  /** A growing list of tokens. */
  private final class Tokens {
    private int[] ids;
    private int[] ends;
    private int size;

    Tokens(int capacity) {
      ids = new int[capacity];
      ends = new int[capacity];
    }

    void add(int[] more) {
      if (size + more.length > ids.length) {
        ids = Arrays.copyOf(ids, 2 * (size + more.length));
        ends = Arrays.copyOf(ends, ids.length);
      }
      System.arraycopy(more, 0, ids, size, more.length);
      size += more.length;
    }

    void setEnds(int from, int start, String word) {
      int bytes = 0;
      int seen = 0;
      int position = 0;
      for (int i = from; i < size; i++) {
        bytes += spellings.get(ids[i]).length();
        while (seen < bytes) {
          int c = word.codePointAt(position);
          // A lone half of a surrogate pair is encoded as one byte, a question mark.
          seen +=
              c < 0x80 || (c >= 0xD800 && c <= 0xDFFF) ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
          position += Character.charCount(c);
        }
        ends[i] = start + position;
      }
    }
  }

  /**
   * Writes {@code tokenizer.json} and {@code tokenizer_config.json}, the files that {@link
   * ChatTokenizer} and the transformers library read.
   *
   * @param folder where to; made if needed
   * @param chatTemplate how messages become a prompt, empty for a base model
   * @throws CheckpointException if writing fails
   */
  public void write(Path folder, Optional<String> chatTemplate) {
    requireNonNull(folder, "folder");
    try {
      Files.createDirectories(folder);
      WholeFile.writeString(folder.resolve(TokenizerFiles.TOKENIZER), tokenizerJson());
      WholeFile.writeString(folder.resolve(TokenizerFiles.CONFIG), configJson(chatTemplate));
    } catch (IOException e) {
      throw new CheckpointException(folder, "the tokenizer cannot be written", e);
    }
  }

  /** Each merge as {@code left right}. */
  List<String> mergeSpellings() {
    return merges.stream()
        .map(
            pair ->
                spellings.get(PairIndex.left(pair)) + " " + spellings.get(PairIndex.right(pair)))
        .toList();
  }

  String configJson(Optional<String> chatTemplate) {
    ObjectNode json = new ObjectMapper().createObjectNode();
    json.put("bos_token", specialTokens.get(0)).put("eos_token", specialTokens.get(1));
    chatTemplate.ifPresent(template -> json.put("chat_template", template));
    json.put("tokenizer_class", "PreTrainedTokenizerFast");
    return json.toPrettyString() + "\n";
  }

  String tokenizerJson() {
    ObjectNode root = new ObjectMapper().createObjectNode().put("version", "1.0");
    root.putNull("truncation").putNull("padding");
    ArrayNode added = root.putArray("added_tokens");
    for (String token : specialTokens) {
      ObjectNode node = added.addObject().put("id", specialToken(token)).put("content", token);
      for (String absent : List.of("single_word", "lstrip", "rstrip", "normalized")) {
        node.put(absent, false);
      }
      node.put("special", true);
    }
    if (lowerCase) {
      root.putObject("normalizer").put("type", "Lowercase");
    } else {
      root.putNull("normalizer");
    }
    split.describe(root.putObject("pre_tokenizer"));
    describeBeginToken(root.putObject("post_processor"));
    WordSplit.byteLevel(root.putObject("decoder"), true);
    describeMerges(root.putObject("model").put("type", "BPE"));
    return root.toPrettyString() + "\n";
  }

  private void describeBeginToken(ObjectNode node) {
    String begin = specialTokens.get(0);
    node.put("type", "TemplateProcessing");
    for (String form : List.of("single", "pair")) {
      ArrayNode parts = node.putArray(form);
      parts.addObject().putObject("SpecialToken").put("id", begin).put("type_id", 0);
      parts.addObject().putObject("Sequence").put("id", "A").put("type_id", 0);
      if (form.equals("pair")) {
        parts.addObject().putObject("Sequence").put("id", "B").put("type_id", 1);
      }
    }
    ObjectNode token = node.putObject("special_tokens").putObject(begin).put("id", begin);
    token.putArray("ids").add(beginToken());
    token.putArray("tokens").add(begin);
  }

  private void describeMerges(ObjectNode model) {
    for (String absent :
        List.of("dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix")) {
      model.putNull(absent);
    }
    model.put("fuse_unk", false).put("byte_fallback", false).put("ignore_merges", false);
    ObjectNode vocabulary = model.putObject("vocab");
    for (int id = 0; id < spellings.size(); id++) {
      vocabulary.put(spellings.get(id), id);
    }
    ArrayNode pairs = model.putArray("merges");
    for (long pair : merges) {
      pairs
          .addArray()
          .add(spellings.get(PairIndex.left(pair)))
          .add(spellings.get(PairIndex.right(pair)));
    }
  }
}
