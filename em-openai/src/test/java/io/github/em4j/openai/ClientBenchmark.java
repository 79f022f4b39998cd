package io.github.em4j.openai;

import com.sun.management.OperatingSystemMXBean;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.em4j.model.Prompt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import okhttp3.ConnectionPool;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * Measures the client beside plain OkHttp on the same load, against a server in a process of its
 * own: requests per second, CPU of the client's process per request, and heap with 1,000 requests
 * under way. Both run by turns, so that they meet the same machine. A program, not a test:
 *
 * <pre>
 * mvn -q -pl em-openai -am test-compile
 * java -cp CLASSPATH io.github.em4j.openai.ClientBenchmark
 * </pre>
 */
final class ClientBenchmark {
  private static final String ANSWER = FakeServer.chat("Yes");
  private static final MediaType JSON = MediaType.get("application/json");

  /** The client has more code to compile than OkHttp alone; fewer rounds measure the compiler. */
  private static final int WARM_UP = 10;

  private static final int ROUNDS = 5;

  private ClientBenchmark() {}

  public static void main(String[] args) throws Exception {
    if (args.length == 1) {
      serve(Integer.parseInt(args[0]));
      return;
    }
    System.out.printf("%-44s %9s %14s %10s%n", "", "requests/s", "CPU us/request", "heap MB");
    compare(0, 16, 3_000);
    compare(50, 200, 2_000);
    compare(2_000, 1_000, 1_000);
  }

  /** Answers after a delay, without a thread for each request that waits. */
  private static void serve(int delayMillis) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 2_000);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    ScheduledExecutorService timer = Executors.newScheduledThreadPool(2);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          byte[] unused = exchange.getRequestBody().readAllBytes();
          if (delayMillis == 0) {
            answer(exchange);
          } else {
            Future<?> later =
                timer.schedule(() -> answer(exchange), delayMillis, TimeUnit.MILLISECONDS);
            assert !later.isCancelled();
          }
        });
    server.start();
    System.out.println(server.getAddress().getPort());
  }

  private static void answer(HttpExchange exchange) {
    byte[] bytes = ANSWER.getBytes(StandardCharsets.UTF_8);
    try {
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
      exchange.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void compare(int delay, int concurrency, int requests) throws Exception {
    Process server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // By default it drops connections beyond 200 between two requests.
                "-Dsun.net.httpserver.maxIdleConnections=5000",
                // Or every answer waits 40 ms for an acknowledgement.
                "-Dsun.net.httpserver.nodelay=true",
                "-cp",
                System.getProperty("java.class.path"),
                ClientBenchmark.class.getName(),
                Integer.toString(delay))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String port = server.inputReader().readLine();
    String base = "http://localhost:" + port + "/v1";
    OkHttpClient plain =
        new OkHttpClient.Builder()
            .connectionPool(new ConnectionPool(concurrency, 5, TimeUnit.MINUTES))
            .readTimeout(Duration.ZERO)
            .build();
    ExecutorService threads = Executors.newFixedThreadPool(concurrency);
    try (OpenAiClient client = OpenAiClient.builder(base).concurrency(concurrency).build()) {
      IntFunction<CompletableFuture<?>> ours = i -> client.chatAsync(request(i));
      IntFunction<CompletableFuture<?>> theirs =
          i -> CompletableFuture.supplyAsync(() -> ask(plain, base, i), threads);
      var ourRounds = new ArrayList<Round>();
      var theirRounds = new ArrayList<Round>();
      for (int round = -WARM_UP; round < ROUNDS; round++) {
        Round our = measure(ours, requests, delay >= 1_000);
        Round their = measure(theirs, requests, delay >= 1_000);
        if (round >= 0) {
          ourRounds.add(our);
          theirRounds.add(their);
        }
      }
      String load = delay + " ms, " + concurrency + " under way";
      double[] plainly = print("plain OkHttp, " + load, theirRounds);
      double[] clients = print("OpenAiClient, " + load, ourRounds);
      System.out.printf(
          Locale.ROOT,
          "%-44s %9.2f %14.2f %10.2f%n%n",
          "  ratio",
          clients[0] / plainly[0],
          clients[1] / plainly[1],
          clients[2] / plainly[2]);
    } finally {
      threads.shutdownNow();
      server.destroyForcibly();
    }
  }

  /** What a round came to: seconds, seconds of CPU, bytes of heap at its busiest, requests. */
  private record Round(double seconds, double cpu, long heap, int requests) {}

  private static Round measure(IntFunction<CompletableFuture<?>> ask, int requests, boolean live) {
    System.gc();
    var os = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long cpu = os.getProcessCpuTime();
    long started = System.nanoTime();
    var calls = new ArrayList<CompletableFuture<?>>();
    for (int i = 0; i < requests; i++) {
      calls.add(ask.apply(i));
    }
    if (live) {
      // What is still needed while all are under way, not what is left of making them.
      System.gc();
    }
    long heap = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    calls.forEach(CompletableFuture::join);
    return new Round(
        (System.nanoTime() - started) / 1e9, (os.getProcessCpuTime() - cpu) / 1e9, heap, requests);
  }

  private static double[] print(String name, List<Round> rounds) {
    double[] medians = {
      median(rounds.stream().map(r -> r.requests() / r.seconds()).toList()),
      median(rounds.stream().map(r -> r.cpu() / r.requests() * 1e6).toList()),
      median(rounds.stream().map(r -> r.heap() / 1e6).toList())
    };
    System.out.printf(
        Locale.ROOT, "%-44s %9.0f %14.0f %10.1f%n", name, medians[0], medians[1], medians[2]);
    return medians;
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private static ChatRequest request(int i) {
    return ChatRequest.builder("m", Prompt.of(question(i))).maxTokens(5).temperature(0).build();
  }

  private static String question(int i) {
    return "Do the two product descriptions match? Entity 1: printer x" + i + ". Entity 2: y.";
  }

  private static String ask(OkHttpClient http, String base, int i) {
    String body =
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\""
            + question(i)
            + "\"}],\"max_tokens\":5,\"temperature\":0.0}";
    Request request =
        new Request.Builder()
            .url(base + "/chat/completions")
            .post(RequestBody.create(body, JSON))
            .build();
    try (Response response = http.newCall(request).execute()) {
      return response.body().string();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
