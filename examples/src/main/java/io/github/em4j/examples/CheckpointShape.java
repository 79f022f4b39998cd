package io.github.em4j.examples;

import io.github.em4j.onnx.checkpoint.LlamaConfig;
import io.github.em4j.onnx.checkpoint.RandomCheckpoint.Shape;
import io.github.em4j.onnx.checkpoint.TensorType;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The shapes of random checkpoints, by the names that people give to sizes. */
enum CheckpointShape {
  /** Two layers: for tests. */
  TINY("tiny", Shape.TINY),
  /** SmolLM2-135M's. */
  M135("135m", Shape.M135),
  /** Llama 3.2 1B's. */
  B1("1b", Shape.B1),
  /** Llama 3.1 8B's. */
  B8("8b", Shape.B8);

  private final String label;
  private final Shape shape;

  CheckpointShape(String label, Shape shape) {
    this.label = label;
    this.shape = shape;
  }

  LlamaConfig config() {
    return shape.config();
  }

  TensorType type() {
    return shape.type();
  }

  /** How many numbers the weights have. */
  long parameters() {
    LlamaConfig config = config();
    long hidden = config.hiddenSize();
    long attention = 2 * hidden * config.headSize() * (config.heads() + config.keyValueHeads());
    long mlp = 3 * hidden * config.intermediateSize();
    long tables = config.vocabSize() * hidden * (config.tiedEmbeddings() ? 1 : 2);
    return tables + config.layers() * (attention + mlp + 2 * hidden) + hidden;
  }

  /** The name on the command line. */
  @Override
  public String toString() {
    return label;
  }

  /** Reads the names; an enum's constants cannot begin with a digit. */
  static final class Converter implements ITypeConverter<CheckpointShape> {
    @Override
    public CheckpointShape convert(String value) {
      List<CheckpointShape> shapes = List.of(values());
      return shapes.stream()
          .filter(shape -> shape.label.equalsIgnoreCase(value))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "the shape must be one of %s, found '%s'".formatted(shapes, value)));
    }
  }
}
