package io.github.em4j.examples;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.dataset.Dataset;
import io.github.em4j.dataset.DatasetFormatException;
import io.github.em4j.dataset.DatasetReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Opens the data sets that a command line names. */
final class BenchmarkPaths {

  private BenchmarkPaths() {}

  /**
   * Opens every path. A folder that is no data set itself but holds folders that are stands for all
   * of them, in the order of their names; what is passed over is said.
   */
  static List<Dataset> open(List<Path> paths, PrintWriter notes) {
    var datasets = new ArrayList<Dataset>();
    for (Path path : InputPaths.existing(paths)) {
      datasets.addAll(openOneOrAllBelow(path, notes));
    }
    return datasets;
  }

  private static List<Dataset> openOneOrAllBelow(Path path, PrintWriter notes) {
    try {
      return List.of(DatasetReader.open(path));
    } catch (DatasetFormatException noDataset) {
      List<Path> folders = foldersIn(path);
      // A data set that is broken is not passed over: results would be missing without a word.
      if (!noDataset.isUnknownLayout() || folders.isEmpty()) {
        throw noDataset;
      }
      var datasets = new ArrayList<Dataset>();
      for (Path folder : folders) {
        try {
          datasets.add(DatasetReader.open(folder));
        } catch (DatasetFormatException e) {
          if (!e.isUnknownLayout()) {
            throw e;
          }
          notes.println("Passed over, no data set: " + folder);
        }
      }
      if (datasets.isEmpty()) {
        throw noDataset;
      }
      return datasets;
    }
  }

  private static List<Path> foldersIn(Path path) {
    if (!Files.isDirectory(path)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(path)) {
      return children.filter(Files::isDirectory).sorted().toList();
    } catch (IOException e) {
      throw new EntityMatchingException("cannot list " + path + ": " + e, e);
    }
  }
}
