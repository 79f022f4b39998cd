/**
 * From what a study found to the report that a person reads: each class makes one part of the
 * document. Nothing here runs a matcher or reads a command line.
 */
@NullMarked
package io.github.em4j.examples.study;

import org.jspecify.annotations.NullMarked;
