package io.github.em4j.dataset;

import java.util.Optional;

/** How the columns of a one-table pair file say which side they belong to. */
enum SideNaming {
  /** {@code title_left}, {@code title_right}: WDC Products. */
  SUFFIX {
    @Override
    Optional<String> left(String column) {
      return withoutSuffix(column, "_left");
    }

    @Override
    Optional<String> right(String column) {
      return withoutSuffix(column, "_right");
    }
  },
  /** {@code ltable_title}, {@code rtable_title}: Magellan. */
  TABLE_PREFIX {
    @Override
    Optional<String> left(String column) {
      return withoutPrefix(column, "ltable_");
    }

    @Override
    Optional<String> right(String column) {
      return withoutPrefix(column, "rtable_");
    }
  },
  /** {@code left_title}, {@code right_title}. */
  PREFIX {
    @Override
    Optional<String> left(String column) {
      return withoutPrefix(column, "left_");
    }

    @Override
    Optional<String> right(String column) {
      return withoutPrefix(column, "right_");
    }
  };

  /** The attribute that a column of the left side holds, empty for any other column. */
  abstract Optional<String> left(String column);

  /** The attribute that a column of the right side holds, empty for any other column. */
  abstract Optional<String> right(String column);

  /** Whether both sides have columns of this naming. */
  boolean fits(Header header) {
    return header.names().stream().anyMatch(name -> left(name).isPresent())
        && header.names().stream().anyMatch(name -> right(name).isPresent());
  }

  private static Optional<String> withoutSuffix(String column, String suffix) {
    return column.endsWith(suffix)
        ? notBlank(column.substring(0, column.length() - suffix.length()))
        : Optional.empty();
  }

  private static Optional<String> withoutPrefix(String column, String prefix) {
    return column.startsWith(prefix)
        ? notBlank(column.substring(prefix.length()))
        : Optional.empty();
  }

  private static Optional<String> notBlank(String name) {
    return name.isBlank() ? Optional.empty() : Optional.of(name);
  }
}
