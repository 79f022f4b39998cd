package io.github.em4j.dataset;

import static java.util.Objects.requireNonNull;

import io.github.em4j.EntityDescription;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.LabeledPair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Writes a data set in DeepMatcher's form, to look at it or to hand it to other tools: a folder
 * with {@code tableA.csv} (the left records), {@code tableB.csv} (the right ones) and a file per
 * split with {@code ltable_id}, {@code rtable_id} and {@code label}. The files are UTF-8 and follow
 * RFC 4180, but for lines that end in a line feed alone; a missing value is an empty cell. The form
 * has no place for {@linkplain io.github.em4j.PairAnnotations annotations}, which are lost. Ids are
 * written as they are; {@link DatasetReader} puts the name of the source and an underscore before
 * them, so what is read back has other ids than what was written.
 */
public final class DeepMatcherWriter {

  private static final Pattern SPLIT_NAME = Pattern.compile("[A-Za-z0-9_-]+");

  private DeepMatcherWriter() {}

  /**
   * Writes the folder. It appears whole or not at all.
   *
   * @param dataset what to write; a record has an id that no other record of its side has
   * @param folder where to; must not exist yet, or be empty
   * @throws IllegalArgumentException if a record has a blank id, shares its id with a different
   *     record of its side, or has an attribute named {@code id}; or if the name of a split has
   *     other characters than ASCII letters, digits, {@code _} and {@code -}, or is that of a table
   * @throws EntityMatchingException if the folder has files already or cannot be written
   */
  public static void write(Dataset dataset, Path folder) {
    requireNonNull(dataset, "dataset");
    Map<String, String> files = files(dataset);
    Path target = folder.toAbsolutePath();
    try {
      requireEmpty(target);
      Path parent = requireNonNull(target.getParent(), "the folder is a root");
      Files.createDirectories(parent);
      String name = target.getFileName() + "." + ProcessHandle.current().pid() + ".partial";
      Path beside = Files.createDirectory(parent.resolve(name));
      try {
        for (Map.Entry<String, String> file : files.entrySet()) {
          Files.writeString(beside.resolve(file.getKey()), file.getValue());
        }
        Files.deleteIfExists(target);
        Files.move(beside, target);
      } finally {
        deleteIfThere(beside, files.keySet());
      }
    } catch (IOException e) {
      throw new EntityMatchingException("cannot write the data set to " + folder, e);
    }
  }

  private static Map<String, String> files(Dataset dataset) {
    var files = new LinkedHashMap<String, String>();
    files.put("tableA.csv", table(dataset, labeled -> labeled.pair().left()));
    files.put("tableB.csv", table(dataset, labeled -> labeled.pair().right()));
    for (DatasetSplit split : dataset.splits()) {
      files.put(requireSafe(split.name()) + ".csv", pairs(split));
    }
    return files;
  }

  /** A split's name becomes a file's name: it must neither leave the folder nor replace a table. */
  private static String requireSafe(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (!SPLIT_NAME.matcher(name).matches() || lower.equals("tablea") || lower.equals("tableb")) {
      throw new IllegalArgumentException(
          "the name of a split becomes that of its file; allowed are the letters a to z and A to Z,"
              + " digits, '_' and '-', and neither tableA nor tableB in any case; found '"
              + name
              + "'");
    }
    return name;
  }

  private static String table(Dataset dataset, Function<LabeledPair, EntityDescription> side) {
    var records = new LinkedHashMap<String, EntityDescription>();
    var names = new LinkedHashSet<String>();
    for (DatasetSplit split : dataset.splits()) {
      for (LabeledPair labeled : split.pairs()) {
        EntityDescription record = side.apply(labeled);
        EntityDescription known = records.putIfAbsent(record.id(), record);
        if (record.id().isBlank() || (known != null && !known.equals(record))) {
          throw new IllegalArgumentException(
              "a record needs an id of its own within its side, found '" + record.id() + "'");
        }
        names.addAll(record.attributes().keySet());
      }
    }
    if (names.contains("id")) {
      throw new IllegalArgumentException("no attribute may be named 'id', as the ids' column is");
    }
    var csv = new StringBuilder();
    appendRow(csv, Stream.concat(Stream.of("id"), names.stream()).toList());
    for (EntityDescription record : records.values()) {
      var row = new ArrayList<String>();
      row.add(record.id());
      names.forEach(name -> row.add(record.attribute(name).orElse("")));
      appendRow(csv, row);
    }
    return csv.toString();
  }

  private static String pairs(DatasetSplit split) {
    var csv = new StringBuilder();
    appendRow(csv, List.of("ltable_id", "rtable_id", "label"));
    for (LabeledPair labeled : split.pairs()) {
      String label = labeled.label().isMatch() ? "1" : "0";
      appendRow(csv, List.of(labeled.pair().left().id(), labeled.pair().right().id(), label));
    }
    return csv.toString();
  }

  private static void appendRow(StringBuilder csv, List<String> cells) {
    for (int i = 0; i < cells.size(); i++) {
      csv.append(i == 0 ? "" : ",").append(quoted(cells.get(i)));
    }
    csv.append('\n');
  }

  private static String quoted(String cell) {
    boolean plain =
        cell.equals(cell.strip()) && cell.chars().noneMatch(c -> ",\"\r\n".indexOf(c) >= 0);
    return plain ? cell : "\"" + cell.replace("\"", "\"\"") + "\"";
  }

  private static void requireEmpty(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        if (files.findAny().isPresent()) {
          throw new EntityMatchingException(
              "the folder " + folder + " has files already; name a new or an empty one");
        }
      }
    }
  }

  private static void deleteIfThere(Path folder, Set<String> files) throws IOException {
    for (String file : files) {
      Files.deleteIfExists(folder.resolve(file));
    }
    Files.deleteIfExists(folder);
  }
}
