package io.github.em4j.openai;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** A file of this machine failed while a server was talked to: no fault of the connection. */
final class LocalFileException extends IOException {
  private static final long serialVersionUID = 1L;

  LocalFileException(IOException cause) {
    super(String.valueOf(cause), cause);
  }

  /** A stream whose failures are told apart from those of the connection. */
  static OutputStream telling(OutputStream file) {
    return new FilterOutputStream(file) {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
          out.write(bytes, offset, length);
        } catch (IOException e) {
          throw new LocalFileException(e);
        }
      }
    };
  }
}
