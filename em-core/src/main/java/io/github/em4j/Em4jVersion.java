package io.github.em4j;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of em4j that is running, from a resource that the build filters. */
public final class Em4jVersion {

  private static final String CURRENT = read();

  private Em4jVersion() {}

  /**
   * The version of em4j that is running.
   *
   * @return for example {@code 0.1.0}
   */
  public static String current() {
    return CURRENT;
  }

  private static String read() {
    try (InputStream in = Em4jVersion.class.getResourceAsStream("version.properties")) {
      if (in == null) {
        return "unknown";
      }
      var properties = new Properties();
      properties.load(in);
      return properties.getProperty("version", "unknown");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
