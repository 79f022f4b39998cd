package io.github.em4j.training.lora;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.onnx.checkpoint.AdapterConfig;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * Which training a saved state belongs to, as notes beside it. A state may have the first note
 * alone, as those of earlier versions have; what is not noted is not compared.
 *
 * @param notes what was noted, by what it is about
 */
record StateOwner(Map<String, String> notes) {
  private static final String SETTING = "setting";
  private static final String TRAINABLE = "trainable";
  private static final String BASE = "base weights";
  private static final String PRECISION = "precision";

  /** The owner of the states of a session. */
  static StateOwner of(TrainingSessionBuilder options) {
    Map<String, String> notes = new LinkedHashMap<>();
    notes.put(
        SETTING,
        "seed %s, %s, clipped at %s"
            .formatted(options.seed, options.optimizer, options.maxGradientNorm));
    notes.put(PRECISION, options.arithmetic().precision().toString());
    if (options.trainable instanceof Trainable.Lora lora) {
      notes.put(TRAINABLE, described(lora.config()));
      // Where all is trained, all is in the state.
      notes.put(BASE, BaseWeights.fingerprint(options.config, options.weights));
    } else {
      notes.put(TRAINABLE, "all parameters");
    }
    return new StateOwner(notes);
  }

  private static String described(AdapterConfig adapter) {
    return "rank %s, alpha %s, scale %s, dropout %s on %s"
        .formatted(
            adapter.rank(),
            adapter.alpha(),
            adapter.scale(),
            adapter.dropout(),
            String.join(", ", new TreeSet<>(adapter.targets())));
  }

  /**
   * Compares with the notes of a file.
   *
   * @throws EntityMatchingException if it is of another training
   */
  void requireSame(Path file, Map<String, String> found) {
    if (!found.containsKey(SETTING)) {
      throw new EntityMatchingException(file + " is not the state of a training");
    }
    notes.forEach(
        (about, wanted) -> {
          String noted = found.getOrDefault(about, wanted);
          if (!noted.equals(wanted)) {
            throw new EntityMatchingException(
                "%s was saved by another training: its %s was '%s' and is '%s'"
                    .formatted(file, about, noted, wanted));
          }
        });
  }
}
