package io.github.em4j.onnx.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JSON header of a safetensors file, checked against the length of the data behind it.
 *
 * @param tensors in the order in which they lie in the file
 * @param metadata the free texts
 */
record SafetensorsHeader(List<StoredTensor> tensors, Map<String, String> metadata) {
  static final String METADATA = "__metadata__";

  private static final int MAX_TENSORS = 1 << 16;
  private static final int MAX_DIMENSIONS = 16;
  private static final List<String> TYPES =
      Arrays.stream(TensorType.values()).map(Enum::name).toList();

  /** Names are not interned: a hostile header must not stay in memory behind its file. */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(8)
                  .maxNumberLength(32)
                  .maxNameLength(4096)
                  .maxStringLength(1 << 20)
                  .build())
          .build();

  static SafetensorsHeader parse(Path file, byte[] header, long dataStart, long dataLength) {
    if (header.length == 0 || header[0] != '{') {
      throw new CheckpointException(file, "its header is not a JSON object");
    }
    try (JsonParser parser = JSON.createParser(header)) {
      return new Reader(file, parser, dataStart, dataLength).read();
    } catch (IOException e) {
      throw new CheckpointException(
          file, "its header is not the JSON of a safetensors file: " + e.getMessage(), e);
    } catch (ArithmeticException e) {
      throw new CheckpointException(file, "its header has a shape beyond all sizes", e);
    }
  }

  /** Where a tensor lies in the data, before that is checked. */
  private record Entry(String name, TensorType type, List<Long> shape, long begin, long end) {}

  private static final class Reader {
    private final Path file;
    private final JsonParser parser;
    private final long dataStart;
    private final long dataLength;

    Reader(Path file, JsonParser parser, long dataStart, long dataLength) {
      this.file = file;
      this.parser = parser;
      this.dataStart = dataStart;
      this.dataLength = dataLength;
    }

    SafetensorsHeader read() throws IOException {
      var entries = new ArrayList<Entry>();
      Map<String, String> metadata = Map.of();
      expect(parser.nextToken(), JsonToken.START_OBJECT, "the header");
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        expect(parser.nextToken(), JsonToken.START_OBJECT, "'" + Names.shortened(name) + "'");
        if (name.equals(METADATA)) {
          metadata = readMetadata();
        } else {
          entries.add(readEntry(name));
        }
        if (entries.size() > MAX_TENSORS) {
          throw broken("its header lists more than " + MAX_TENSORS + " tensors");
        }
      }
      if (parser.nextToken() != null) {
        throw broken("its header goes on behind the JSON object");
      }
      return new SafetensorsHeader(place(entries), metadata);
    }

    private Map<String, String> readMetadata() throws IOException {
      var metadata = new LinkedHashMap<String, String>();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String key = parser.currentName();
        expect(
            parser.nextToken(),
            JsonToken.VALUE_STRING,
            METADATA + " '" + Names.shortened(key) + "'");
        metadata.put(key, parser.getText());
      }
      return metadata;
    }

    private Entry readEntry(String name) throws IOException {
      @Nullable TensorType type = null;
      @Nullable List<Long> shape = null;
      @Nullable List<Long> offsets = null;
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String field = parser.currentName();
        parser.nextToken();
        switch (field) {
          case "dtype" -> type = readType(name);
          case "shape" -> shape = readNumbers(name, field);
          case "data_offsets" -> offsets = readNumbers(name, field);
          default -> throw broken(name, "has an unknown field '" + Names.shortened(field) + "'");
        }
      }
      if (type == null || shape == null || offsets == null) {
        throw broken(name, "needs dtype, shape and data_offsets");
      }
      if (offsets.size() != 2) {
        throw broken(name, "needs two data_offsets, found " + offsets);
      }
      return new Entry(name, type, shape, offsets.get(0), offsets.get(1));
    }

    private TensorType readType(String name) throws IOException {
      expect(
          parser.currentToken(),
          JsonToken.VALUE_STRING,
          "the dtype of '" + Names.shortened(name) + "'");
      String type = parser.getText();
      if (!TYPES.contains(type)) {
        throw broken(
            name,
            "has dtype '%s'; em4j reads %s"
                .formatted(Names.shortened(type), String.join(", ", TYPES)));
      }
      return TensorType.valueOf(type);
    }

    private List<Long> readNumbers(String name, String field) throws IOException {
      expect(
          parser.currentToken(),
          JsonToken.START_ARRAY,
          "the " + field + " of '" + Names.shortened(name) + "'");
      var numbers = new ArrayList<Long>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
          throw broken(name, "needs whole numbers in " + field);
        }
        long number = parser.getLongValue();
        if (number < 0) {
          throw broken(name, "has a negative number in %s: %d".formatted(field, number));
        }
        if (numbers.size() == MAX_DIMENSIONS) {
          throw broken(name, "has more than %d numbers in %s".formatted(MAX_DIMENSIONS, field));
        }
        numbers.add(number);
      }
      return numbers;
    }

    /** The tensors have to fill the data: none outside, none over another, nothing between them. */
    private List<StoredTensor> place(List<Entry> entries) {
      entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
      var tensors = new ArrayList<StoredTensor>(entries.size());
      long free = 0;
      String before = "";
      for (Entry entry : entries) {
        checkSize(entry);
        if (entry.begin() < free) {
          throw broken(entry.name(), "overlaps '" + Names.shortened(before) + "'");
        }
        if (entry.begin() > free) {
          throw broken(
              entry.name(), "leaves a hole of %d bytes before it".formatted(entry.begin() - free));
        }
        free = entry.end();
        before = entry.name();
        tensors.add(
            new StoredTensor(
                entry.name(),
                entry.type(),
                entry.shape(),
                file,
                dataStart + entry.begin(),
                entry.end() - entry.begin()));
      }
      if (free != dataLength) {
        throw broken(
            "its tensors take %d bytes, but %d follow the header".formatted(free, dataLength));
      }
      return tensors;
    }

    private void checkSize(Entry entry) {
      if (entry.end() > dataLength || entry.begin() > entry.end()) {
        throw broken(
            entry.name(),
            "has data_offsets [%d, %d], but %d bytes follow the header: is the file cut off?"
                .formatted(entry.begin(), entry.end(), dataLength));
      }
      long size = entry.type().bytes();
      for (long dimension : entry.shape()) {
        // Zero wins over an overflow, whatever the order of the dimensions.
        size = entry.shape().contains(0L) ? 0 : Math.multiplyExact(size, dimension);
      }
      if (size != entry.end() - entry.begin()) {
        throw broken(
            entry.name(),
            "of %s %s takes %d bytes, but its data_offsets span %d"
                .formatted(entry.type(), entry.shape(), size, entry.end() - entry.begin()));
      }
    }

    private void expect(@Nullable JsonToken found, JsonToken allowed, String what) {
      if (found != allowed) {
        throw broken("%s has to be %s, found %s".formatted(what, spoken(allowed), found));
      }
    }

    private static String spoken(JsonToken token) {
      return switch (token) {
        case START_OBJECT -> "an object";
        case START_ARRAY -> "an array";
        default -> "a text";
      };
    }

    private CheckpointException broken(String tensor, String problem) {
      return broken("tensor '" + Names.shortened(tensor) + "' " + problem);
    }

    private CheckpointException broken(String problem) {
      return new CheckpointException(file, problem);
    }
  }
}
