/**
 * A seeded synthetic benchmark that ships with the library: product offers and publications,
 * written from word lists of our own. What is measured on it is to be labelled synthetic.
 */
@NullMarked
package io.github.em4j.dataset.synthetic;

import org.jspecify.annotations.NullMarked;
