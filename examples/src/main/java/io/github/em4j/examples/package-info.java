/** The runnable programs: one command per main job. */
@NullMarked
package io.github.em4j.examples;

import org.jspecify.annotations.NullMarked;
