package io.github.em4j.training.lora;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A program that does as TRL does, without learning anything: it says what TRL says and leaves an
 * adapter that was there before. Needs no class but those of Java.
 */
final class FakeTrl {
  private static final int STEPS = 2;

  private FakeTrl() {}

  /** The words that start it: what to play, and a ready adapter to leave. */
  static String[] command(String play, Path adapter) throws Exception {
    Path classes =
        Path.of(FakeTrl.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    return new String[] {
      Path.of(System.getProperty("java.home"), "bin", "java").toString(),
      "-Xmx32m",
      "-XX:TieredStopAtLevel=1",
      "-cp",
      classes.toString(),
      FakeTrl.class.getName(),
      play,
      adapter.toString()
    };
  }

  /** Arguments: what to play, the adapter, then TRL's. */
  public static void main(String[] arguments) throws Exception {
    List<String> options = Arrays.asList(arguments).subList(2, arguments.length);
    Path output = Path.of(value(options, "--output_dir").orElseThrow());
    Files.createDirectories(output);
    System.setOut(
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8));
    System.out.println("\u2705 hello");
    switch (arguments[0]) {
      case "success" -> succeed(options, Path.of(arguments[1]), output);
      case "failure" -> fail();
      case "second attempt" -> {
        boolean first = output.resolveSibling("attempt").toFile().createNewFile();
        succeed(options, Path.of(arguments[1]), output);
        System.exit(first ? 3 : 0);
      }
      case "nothing" -> System.out.println("Training completed.");
      case "garbage" -> {
        babble();
        succeed(options, Path.of(arguments[1]), output);
      }
      case "hang" -> hang(output);
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private static Optional<String> value(List<String> options, String name) {
    int at = options.lastIndexOf(name);
    return at < 0 ? Optional.empty() : Optional.of(options.get(at + 1));
  }

  private static void succeed(List<String> options, Path adapter, Path output) throws IOException {
    int epochs = Integer.parseInt(value(options, "--num_train_epochs").orElseThrow());
    boolean validates = value(options, "--eval_strategy").orElseThrow().equals("epoch");
    List<String> history = new ArrayList<>();
    for (int epoch = 1; epoch <= epochs; epoch++) {
      for (int step = 1; step <= STEPS; step++) {
        System.out.printf(
            "{'loss': '2.5', 'grad_norm': '0.1', 'learning_rate': '0.001', 'epoch': '%s'}%n",
            epoch - 1 + (double) step / STEPS);
      }
      if (validates) {
        System.out.printf("{'eval_loss': '%d.25', 'eval_runtime': 1, 'epoch': %d}%n", epoch, epoch);
        history.add(
            "{\"eval_loss\": %d.25, \"step\": %d, \"epoch\": %d.0}"
                .formatted(epoch, epoch * STEPS, epoch));
        Path checkpoint = Files.createDirectories(output.resolve("checkpoint-" + epoch * STEPS));
        Files.writeString(
            checkpoint.resolve("trainer_state.json"),
            "{\"best_model_checkpoint\": \"%s\", \"log_history\": %s}"
                .formatted("/somewhere/checkpoint-" + STEPS, history));
      }
    }
    System.out.println("{'train_runtime': '1.5', 'train_loss': '2.5', 'epoch': '" + epochs + "'}");
    for (String name : List.of("adapter_model.safetensors", "adapter_config.json")) {
      Files.copy(adapter.resolve(name), output.resolve(name));
    }
  }

  private static void fail() {
    for (int i = 1; i <= 30; i++) {
      System.err.println("Traceback, line " + i);
    }
    System.err.println("RuntimeError: out of patience");
    System.exit(3);
  }

  private static void babble() throws IOException {
    System.out.println("{'loss': 'a lot', 'epoch': '1'}");
    System.out.println("{'loss': 1.5}");
    System.out.print("  0%|   |\r 50%|## |\r\n\n");
    System.out.write(new byte[] {(byte) 0xff, (byte) 0xfe, '\n'});
    System.out.println("x".repeat(20_000));
  }

  /** Starts another one, and waits with it for somebody who ends both. */
  private static void hang(Path output) throws Exception {
    if (!output.endsWith("child")) {
      List<String> child = new ArrayList<>(List.of(command("hang", output)));
      child.addAll(List.of("--output_dir", output.resolve("child").toString()));
      Process process = new ProcessBuilder(child).inheritIO().start();
      System.out.println("child " + process.pid());
    }
    synchronized (output) {
      while (true) {
        output.wait();
      }
    }
  }
}
