package io.github.em4j.training.baseline;

import java.util.OptionalDouble;

/**
 * A value of a record, prepared for comparison.
 *
 * @param text its profile
 * @param number its first number, where the attribute holds numbers
 */
record AttributeValue(TextProfile text, OptionalDouble number) {}
