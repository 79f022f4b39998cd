package io.github.em4j.examples;

import io.github.em4j.Provenance;
import io.github.em4j.onnx.Device;
import io.github.em4j.onnx.OnnxLlama;
import java.util.Optional;

/**
 * A model that was opened as a command line says.
 *
 * @param model the model, closed with this
 * @param device what computes
 * @param openSeconds how long it took to open
 */
record OpenLlama(OnnxLlama model, Device device, double openSeconds) implements AutoCloseable {
  private static final String ADAPTER_MARK = "+adapter.";
  private static final int BATCH_ON_CPU = 32;
  private static final int BATCH_ON_CUDA = 512;

  static OpenLlama open(OnnxLlama.Builder builder, Device device) {
    long started = System.nanoTime();
    try {
      OnnxLlama model = builder.build();
      return new OpenLlama(model, device, (System.nanoTime() - started) / 1e9);
    } catch (IllegalArgumentException e) {
      // A precision that the device does not compute in; a broken file is another exception.
      throw new BadArgumentException(e);
    }
  }

  /**
   * How many pairs go to the model at once: enough to fill its own batches, and few enough to hear
   * of progress.
   */
  int batchSize() {
    return device.isCuda() ? BATCH_ON_CUDA : BATCH_ON_CPU;
  }

  /** A matcher's provenance, with the parts of the model's identity as facts of their own. */
  Provenance describe(Provenance provenance) {
    Provenance described =
        provenance.with("device", device.toString()).with("precision", precision());
    return adapterHash().map(hash -> described.with(Provenance.ADAPTER, hash)).orElse(described);
  }

  String precision() {
    String name = model.id().name();
    return name.substring(name.lastIndexOf('/') + 1);
  }

  private Optional<String> adapterHash() {
    return model
        .id()
        .revision()
        .filter(revision -> revision.contains(ADAPTER_MARK))
        .map(
            revision -> revision.substring(revision.indexOf(ADAPTER_MARK) + ADAPTER_MARK.length()));
  }

  @Override
  public void close() {
    model.close();
  }
}
