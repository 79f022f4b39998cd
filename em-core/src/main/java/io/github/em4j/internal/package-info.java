/** Shared by the modules of em4j and not for use outside them: may change in any release. */
@NullMarked
package io.github.em4j.internal;

import org.jspecify.annotations.NullMarked;
