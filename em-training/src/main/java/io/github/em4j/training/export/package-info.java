/**
 * Training data for other trainers: files of examples in the forms that are in use, each read back
 * and compared when it is written, and configuration files that go with them.
 */
@NullMarked
package io.github.em4j.training.export;

import org.jspecify.annotations.NullMarked;
