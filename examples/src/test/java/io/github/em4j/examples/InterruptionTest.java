package io.github.em4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.onnx.graph.ElementType;
import io.github.em4j.onnx.graph.GraphBuilder;
import io.github.em4j.onnx.graph.GraphSession;
import io.github.em4j.onnx.graph.HostTensor;
import io.github.em4j.onnx.graph.Product;
import io.github.em4j.onnx.graph.SessionSettings;
import io.github.em4j.onnx.graph.Shape;
import io.github.em4j.onnx.graph.Value;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class InterruptionTest {

  /** A program with a hook, which waits. */
  static final class Waiting {
    private Waiting() {}

    /** Says that it waits, and what its hook does. */
    public static void main(String[] arguments) throws InterruptedException {
      Interruption.endsAtOnce();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("a hook ran")));
      System.out.println("waiting");
      TimeUnit.MINUTES.sleep(1);
    }
  }

  /** A program that computes all the time. */
  static final class Computing {
    private static final int SIZE = 600;

    private Computing() {}

    /** Says that it computes, and when it cannot. */
    public static void main(String[] arguments) {
      Interruption.endsAtOnce();
      GraphBuilder graph = new GraphBuilder("powers");
      Value x = graph.input("x", ElementType.FLOAT, Shape.of(SIZE, SIZE));
      Value power = x;
      for (int i = 0; i < 20; i++) {
        power = graph.apply(new Product.MatMul(), power, x);
      }
      graph.output("power", power);
      GraphSession session = GraphSession.open(graph.build(), SessionSettings.mapped());
      Map<String, HostTensor> inputs =
          Map.of("x", HostTensor.of(new float[SIZE * SIZE], SIZE, SIZE));
      session.run(inputs);
      System.out.println("waiting");
      new Thread(() -> computeOn(session, inputs)).start();
      computeOn(session, inputs);
    }

    private static void computeOn(GraphSession session, Map<String, HostTensor> inputs) {
      try {
        while (true) {
          session.run(inputs);
        }
      } catch (EntityMatchingException e) {
        System.out.println(e);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(classes = {Waiting.class, Computing.class})
  @DisabledOnOs(OS.WINDOWS)
  void aSignalEndsTheProgramWithoutHooksCrashesAndFailures(Class<?> main) throws Exception {
    Process program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader output = program.inputReader()) {
      assertThat(output.readLine()).isEqualTo("waiting");

      program.toHandle().destroy();

      assertThat(program.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(program.exitValue()).isEqualTo(Interruption.STATUS);
      assertThat(output.readLine()).isNull();
    } finally {
      program.destroyForcibly();
    }
  }
}
