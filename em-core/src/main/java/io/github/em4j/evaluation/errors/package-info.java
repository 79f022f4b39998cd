/**
 * What a matcher gets wrong: its most confident errors, and errors sorted into classes.
 *
 * <pre>{@code
 * ConfidentErrors.of(predictions, 20).errors();   // read these first: wrong labels are among them
 * }</pre>
 *
 * <p>The results of an analysis by a language model are here; what asks the model lives where the
 * prompts are.
 */
@NullMarked
package io.github.em4j.evaluation.errors;

import org.jspecify.annotations.NullMarked;
