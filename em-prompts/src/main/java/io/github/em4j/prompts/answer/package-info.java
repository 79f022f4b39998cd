/** What a model's answer says: the words that stand for the labels and the rules that read them. */
@NullMarked
package io.github.em4j.prompts.answer;

import org.jspecify.annotations.NullMarked;
