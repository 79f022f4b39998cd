/** Records to text, text to prompts, answers and explanations back to decisions. */
@NullMarked
package io.github.em4j.prompts;

import org.jspecify.annotations.NullMarked;
