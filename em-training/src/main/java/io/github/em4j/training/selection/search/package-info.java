/**
 * Finding the nearest of many texts, vectors or labelled pairs, without a server, and choosing
 * demonstrations with it (section 5 of the paper).
 */
@NullMarked
package io.github.em4j.training.selection.search;

import org.jspecify.annotations.NullMarked;
