package io.github.em4j.training.baseline;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record prepared for comparison.
 *
 * @param whole all its values as one text
 * @param values its value for each fitted role, in their order; null where it is missing
 */
record RecordProfile(TextProfile whole, List<@Nullable AttributeValue> values) {}
