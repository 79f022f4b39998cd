/**
 * What is done to a training set before fine-tuning: explaining, filtering, generating and choosing
 * pairs, each step with a record of what it did to every pair (section 4 and 5 of the paper).
 */
@NullMarked
package io.github.em4j.training.selection;

import org.jspecify.annotations.NullMarked;
