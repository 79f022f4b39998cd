package io.github.em4j.onnx.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SafetensorsFileTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void readsAFileByteForByteAsTheSpecificationDescribesIt() throws IOException {
    String header =
        """
        {"__metadata__":{"format":"pt"},"b":{"dtype":"BF16","shape":[2],"data_offsets":[8,12]},\
        "a":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}  \
        """;
    Path file = write(header, new byte[] {0, 0, -128, 63, 0, 0, 0, -64, -128, 63, 0, 64});
    SafetensorsFile read = SafetensorsFile.open(file);
    assertThat(read.metadata()).containsEntry("format", "pt");
    assertThat(read.tensors().keySet()).containsExactly("a", "b");
    assertThat(read.tensor("a").read()).containsExactly(1, -2);
    assertThat(read.tensor("b").read()).containsExactly(1, 2);
    assertThat(read.tensor("a").map().getFloat(4)).isEqualTo(-2);
    assertThat(read.tensor("a").offset()).isEqualTo(8 + header.length());
  }

  @Test
  void readsRowsFromTheMiddleOfAMatrix() {
    Path file = folder.resolve("rows.safetensors");
    float[] numbers = new float[300_000];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i;
    }
    new SafetensorsWriter().add("m", TensorType.F32, List.of(100_000L, 3L), numbers).write(file);
    StoredTensor matrix = SafetensorsFile.open(file).tensor("m");
    assertThat(matrix.readRows(99_998, 2))
        .containsExactly(299994, 299995, 299996, 299997, 299998, 299999);
    assertThat(matrix.read()).isEqualTo(numbers);
    assertThatThrownBy(() -> matrix.readRows(99_999, 2))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[]|is not a JSON object",
        "{|not the JSON",
        "{} {}|goes on behind",
        "{'a':3}|has to be an object",
        "{'a':{'dtype':'F64','shape':[1],'data_offsets':[0,8]}}|dtype 'F64'; em4j reads F32, F16, BF16",
        "{'a':{'dtype':'I8','shape':[16],'data_offsets':[0,16]}}|dtype 'I8'",
        "{'a':{'dtype':3,'shape':[16],'data_offsets':[0,16]}}|has to be a text",
        "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,16]}}|takes 12 bytes, but its data_offsets span 16",
        "{'a':{'dtype':'F32','shape':[4.0],'data_offsets':[0,16]}}|whole numbers in shape",
        "{'a':{'dtype':'F32','shape':[-4],'data_offsets':[0,16]}}|negative number in shape",
        "{'a':{'dtype':'F32','shape':[4],'data_offsets':[0]}}|needs two data_offsets",
        "{'a':{'dtype':'F32','shape':[4],'data_offsets':[16,0]}}|16 bytes follow the header",
        "{'a':{'dtype':'F32','shape':[4],'data_offsets':[8,24]}}|16 bytes follow the header: is the file cut off?",
        "{'a':{'dtype':'F32','shape':[4]}}|needs dtype, shape and data_offsets",
        "{'a':{'dtype':'F32','shape':[4],'data_offsets':[0,16],'x':1}}|unknown field 'x'",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}|take 4 bytes, but 16 follow",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[8,16]}}|a hole of 8 bytes",
        "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,12]},'b':{'dtype':'F32','shape':[2],'data_offsets':[8,16]}}|'b' overlaps 'a'",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'a':{'dtype':'F32','shape':[2],'data_offsets':[8,16]}}|Duplicate field 'a'",
        "{'a':{'dtype':'F32','shape':[4611686018427387904,4],'data_offsets':[0,16]}}|beyond all sizes",
        "{'a':{'dtype':'F32','shape':[99999999999999999999],'data_offsets':[0,16]}}|out of range",
        "{'a':{'dtype':'F32','shape':[NaN],'data_offsets':[0,16]}}|NaN",
        "{'__metadata__':{'a':1}}|has to be a text",
      })
  void refusesABrokenHeader(String header, String message) throws IOException {
    assertRefused(write(header.replace('\'', '"'), new byte[16])).hasMessageContaining(message);
  }

  @Test
  void refusesAHeaderThatIsLongerThanTheFileOrTheLimit() throws IOException {
    Path file = folder.resolve("long.safetensors");
    Files.write(file, ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN).putLong(13).array());
    assertRefused(file).hasMessageContaining("claims a header of 13 bytes, but only 12 follow");
    Files.write(file, ByteBuffer.allocate(20).putLong(-1).array());
    assertRefused(file).hasMessageContaining("18446744073709551615");
    Files.write(file, new byte[7]);
    assertRefused(file).hasMessageContaining("is 7 bytes long");
    Files.write(file, new byte[8]);
    assertRefused(file).hasMessageContaining("not a JSON object");
    int tooLong = (int) SafetensorsFile.MAX_HEADER_BYTES + 1;
    Files.write(
        file,
        ByteBuffer.allocate(8 + tooLong).order(ByteOrder.LITTLE_ENDIAN).putLong(tooLong).array());
    assertRefused(file).hasMessageContaining("at most");
  }

  @Test
  void refusesDeepNestingAndFoldersAndMissingFiles() throws IOException {
    assertRefused(write("{\"a\":" + "[".repeat(100_000), new byte[0]));
    assertRefused(write("{\"__metadata__\":{\"a\":" + "{\"a\":".repeat(1000), new byte[0]));
    assertRefused(folder).hasMessageContaining("not a regular file");
    assertRefused(folder.resolve("none")).hasMessageContaining("no such file");
  }

  @Test
  void saysThatAFileBecameShorterAfterItWasOpened() throws IOException {
    Path file = folder.resolve("cut.safetensors");
    new SafetensorsWriter().add("a", TensorType.F32, List.of(4L), new float[4]).write(file);
    StoredTensor tensor = SafetensorsFile.open(file).tensor("a");
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 1));
    assertThatThrownBy(tensor::read)
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("too early");
    assertThatThrownBy(tensor::map)
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("shorter");
  }

  @Test
  void namesTheTensorsThereAreWhenOneIsMissing() {
    Path file = folder.resolve("few.safetensors");
    new SafetensorsWriter().add("a", TensorType.F32, List.of(4L), new float[4]).write(file);
    assertThatThrownBy(() -> SafetensorsFile.open(file).tensor("b"))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("no tensor 'b'; it holds a");
  }

  @Test
  void leavesNothingBehindWhenATensorGetsTooFewNumbers() throws IOException {
    Path file = folder.resolve("half.safetensors");
    var writer = new SafetensorsWriter().add("a", TensorType.F32, List.of(4L), new float[3]);
    assertThatThrownBy(() -> writer.write(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needs 4 numbers, got 3");
    try (var files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  private static AbstractThrowableAssert<?, ?> assertRefused(Path file) {
    return assertThatThrownBy(() -> SafetensorsFile.open(file))
        .isInstanceOf(CheckpointException.class)
        .hasMessageStartingWith(file + ": ");
  }

  private Path write(String header, byte[] data) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    Path file = folder.resolve("test.safetensors");
    Files.write(
        file,
        ByteBuffer.allocate(8 + json.length + data.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(json.length)
            .put(json)
            .put(data)
            .array());
    return file;
  }
}
