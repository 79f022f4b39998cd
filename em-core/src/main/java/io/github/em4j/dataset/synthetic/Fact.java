package io.github.em4j.dataset.synthetic;

/**
 * Something that a view tells of its entity.
 *
 * @param value the value in the one spelling that facts are compared in
 * @param surface how the view spells it, up to case
 */
record Fact(String value, String surface) {}
