package io.github.em4j.onnx.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Finds the files of a folder without ever leaving it.
 *
 * <p>A checkpoint may come from anywhere, and a link in it could point at any file of the machine.
 * A file therefore has to lie, with all links resolved, inside the folder. One exception: the cache
 * of the Hugging Face hub keeps {@code <repository>/snapshots/<revision>/<file>} as links into
 * {@code <repository>/blobs}, so for a folder of that form links into that one real directory work
 * too. The folder itself may be reached through links: its path is the caller's own choice.
 */
final class CheckpointFolder {
  private final Path path;
  private final Path root;

  private CheckpointFolder(Path path, Path root) {
    this.path = path;
    this.root = root;
  }

  static CheckpointFolder of(Path path) {
    if (!Files.isDirectory(path)) {
      throw new CheckpointException(
          path, Files.exists(path) ? "is not a folder" : "there is no such folder");
    }
    try {
      return new CheckpointFolder(path, path.toRealPath());
    } catch (IOException e) {
      throw new CheckpointException(path, "cannot be read: " + e, e);
    }
  }

  Path path() {
    return path;
  }

  /** The file with its links resolved; empty where there is none of that name. */
  Optional<Path> find(String name) {
    if (!isPlain(name)) {
      throw new CheckpointException(
          path,
          "names a file '%s'; only files of the folder itself are read"
              .formatted(Names.shortened(name)));
    }
    Path file = root.resolve(name);
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    Path real;
    try {
      real = file.toRealPath();
    } catch (IOException e) {
      throw new CheckpointException(file, "is a link that leads nowhere", e);
    }
    if (!real.startsWith(root) && !isBlob(real)) {
      throw new CheckpointException(
          file, "is a link that leaves the checkpoint: it leads to " + real);
    }
    return Optional.of(real);
  }

  Path require(String name) {
    return find(name)
        .orElseThrow(() -> new CheckpointException(path, "holds no " + Names.shortened(name)));
  }

  private static boolean isPlain(String name) {
    return !name.isEmpty()
        && !name.equals(".")
        && !name.equals("..")
        && name.chars().noneMatch(c -> c == '/' || c == '\\' || c == ':' || c == 0);
  }

  private boolean isBlob(Path real) {
    Path snapshots = root.getParent();
    if (snapshots == null || !snapshots.endsWith("snapshots")) {
      return false;
    }
    Path blobs = snapshots.resolveSibling("blobs");
    return Files.isDirectory(blobs, LinkOption.NOFOLLOW_LINKS) && blobs.equals(real.getParent());
  }
}
