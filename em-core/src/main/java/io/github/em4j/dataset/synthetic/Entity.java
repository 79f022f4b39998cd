package io.github.em4j.dataset.synthetic;

import java.util.List;
import java.util.Map;

/**
 * A thing of the made-up world, with its views in the left and in the right sources.
 *
 * @param key identifies the entity within its benchmark
 * @param facts what is true of it
 * @param left at least one view of a left source
 * @param right at least one view of a right source
 */
record Entity(String key, Map<String, String> facts, List<View> left, List<View> right) {}
