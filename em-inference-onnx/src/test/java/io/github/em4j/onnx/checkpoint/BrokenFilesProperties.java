package io.github.em4j.onnx.checkpoint;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.em4j.model.Prompt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Valid files of a checkpoint, changed at random: opening and using them ends well or with a {@link
 * CheckpointException}, never otherwise, and never with the death of the JVM in native code.
 */
final class BrokenFilesProperties {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String[] FAMILIES = {"llama2", "llama3", "mistral", "qwen3", "smollm2"};
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "0",
          "-1",
          "1e999",
          "4294967296",
          "\"\"",
          "\"\\u0000\"",
          "[]",
          "{}",
          "\"(((\"",
          "\"BPE\"",
          "{\"String\":\" \"}",
          "[[\"a\",\"b\"]]",
          "\"{{ messages[9].x }}\"");

  private static Path folder = Path.of("set by makeFolder");

  @BeforeContainer
  static void makeFolder() throws IOException {
    folder = Files.createTempDirectory("em4j-broken");
  }

  @AfterContainer
  static void removeFolder() throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Property(tries = 100)
  void aTokenizerWithOtherBytesIsReadOrRefused(
      @ForAll @IntRange(max = 4) int family, @ForAll boolean config, @ForAll long seed)
      throws IOException {
    copy(family);
    Path file = folder.resolve(config ? TokenizerFiles.CONFIG : TokenizerFiles.TOKENIZER);
    Files.write(file, withOtherBytes(Files.readAllBytes(file), new Random(seed)));
    useTokenizer();
  }

  @Property(tries = 150)
  void aTokenizerWithOtherValuesIsReadOrRefused(
      @ForAll @IntRange(max = 4) int family, @ForAll boolean config, @ForAll long seed)
      throws IOException {
    copy(family);
    Path file = folder.resolve(config ? TokenizerFiles.CONFIG : TokenizerFiles.TOKENIZER);
    JsonNode json = JSON.readTree(file.toFile());
    changeValue(json, new Random(seed));
    JSON.writeValue(file.toFile(), json);
    useTokenizer();
  }

  @Property(tries = 100)
  void aTemplateWithOtherCharactersIsReadOrRefused(
      @ForAll @IntRange(max = 4) int family, @ForAll long seed) throws IOException {
    copy(family);
    Path file = folder.resolve(TokenizerFiles.CONFIG);
    var json = (ObjectNode) JSON.readTree(file.toFile());
    byte[] template = json.get("chat_template").textValue().getBytes(ISO_8859_1);
    byte[] other = withOtherBytes(template, new Random(seed));
    json.put("chat_template", new String(other, ISO_8859_1));
    JSON.writeValue(file.toFile(), json);
    useTokenizer();
  }

  @Property(tries = 300)
  void aConfigWithOtherValuesIsReadOrRefused(@ForAll long seed) throws IOException {
    Path checkpoint = folder.resolve("checkpoint");
    if (!Files.exists(checkpoint)) {
      TinyCheckpoint.write(Files.createDirectory(checkpoint), TinyCheckpoint.LLAMA);
    }
    JsonNode json = JSON.readTree(TinyCheckpoint.LLAMA);
    changeValue(json, new Random(seed));
    byte[] bytes = JSON.writeValueAsBytes(json);
    if (seed % 2 == 0) {
      bytes = withOtherBytes(bytes, new Random(seed));
    }
    Files.write(checkpoint.resolve(Checkpoint.CONFIG), bytes);
    try {
      assertThat(Checkpoint.open(checkpoint).config().vocabSize()).isEqualTo(12);
    } catch (CheckpointException e) {
      assertThat(e).hasMessageContaining(checkpoint.getFileName().toString());
    }
  }

  private static void copy(int family) throws IOException {
    Path from = GoldenTokenizerTest.folder(FAMILIES[family]);
    for (String name : List.of(TokenizerFiles.CONFIG, TokenizerFiles.TOKENIZER)) {
      Files.write(folder.resolve(name), Files.readAllBytes(from.resolve(name)));
    }
  }

  private static void useTokenizer() {
    try (var tokenizer = ChatTokenizer.open(folder)) {
      int[] ids = tokenizer.encode(Prompt.of("Same? 12 W <|eot_id|></s> ü 線"));
      assertThat(tokenizer.decode(ids)).isNotNull();
    } catch (CheckpointException e) {
      assertThat(e).hasMessageContaining("tokenizer");
    }
  }

  private static byte[] withOtherBytes(byte[] bytes, Random random) {
    byte[] changed = bytes.clone();
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(changed.length);
      switch (random.nextInt(4)) {
        case 0 -> changed[at] = (byte) random.nextInt(256);
        case 1 -> changed[at] = (byte) "{}[]\",:%#-0".charAt(random.nextInt(11));
        case 2 -> changed = Arrays.copyOf(changed, Math.max(1, at));
        default -> {
          int length = Math.min(changed.length - at, random.nextInt(60));
          int to = random.nextInt(changed.length - length + 1);
          System.arraycopy(changed, at, changed, to, length);
        }
      }
    }
    return changed;
  }

  /** Replaces or removes one value, at any depth. */
  private static void changeValue(JsonNode root, Random random) throws IOException {
    JsonNode node = root;
    while (true) {
      JsonNode child;
      if (node instanceof ObjectNode object && !object.isEmpty()) {
        var names = new ArrayList<String>();
        object.fieldNames().forEachRemaining(names::add);
        String name = names.get(random.nextInt(names.size()));
        child = object.get(name);
        if (child.isEmpty() || random.nextInt(4) == 0) {
          if (random.nextInt(4) == 0) {
            object.remove(name);
          } else {
            object.set(name, otherValue(random));
          }
          return;
        }
      } else if (node instanceof ArrayNode array && !array.isEmpty()) {
        int index = random.nextInt(array.size());
        child = array.get(index);
        if (child.isEmpty() || random.nextInt(4) == 0) {
          array.set(index, otherValue(random));
          return;
        }
      } else {
        return;
      }
      node = child;
    }
  }

  private static JsonNode otherValue(Random random) throws IOException {
    return JSON.readTree(VALUES.get(random.nextInt(VALUES.size())));
  }
}
