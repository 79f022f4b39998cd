package io.github.em4j.onnx.checkpoint;

import io.github.em4j.internal.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The checkpoint that ships with em4j, in the artifact {@code em-model-tiny}: a Llama of two
 * million weights that was made for entity matching, for demonstrations, tests and first steps. Its
 * model card, {@code README.md}, says what it saw and what it reaches.
 *
 * <p>Weights are mapped from files, so the checkpoint is unpacked once into a cache: the folder
 * that the system property {@value #CACHE} names, else {@code em4j} in {@code XDG_CACHE_HOME}, else
 * {@code .cache/em4j} in the user's home, else {@code em4j} in the folder for temporary files. What
 * lies there is compared with the artifact at each opening and written again where it differs.
 */
public final class BundledCheckpoint {
  /** The system property that names the folder to unpack into. */
  public static final String CACHE = "em4j.cache";

  private static final String RESOURCES = "/io/github/em4j/models/tiny/";
  private static final List<String> FILES =
      List.of(
          "README.md",
          WeightFiles.SINGLE,
          TokenizerFiles.TOKENIZER,
          TokenizerFiles.CONFIG,
          Checkpoint.GENERATION_CONFIG,
          // Last: a folder without it is no checkpoint.
          Checkpoint.CONFIG);

  private BundledCheckpoint() {}

  /**
   * The folder of {@code em4j-tiny}.
   *
   * @return a checkpoint folder like any other; not to be written to
   * @throws CheckpointException if {@code em-model-tiny} is not on the class path, or no folder
   *     takes its files
   */
  public static Path tiny() {
    Map<String, byte[]> files = read();
    MessageDigest hash = Sha256.digest();
    files.values().forEach(hash::update);
    String folder = "em4j-tiny-" + HexFormat.of().formatHex(hash.digest(), 0, 6);
    IOException refused = new IOException("no folder for it");
    for (Path cache : caches()) {
      try {
        return unpack(files, cache.resolve(folder));
      } catch (IOException e) {
        e.addSuppressed(refused);
        refused = e;
      }
    }
    throw new CheckpointException(
        Path.of(folder),
        "cannot be unpacked; name a folder with the system property " + CACHE + ": " + refused,
        refused);
  }

  private static Map<String, byte[]> read() {
    var files = new LinkedHashMap<String, byte[]>();
    for (String name : FILES) {
      try (InputStream in = BundledCheckpoint.class.getResourceAsStream(RESOURCES + name)) {
        if (in == null) {
          throw new CheckpointException(
              Path.of(name),
              "is not on the class path; em4j-tiny needs the dependency io.github.em4j:em-model-tiny");
        }
        files.put(name, in.readAllBytes());
      } catch (IOException e) {
        throw new CheckpointException(Path.of(name), "cannot be read from the class path", e);
      }
    }
    return files;
  }

  private static List<Path> caches() {
    String chosen = System.getProperty(CACHE, "");
    if (!chosen.isEmpty()) {
      return List.of(Path.of(chosen));
    }
    String cache = System.getenv().getOrDefault("XDG_CACHE_HOME", "");
    Path home =
        cache.isEmpty() ? Path.of(System.getProperty("user.home", ""), ".cache") : Path.of(cache);
    return List.of(
        home.resolve("em4j"), Path.of(System.getProperty("java.io.tmpdir", "")).resolve("em4j"));
  }

  private static Path unpack(Map<String, byte[]> files, Path folder) throws IOException {
    Files.createDirectories(folder);
    for (Map.Entry<String, byte[]> entry : files.entrySet()) {
      Path file = folder.resolve(entry.getKey());
      if (!Files.exists(file) || !Arrays.equals(Files.readAllBytes(file), entry.getValue())) {
        WholeFile.write(file, out -> out.write(entry.getValue()));
      }
    }
    return folder;
  }
}
