package io.github.em4j.examples;

import io.github.em4j.onnx.graph.GraphSession;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;

/**
 * Ends the program at once where it is told to end, by Ctrl-C for example. Whatever em4j writes is
 * whole or not there, and no command starts another program, so no hook is needed. Only what ONNX
 * Runtime computes has to stop before: it crashes where its library is taken down meanwhile, by a
 * shutdown hook of its own or by the exit of the process. Hooks run in no order, so the signals are
 * caught before any of them; {@code sun.misc.Signal} is called by reflection, as a JVM need not
 * have it.
 */
final class Interruption {
  /** What a shell says of a program that was ended by Ctrl-C. */
  static final int STATUS = 130;

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final List<String> SIGNALS = List.of("INT", "TERM", "HUP");

  private Interruption() {}

  /** From here on the signals end the program. A signal that it was started to ignore stays so. */
  static void endsAtOnce() {
    for (String name : SIGNALS) {
      try {
        halts(name);
      } catch (ReflectiveOperationException e) {
        // No such signal, or the JVM keeps it for itself: the hook does what it can.
        return;
      }
    }
  }

  /** Ends the program. */
  static void end() {
    GraphSession.endAllRuns(PATIENCE);
    Runtime.getRuntime().halt(STATUS);
  }

  private static void halts(String name) throws ReflectiveOperationException {
    Class<?> signals = Class.forName("sun.misc.Signal");
    Class<?> handlers = Class.forName("sun.misc.SignalHandler");
    Object signal = signals.getConstructor(String.class).newInstance(name);
    Object halting =
        Proxy.newProxyInstance(
            handlers.getClassLoader(),
            new Class<?>[] {handlers},
            (proxy, method, arguments) -> {
              if (method.getName().equals("handle")) {
                end();
              }
              // One of every object.
              return method.invoke(signal, arguments);
            });
    Object before = signals.getMethod("handle", signals, handlers).invoke(null, signal, halting);
    if (handlers.getField("SIG_IGN").get(null).equals(before)) {
      signals.getMethod("handle", signals, handlers).invoke(null, signal, before);
    }
  }
}
