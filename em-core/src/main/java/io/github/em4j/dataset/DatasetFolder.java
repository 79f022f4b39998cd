package io.github.em4j.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which files of a folder make which splits.
 *
 * @param splits split names to files, in the order of the data set
 * @param roles further names to the splits that they stand for
 */
record DatasetFolder(Map<String, Path> splits, Map<String, String> roles) {

  /** Recognises the layout of a folder. */
  static DatasetFolder of(Path folder) {
    List<Path> files = dataFiles(folder);
    if (WdcFileName.isAny(files)) {
      return wdc(folder, files);
    }
    var splits = new LinkedHashMap<String, Path>();
    for (String role : List.of(Dataset.TRAIN, Dataset.VALIDATION, Dataset.TEST)) {
      for (Path file : files) {
        if (FileNames.role(FileNames.stem(file)).equals(Optional.of(role))) {
          add(splits, role, file);
        }
      }
    }
    if (splits.isEmpty()) {
      throw DatasetFormatException.unknownLayout(
          folder,
          "the folder has no train, valid or test file; found "
              + PairForm.shortened(files.stream().map(FileNames::of).toList()));
    }
    return new DatasetFolder(splits, Map.of());
  }

  private static DatasetFolder wdc(Path folder, List<Path> files) {
    var splits = new LinkedHashMap<String, Path>();
    WdcFileName.requireOneRatio(folder, files);
    for (Path file : files) {
      WdcFileName.split(file).ifPresent(split -> add(splits, split, file));
    }
    var roles = new LinkedHashMap<String, String>();
    WdcFileName.ROLES.forEach(
        (role, split) -> {
          if (splits.containsKey(split)) {
            roles.put(role, split);
          }
        });
    return new DatasetFolder(splits, roles);
  }

  private static void add(Map<String, Path> splits, String split, Path file) {
    Path other = splits.put(split, file);
    if (other != null) {
      throw new DatasetFormatException(
          file, "both this file and " + FileNames.of(other) + " hold split '" + split + "'", null);
    }
  }

  /** Sorted, so that the same folder gives the same data set on every file system. */
  private static List<Path> dataFiles(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(FileNames::isData).filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw StrictUtf8Reader.unreadable(folder, e);
    }
  }
}
