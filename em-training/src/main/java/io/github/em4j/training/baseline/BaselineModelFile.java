package io.github.em4j.training.baseline;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.internal.WholeFile;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The file of a trained baseline: the bytes {@code EM4JBASE}, the format version, length and CRC-32
 * of the rest, and the rest, gzip'ed. All numbers are big-endian. The trees are plain arrays rather
 * than Tribuo's serialised models: loading makes no class by name, and the file outlives versions
 * of Tribuo.
 */
final class BaselineModelFile {
  private static final byte[] MAGIC = "EM4JBASE".getBytes(StandardCharsets.US_ASCII);

  /** Raised whenever the content changes; older versions stay readable. */
  private static final int VERSION = 1;

  private static final int MAX_LENGTH = 1 << 30;

  private BaselineModelFile() {}

  static void write(BaselineModel model, Path file) {
    try {
      byte[] content = content(model);
      var crc = new CRC32();
      crc.update(content);
      WholeFile.write(
          file,
          out -> {
            var data = new DataOutputStream(out);
            data.write(MAGIC);
            data.writeInt(VERSION);
            data.writeInt(content.length);
            data.writeInt((int) crc.getValue());
            data.write(content);
            data.flush();
          });
    } catch (IOException e) {
      throw new EntityMatchingException("cannot write the baseline to " + file, e);
    }
  }

  static BaselineModel read(Path file) {
    try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
        throw new EntityMatchingException(
            file + " is not a saved baseline: it does not begin with EM4JBASE");
      }
      int version = in.readInt();
      if (version < 1 || version > VERSION) {
        throw new EntityMatchingException(
            "%s has format version %d; this em4j reads versions 1 to %d"
                .formatted(file, version, VERSION));
      }
      int length = in.readInt();
      int expected = in.readInt();
      if (length < 0 || length > MAX_LENGTH) {
        throw broken(file, "it claims a content of " + length + " bytes", null);
      }
      byte[] content = in.readNBytes(length);
      if (content.length < length) {
        throw broken(file, "it ends after %d of %d bytes".formatted(content.length, length), null);
      }
      var crc = new CRC32();
      crc.update(content);
      if ((int) crc.getValue() != expected) {
        throw broken(file, "its checksum does not fit its content", null);
      }
      return model(content);
    } catch (NoSuchFileException e) {
      throw broken(file, "there is no such file", e);
    } catch (EOFException e) {
      throw broken(file, "it ends too early", e);
    } catch (IOException e) {
      throw broken(file, String.valueOf(e.getMessage()), e);
    }
  }

  private static EntityMatchingException broken(
      Path file, String problem, @Nullable Exception cause) {
    return new EntityMatchingException(
        "cannot read the baseline in " + file + ": " + problem, cause);
  }

  private static byte[] content(BaselineModel model) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(new GZIPOutputStream(bytes))) {
      BaselineModelCard card = model.card();
      out.writeUTF(card.trainedOn());
      out.writeInt(card.trainingPairs());
      out.writeInt(card.trainingMatches());
      out.writeInt(card.validationPairs());
      out.writeBoolean(card.validationHeldOut());
      out.writeDouble(card.validationF1());
      out.writeDouble(card.threshold());
      out.writeInt(card.trees());
      out.writeLong(card.seed());
      out.writeUTF(card.em4jVersion());
      model.features().write(out);
      writeNames(out, model.features().names());
      model.full().write(out);
      boolean own = !model.general().equals(model.full());
      out.writeBoolean(own);
      if (own) {
        model.general().write(out);
      }
    }
    return bytes.toByteArray();
  }

  private static void writeNames(DataOutputStream out, List<String> names) throws IOException {
    out.writeInt(names.size());
    for (String name : names) {
      out.writeUTF(name);
    }
  }

  /** The trees ask for features by place: a release with other features must not guess. */
  private static void checkNames(DataInputStream in, List<String> names) throws IOException {
    int size = in.readInt();
    for (int i = 0; i < size; i++) {
      String name = in.readUTF();
      if (i >= names.size() || !names.get(i).equals(name)) {
        throw new IOException(
            "it was trained with feature '" + name + "', which this em4j does not have there");
      }
    }
    if (size != names.size()) {
      throw new IOException(
          "it was trained with %d features, this em4j has %d".formatted(size, names.size()));
    }
  }

  private static BaselineModel model(byte[] content) throws IOException {
    try (var in = new DataInputStream(new GZIPInputStream(new ByteArrayInputStream(content)))) {
      String trainedOn = in.readUTF();
      int trainingPairs = in.readInt();
      int trainingMatches = in.readInt();
      int validationPairs = in.readInt();
      boolean validationHeldOut = in.readBoolean();
      double validationF1 = in.readDouble();
      double threshold = in.readDouble();
      int trees = in.readInt();
      long seed = in.readLong();
      String em4jVersion = in.readUTF();
      SimilarityFeatures features = SimilarityFeatures.read(in);
      checkNames(in, features.names());
      MatchClassifier full = MatchClassifier.read(in, features.names().size());
      MatchClassifier general =
          in.readBoolean() ? MatchClassifier.read(in, features.names().size()) : full;
      // The fallback's threshold stands with its classifier only.
      var card =
          new BaselineModelCard(
              trainedOn,
              trainingPairs,
              trainingMatches,
              validationPairs,
              validationHeldOut,
              validationF1,
              threshold,
              general.threshold(),
              trees,
              seed,
              em4jVersion);
      return new BaselineModel(card, features, full, general);
    }
  }
}
