package io.github.em4j.onnx.checkpoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Learns a small byte-level BPE tokenizer and writes it as {@code tokenizer.json}: the 256 bytes,
 * then the learned merges, then the special tokens. Any text can be encoded with it and comes back
 * unchanged.
 *
 * <p>Sennrich et al., Neural Machine Translation of Rare Words with Subword Units (ACL 2016), on
 * bytes as GPT-2 does.
 */
final class ByteLevelBpe {
  private static final Pattern WORDS =
      Pattern.compile(
          "'(?:s|t|re|ve|m|ll|d)| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+");

  private final Map<String, Integer> vocabulary = new LinkedHashMap<>();
  private final List<String[]> merges = new ArrayList<>();

  private ByteLevelBpe() {}

  /** Learns at most so many merges; fewer when no pair occurs twice any more. */
  static ByteLevelBpe learn(List<String> sentences, int maxMerges) {
    var bpe = new ByteLevelBpe();
    for (int b = 0; b < 256; b++) {
      bpe.vocabulary.put(String.valueOf(spelling(b)), b);
    }
    List<List<String>> words = new ArrayList<>();
    for (String sentence : sentences) {
      Matcher matcher = WORDS.matcher(sentence);
      while (matcher.find()) {
        words.add(bytes(matcher.group()));
      }
    }
    while (bpe.merges.size() < maxMerges && bpe.mergeMostFrequentPair(words)) {}
    return bpe;
  }

  private boolean mergeMostFrequentPair(List<List<String>> words) {
    // Sorted, so that the first of several equally frequent pairs is the same on every machine.
    var counts = new TreeMap<String, Integer>();
    for (List<String> word : words) {
      for (int i = 0; i + 1 < word.size(); i++) {
        counts.merge(word.get(i) + " " + word.get(i + 1), 1, Integer::sum);
      }
    }
    String best = "";
    int most = 1;
    for (Map.Entry<String, Integer> pair : counts.entrySet()) {
      if (pair.getValue() > most) {
        most = pair.getValue();
        best = pair.getKey();
      }
    }
    if (most < 2) {
      return false;
    }
    String left = best.substring(0, best.indexOf(' '));
    String right = best.substring(best.indexOf(' ') + 1);
    merges.add(new String[] {left, right});
    vocabulary.putIfAbsent(left + right, vocabulary.size());
    for (List<String> word : words) {
      for (int i = 0; i + 1 < word.size(); i++) {
        if (word.get(i).equals(left) && word.get(i + 1).equals(right)) {
          word.set(i, left + right);
          word.remove(i + 1);
        }
      }
    }
    return true;
  }

  /** How many ids are taken, the special tokens not counted. */
  int size() {
    return vocabulary.size();
  }

  /**
   * The file.
   *
   * @param specialTokens their spellings; they get the ids from {@link #size} on
   * @param begin the one of them that begins a text
   */
  String tokenizerJson(List<String> specialTokens, String begin) {
    var mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode().put("version", "1.0");
    root.putNull("truncation").putNull("padding");
    ArrayNode added = root.putArray("added_tokens");
    for (int i = 0; i < specialTokens.size(); i++) {
      added
          .addObject()
          .put("id", size() + i)
          .put("content", specialTokens.get(i))
          .put("single_word", false)
          .put("lstrip", false)
          .put("rstrip", false)
          .put("normalized", false)
          .put("special", true);
    }
    root.putNull("normalizer");
    byteLevel(root.putObject("pre_tokenizer"));
    postProcessor(root.putObject("post_processor"), begin, size() + specialTokens.indexOf(begin));
    byteLevel(root.putObject("decoder"));
    ObjectNode model = root.putObject("model").put("type", "BPE");
    for (String absent :
        List.of("dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix")) {
      model.putNull(absent);
    }
    model.put("fuse_unk", false).put("byte_fallback", false).put("ignore_merges", false);
    ObjectNode vocab = model.putObject("vocab");
    vocabulary.forEach(vocab::put);
    ArrayNode pairs = model.putArray("merges");
    merges.forEach(pair -> pairs.addArray().add(pair[0]).add(pair[1]));
    return root.toPrettyString();
  }

  private static void byteLevel(ObjectNode node) {
    node.put("type", "ByteLevel")
        .put("add_prefix_space", false)
        .put("trim_offsets", true)
        .put("use_regex", true);
  }

  private static void postProcessor(ObjectNode node, String begin, int id) {
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
    token.putArray("ids").add(id);
    token.putArray("tokens").add(begin);
  }

  private static List<String> bytes(String word) {
    var bytes = new ArrayList<String>();
    for (byte b : word.getBytes(StandardCharsets.UTF_8)) {
      bytes.add(String.valueOf(spelling(b & 0xFF)));
    }
    return bytes;
  }

  /**
   * GPT-2's printable character for a byte: itself where it is printable and not a space, otherwise
   * the next free one from U+0100 on.
   */
  private static char spelling(int b) {
    if (isPrintable(b)) {
      return (char) b;
    }
    int before = 0;
    for (int other = 0; other < b; other++) {
      before += isPrintable(other) ? 0 : 1;
    }
    return (char) (0x100 + before);
  }

  private static boolean isPrintable(int b) {
    return (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xAC) || b >= 0xAE;
  }
}
