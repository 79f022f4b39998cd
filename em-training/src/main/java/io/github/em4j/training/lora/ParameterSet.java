package io.github.em4j.training.lora;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The trainable tensors of a session by name, in the order of the computation. */
final class ParameterSet {
  private final Map<String, Parameter> byName = new LinkedHashMap<>();

  /** Makes each tensor with its first numbers. */
  ParameterSet(Map<String, long[]> shapes, InitialParameters initial) {
    shapes.forEach(
        (name, shape) -> {
          Parameter parameter = new Parameter(name, shape);
          initial.set(parameter);
          byName.put(name, parameter);
        });
  }

  List<Parameter> all() {
    return List.copyOf(byName.values());
  }

  Parameter get(String name) {
    Parameter found = byName.get(name);
    if (found == null) {
      throw new IllegalArgumentException("nothing trainable is called " + name);
    }
    return found;
  }

  Map<String, long[]> shapes() {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    byName.forEach((name, parameter) -> shapes.put(name, parameter.shape()));
    return Collections.unmodifiableMap(shapes);
  }
}
