package io.github.em4j.onnx.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

final class SafetensorsProperties {
  private Path file = Path.of("");

  @BeforeProperty
  void makeFile() throws IOException {
    file = Files.createTempFile("em4j", ".safetensors");
  }

  @AfterProperty
  void deleteFile() throws IOException {
    Files.delete(file);
  }

  record Tensor(String name, TensorType type, List<Long> shape) {
    int size() {
      return (int) shape.stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b);
    }
  }

  @Property(tries = 300)
  void whatIsWrittenIsReadBack(
      @ForAll("tensors") List<Tensor> tensors, @ForAll long seed, @ForAll String note) {
    var writer = new SafetensorsWriter().metadata("note", note);
    var random = new SplittableRandom(seed);
    float[][] numbers = new float[tensors.size()][];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = new float[tensors.get(i).size()];
      for (int j = 0; j < numbers[i].length; j++) {
        numbers[i][j] =
            tensors
                .get(i)
                .type()
                .toFloat(tensors.get(i).type().toBits((float) random.nextGaussian()));
      }
      writer.add(tensors.get(i).name(), tensors.get(i).type(), tensors.get(i).shape(), numbers[i]);
    }
    writer.write(file);

    SafetensorsFile read = SafetensorsFile.open(file);
    assertThat(read.metadata()).containsEntry("note", note);
    assertThat(read.tensors().keySet())
        .containsExactlyInAnyOrderElementsOf(tensors.stream().map(Tensor::name).toList());
    for (int i = 0; i < numbers.length; i++) {
      StoredTensor stored = read.tensor(tensors.get(i).name());
      assertThat(stored.type()).isEqualTo(tensors.get(i).type());
      assertThat(stored.shape()).isEqualTo(tensors.get(i).shape());
      assertThat(stored.read()).isEqualTo(numbers[i]);
      assertThat(stored.offset() % stored.type().bytes()).isZero();
    }
  }

  @Property(tries = 2000)
  void arbitraryBytesAreRefusedWithAMessage(@ForAll @Size(max = 300) byte[] bytes)
      throws IOException {
    Files.write(file, bytes);
    assertReadsOrRefuses();
  }

  @Property(tries = 2000)
  void arbitraryTextsAsHeadersAreRefusedWithAMessage(@ForAll("jsonish") String header)
      throws IOException {
    write(header.getBytes(StandardCharsets.UTF_8), 16);
    assertReadsOrRefuses();
  }

  @Property(tries = 3000)
  void aDamagedFileIsReadOrRefusedWithAMessage(@ForAll long seed) throws IOException {
    new SafetensorsWriter()
        .metadata("format", "pt")
        .add("a.weight", TensorType.F32, List.of(2L, 3L), new float[6])
        .add("b", TensorType.BF16, List.of(), new float[1])
        .add("c.weight", TensorType.F16, List.of(5L), new float[5])
        .write(file);
    byte[] whole = Files.readAllBytes(file);
    var random = new SplittableRandom(seed);
    for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
      whole[random.nextInt(whole.length)] = (byte) random.nextInt(256);
    }
    int length = random.nextInt(4) == 0 ? random.nextInt(whole.length) : whole.length;
    Files.write(file, java.util.Arrays.copyOf(whole, length));
    assertReadsOrRefuses();
  }

  /** Whatever is accepted can also be read; any other exception fails the property. */
  private void assertReadsOrRefuses() throws IOException {
    try {
      long fileLength = Files.size(file);
      for (StoredTensor tensor : SafetensorsFile.open(file).tensors().values()) {
        assertThat(tensor.offset() + tensor.byteCount()).isLessThanOrEqualTo(fileLength);
        assertThat((long) tensor.read().length).isEqualTo(tensor.size());
      }
    } catch (CheckpointException e) {
      assertThat(e).hasMessageStartingWith(file + ": ");
    }
  }

  private void write(byte[] header, int data) throws IOException {
    Files.write(
        file,
        ByteBuffer.allocate(8 + header.length + data)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(header.length)
            .put(header)
            .array());
  }

  @Provide
  Arbitrary<List<Tensor>> tensors() {
    return Combinators.combine(
            Arbitraries.strings().ofMinLength(1).ofMaxLength(30),
            Arbitraries.of(TensorType.class),
            Arbitraries.longs().between(0, 7).list().ofMaxSize(3))
        .as(Tensor::new)
        .filter(tensor -> !tensor.name().equals(SafetensorsHeader.METADATA))
        .list()
        .uniqueElements(Tensor::name)
        .ofMaxSize(12);
  }

  @Provide
  Arbitrary<String> jsonish() {
    return Arbitraries.of(
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "\"a\"",
            "\"dtype\"",
            "\"F32\"",
            "\"F64\"",
            "\"shape\"",
            "\"data_offsets\"",
            "\"__metadata__\"",
            "0",
            "4",
            "16",
            "-1",
            "1e9",
            "NaN",
            "null",
            "true",
            "99999999999999999999",
            "9223372036854775807",
            "[0,16]",
            "[2,2]",
            "[4294967296,4294967296]",
            "\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}",
            "\"b\":{\"dtype\":\"F16\",\"shape\":",
            " ",
            "\uD800",
            "\\")
        .list()
        .ofMaxSize(20)
        .map(parts -> "{" + String.join("", parts));
  }
}
