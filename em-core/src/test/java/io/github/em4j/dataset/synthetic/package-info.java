@NullMarked
package io.github.em4j.dataset.synthetic;

import org.jspecify.annotations.NullMarked;
