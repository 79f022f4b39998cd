package io.github.em4j.internal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Keeps a folder to one run: other processes are kept out, and other runs of this one. The
 * operating system lets the lock go when the process ends, however it does.
 */
public final class FolderLock implements AutoCloseable {
  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock where it is free.
   *
   * @param file the file that is locked, made where it is missing; it stays when the lock is let
   *     go, because who deletes it may delete that of the next one
   * @return the lock, or empty where another run has it
   * @throws IOException if the file cannot be made or locked
   */
  public static Optional<FolderLock> take(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean taken = false;
    try {
      taken = channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      // Another run of this process has it.
    } finally {
      if (!taken) {
        channel.close();
      }
    }
    return taken ? Optional.of(new FolderLock(channel)) : Optional.empty();
  }

  /**
   * Lets others in; a second call does nothing.
   *
   * @throws IOException if the file cannot be closed
   */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
