/** Matching, explaining and fine-tuning through any server that speaks OpenAI's protocol. */
@NullMarked
package io.github.em4j.openai;

import org.jspecify.annotations.NullMarked;
