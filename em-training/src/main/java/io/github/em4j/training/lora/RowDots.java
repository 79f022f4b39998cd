package io.github.em4j.training.lora;

import io.github.em4j.onnx.graph.Value;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The sum over each row of {@code g ⊙ a}, where g is the gradient by a, for those values for which
 * there is a cheaper way: with {@code y = a · b} it is that of the gradient by y times y. Between
 * the weights of an attention and what it attends to, a row is many times as long on one side as on
 * the other (Dao et al., FlashAttention, NeurIPS 2022, section 3.1).
 */
final class RowDots {
  private final Map<Gradient, Supplier<Value>> known = new HashMap<>();

  /** A gradient and what it is the gradient by: equal gradients may be those of two values. */
  private record Gradient(Value of, Value gradient) {}

  /** Remembers a way; it is gone only where somebody asks. */
  void put(Value of, Value gradient, Supplier<Value> way) {
    known.put(new Gradient(of, gradient), way);
  }

  /** The way, where one is known. */
  Optional<Supplier<Value>> find(Value of, Value gradient) {
    return Optional.ofNullable(known.get(new Gradient(of, gradient)));
  }
}
