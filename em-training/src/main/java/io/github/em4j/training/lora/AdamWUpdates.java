package io.github.em4j.training.lora;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@link Optimizer.AdamW}. Numbers are taken out of native memory block by block: over arrays the
 * compiler vectorises the loops.
 */
final class AdamWUpdates implements ParameterUpdates {
  private static final int BLOCK = 2048;

  private final Optimizer.AdamW options;
  private final List<Parameter> parameters;
  private final double rateShare;
  private final BatchParts workers;
  private final Map<String, float[]> state = new LinkedHashMap<>();

  AdamWUpdates(
      Optimizer.AdamW options, List<Parameter> parameters, double rateShare, BatchParts workers) {
    this.options = options;
    this.workers = workers;
    this.parameters = List.copyOf(parameters);
    this.rateShare = rateShare;
    for (Parameter parameter : parameters) {
      state.put(mean(parameter), new float[parameter.size()]);
      state.put(square(parameter), new float[parameter.size()]);
    }
  }

  private static String mean(Parameter parameter) {
    return "adamw.mean." + parameter.name();
  }

  private static String square(Parameter parameter) {
    return "adamw.square." + parameter.name();
  }

  @Override
  public Map<String, float[]> state() {
    return state;
  }

  @Override
  public void apply(double rate, double scale, int step) {
    workers.run(
        parameters.size(),
        (worker, index) -> update(parameters.get(index), rate * rateShare, scale, step));
  }

  private void update(Parameter parameter, double rate, double scale, int step) {
    float[] means = requireNonNull(state.get(mean(parameter)));
    float[] squares = requireNonNull(state.get(square(parameter)));
    double decay = parameter.isMatrix() ? options.weightDecay() : 0;
    float[] numbers = new float[Math.min(BLOCK, parameter.size())];
    float[] gradient = new float[numbers.length];
    for (int from = 0; from < parameter.size(); from += BLOCK) {
      int count = Math.min(BLOCK, parameter.size() - from);
      parameter.numbers().get(from, numbers, 0, count);
      parameter.gradient().get(from, gradient, 0, count);
      update(numbers, gradient, means, squares, from, count, rate, scale, decay, step);
      parameter.numbers().put(from, numbers, 0, count);
    }
  }

  private void update(
      float[] numbers,
      float[] gradient,
      float[] means,
      float[] squares,
      int from,
      int count,
      double rate,
      double scale,
      double decay,
      int step) {
    float b1 = (float) options.beta1();
    float b2 = (float) options.beta2();
    float g = (float) scale;
    float kept = (float) (1 - rate * decay);
    float size = (float) (rate / (1 - Math.pow(options.beta1(), step)));
    float correction = (float) (1 / (1 - Math.pow(options.beta2(), step)));
    float epsilon = (float) options.epsilon();
    for (int i = 0; i < count; i++) {
      float d = gradient[i] * g;
      float m = b1 * means[from + i] + (1 - b1) * d;
      float v = b2 * squares[from + i] + (1 - b2) * d * d;
      means[from + i] = m;
      squares[from + i] = v;
      numbers[i] = numbers[i] * kept - size * m / ((float) Math.sqrt(v * correction) + epsilon);
    }
  }
}
