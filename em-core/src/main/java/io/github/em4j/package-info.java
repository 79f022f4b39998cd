/**
 * Entity matching: records, the {@link io.github.em4j.EntityMatcher} that decides whether two of
 * them describe the same real-world entity, its outcomes and where they come from.
 *
 * <p>Nothing in a public signature is nullable; an absent return value is an {@link
 * java.util.Optional}.
 */
@NullMarked
package io.github.em4j;

import org.jspecify.annotations.NullMarked;
