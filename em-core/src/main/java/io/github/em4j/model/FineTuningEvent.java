package io.github.em4j.model;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/** Something that happened in a run of fine-tuning. */
public sealed interface FineTuningEvent {

  /**
   * A step of the optimiser was taken, or the run came into another state.
   *
   * @param progress how far the run is now
   * @param metrics figures of the step by the names in {@link FineTuningMetrics}, in order; empty
   *     where there are none
   */
  record Progressed(FineTuningProgress progress, Map<String, Double> metrics)
      implements FineTuningEvent {

    /**
     * Copies the figures.
     *
     * @throws NullPointerException if a component is null
     */
    public Progressed {
      requireNonNull(progress, "progress");
      metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }

    /**
     * One figure.
     *
     * @param name one of {@link FineTuningMetrics}, or another that the fine-tuner gives
     * @return its value, or empty where there is none
     */
    public OptionalDouble metric(String name) {
      return FineTuningMetrics.find(metrics, name);
    }
  }

  /**
   * The examples were gone through once more, and the model was validated and kept.
   *
   * @param result what came of it
   * @param progress how far the run is now
   */
  record EpochFinished(EpochResult result, FineTuningProgress progress) implements FineTuningEvent {

    /**
     * Checks that both are there.
     *
     * @throws NullPointerException if one is null
     */
    public EpochFinished {
      requireNonNull(result, "result");
      requireNonNull(progress, "progress");
    }
  }

  /**
   * Something is said to people.
   *
   * @param level how serious it is
   * @param text one line or more
   */
  record Message(Level level, String text) implements FineTuningEvent {

    /** How serious a message is. */
    public enum Level {
      /** All is well. */
      INFO,
      /** The run goes on, but somebody should look. */
      WARNING,
      /** Something failed. */
      ERROR
    }

    /**
     * Checks that both are there.
     *
     * @throws NullPointerException if one is null
     */
    public Message {
      requireNonNull(level, "level");
      requireNonNull(text, "text");
    }
  }
}
