package io.github.em4j.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.internal.WholeFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The option {@code --json FILE} that every subcommand has, and where its output goes because of
 * it.
 */
final class JsonOption {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .registerModule(new Jdk8Module())
          .enable(SerializationFeature.INDENT_OUTPUT);

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  private @Nullable String target;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description =
          "Also write the figures as JSON to FILE; '-' for standard output and nothing else there.")
  void target(String file) {
    // Refused at the door, not after the job.
    Path path = Path.of(file).toAbsolutePath();
    Path folder = path.getParent();
    if (!file.equals("-") && (folder == null || !Files.isDirectory(folder))) {
      throw new ParameterException(
          command.commandLine(), "--json needs a file in a folder that is there, found " + file);
    }
    if (Files.isDirectory(path)) {
      throw new ParameterException(
          command.commandLine(), "--json needs a file, found the folder " + file);
    }
    target = file;
  }

  /** Where a person reads the result: nowhere when standard output belongs to the JSON. */
  PrintWriter table() {
    return "-".equals(target)
        ? new PrintWriter(Writer.nullWriter())
        : command.commandLine().getOut();
  }

  /** Where progress is told. */
  PrintWriter progress() {
    return command.commandLine().getErr();
  }

  /** Writes the figures where they were asked for; a file appears whole or not at all. */
  void write(Object figures) {
    Optional<String> asked = Optional.ofNullable(target);
    if (asked.isEmpty()) {
      return;
    }
    String json = render(figures);
    if (asked.get().equals("-")) {
      PrintWriter out = command.commandLine().getOut();
      out.println(json);
      out.flush();
      return;
    }
    Path file = Path.of(asked.get()).toAbsolutePath();
    try {
      WholeFile.writeString(file, json + "\n");
    } catch (IOException e) {
      throw new EntityMatchingException("cannot write " + file + ": " + e, e);
    }
  }

  private static String render(Object figures) {
    try {
      return JSON.writeValueAsString(figures);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
