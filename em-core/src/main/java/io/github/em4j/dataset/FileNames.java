package io.github.em4j.dataset;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the names of data files say. */
final class FileNames {
  private static final List<String> ENDINGS = List.of(".csv", ".jsonl", ".json", ".txt");

  private FileNames() {}

  /** The last part of a path, also of {@code .} and of a path that ends in {@code ..}. */
  static String of(Path path) {
    Path name = path.toAbsolutePath().normalize().getFileName();
    return name == null ? "data" : name.toString();
  }

  /** The folder that a file lies in. */
  static Path folder(Path file) {
    Path parent = file.getParent();
    return parent == null ? Path.of("") : parent;
  }

  /** The name without {@code .gz} and without the ending of a data format. */
  static String stem(Path file) {
    String name = of(file);
    if (name.endsWith(".gz")) {
      name = name.substring(0, name.length() - 3);
    }
    for (String ending : ENDINGS) {
      if (name.endsWith(ending) && name.length() > ending.length()) {
        return name.substring(0, name.length() - ending.length());
      }
    }
    return name;
  }

  /** Whether a file's name ends like that of a data file. */
  static boolean isData(Path file) {
    String name = of(file);
    return ENDINGS.stream().anyMatch(end -> name.endsWith(end) || name.endsWith(end + ".gz"));
  }

  /** The role that a whole name stands for, such as {@code dev} for {@link Dataset#VALIDATION}. */
  static Optional<String> role(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "train", "training" -> Optional.of(Dataset.TRAIN);
      case "valid", "val", "validation", "dev" -> Optional.of(Dataset.VALIDATION);
      case "test", "gs" -> Optional.of(Dataset.TEST);
      default -> Optional.empty();
    };
  }

  /** The split that a file alone makes: the role that its words name, else the stem itself. */
  static String split(Path file) {
    List<String> roles =
        Arrays.stream(stem(file).split("[^A-Za-z0-9]+"))
            .flatMap(word -> role(word).stream())
            .distinct()
            .toList();
    return roles.size() == 1 ? roles.get(0) : stem(file);
  }
}
