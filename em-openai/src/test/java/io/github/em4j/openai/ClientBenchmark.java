package io.github.em4j.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import io.github.em4j.model.Prompt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import okhttp3.ConnectionPool;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * Measures the client beside OkHttp alone on the same load, against a server in a process of its
 * own: requests per second, CPU of the client's process per request, and heap with 1,000 requests
 * under way. OkHttp is there twice: moving bytes only, and with the JSON that any user of the
 * protocol has to write and read, by the same library and of the same content.
 *
 * <p>All three take turns in short windows, each round in another order, and what is told is the
 * median of the rounds' ratios, with its quartiles: what else the machine does meets all of them. A
 * program, not a test:
 *
 * <pre>
 * mvn -q -pl em-openai -am test-compile
 * java -cp CLASSPATH io.github.em4j.openai.ClientBenchmark
 * </pre>
 */
final class ClientBenchmark {
  private static final MediaType JSON = MediaType.get("application/json");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** The client has more code to compile than OkHttp alone; fewer rounds measure the compiler. */
  private static final int WARM_UP = 12;

  private static final int ROUNDS = Integer.getInteger("rounds", 25);
  private static final int HELD = 1_000;

  private ClientBenchmark() {}

  /** Who asks. */
  private interface Asker extends AutoCloseable {
    CompletableFuture<?> ask(int question);

    @Override
    void close();
  }

  private enum Kind {
    BYTES("OkHttp, bytes only"),
    OKHTTP_JSON("OkHttp and Jackson"),
    CLIENT("OpenAiClient");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    Asker open(String base, int concurrency) {
      return this == CLIENT ? client(base, concurrency) : okHttp(base, concurrency, this != BYTES);
    }
  }

  /** Who asks, and the windows so far. */
  private record Contender(Kind kind, Asker asker, List<Window> windows) {
    Contender(Kind kind, Asker asker) {
      this(kind, asker, new ArrayList<>());
    }
  }

  /** What a window came to: seconds, seconds of CPU, requests. */
  private record Window(double seconds, double cpu, int requests) {
    double rate() {
      return requests / seconds;
    }

    double cpuMicros() {
      return cpu / requests * 1e6;
    }
  }

  public static void main(String[] args) throws Exception {
    if (ROUNDS > 0) {
      compare(0, 16, 4_000);
      compare(50, 200, 4_000);
    }
    compareHeap();
  }

  private static void compare(int delay, int concurrency, int requests) throws Exception {
    try (BenchmarkServer server = BenchmarkServer.start(delay)) {
      List<Contender> all =
          Arrays.stream(Kind.values())
              .map(kind -> new Contender(kind, kind.open(server.baseUrl(), concurrency)))
              .toList();
      for (int round = -WARM_UP; round < ROUNDS; round++) {
        for (int i = 0; i < all.size(); i++) {
          Contender contender = all.get(Math.floorMod(round + i, all.size()));
          Window window = measure(contender.asker(), requests);
          if (round >= 0) {
            contender.windows().add(window);
          }
        }
      }
      all.forEach(contender -> contender.asker().close());
      System.out.printf("Answers after %d ms, %d requests under way%n", delay, concurrency);
      all.forEach(ClientBenchmark::print);
      Contender client = all.get(all.size() - 1);
      for (Contender other : all.subList(0, all.size() - 1)) {
        System.out.printf(
            "  OpenAiClient / %-24s requests/s %s, CPU %s%n",
            other.kind().text,
            ratios(client, other, Window::rate),
            ratios(client, other, Window::cpuMicros));
      }
    }
  }

  private static void print(Contender contender) {
    List<Window> windows = contender.windows();
    System.out.printf(
        Locale.ROOT,
        "  %-24s %9.0f requests/s %9.0f us CPU/request%n",
        contender.kind().text,
        quantile(windows.stream().map(Window::rate).toList(), 0.5),
        quantile(windows.stream().map(Window::cpuMicros).toList(), 0.5));
  }

  private static String ratios(Contender ours, Contender theirs, ToDoubleFunction<Window> figure) {
    var ratios = new ArrayList<Double>();
    for (int i = 0; i < ours.windows().size(); i++) {
      ratios.add(
          figure.applyAsDouble(ours.windows().get(i))
              / figure.applyAsDouble(theirs.windows().get(i)));
    }
    return String.format(
        Locale.ROOT,
        "%.2f [%.2f, %.2f]",
        quantile(ratios, 0.5),
        quantile(ratios, 0.25),
        quantile(ratios, 0.75));
  }

  private static Window measure(Asker asker, int requests) {
    System.gc();
    var os = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long cpu = os.getProcessCpuTime();
    long started = System.nanoTime();
    var calls = new ArrayList<CompletableFuture<?>>();
    for (int i = 0; i < requests; i++) {
      calls.add(asker.ask(i));
    }
    calls.forEach(CompletableFuture::join);
    return new Window(
        (System.nanoTime() - started) / 1e9, (os.getProcessCpuTime() - cpu) / 1e9, requests);
  }

  /** What is needed while all requests are under way, above what was there before the client. */
  private static void compareHeap() throws Exception {
    System.out.printf("%d requests under way, heap in use above that without a client%n", HELD);
    try (BenchmarkServer server = BenchmarkServer.start(BenchmarkServer.HOLD)) {
      double least = 0;
      for (Kind kind : Kind.values()) {
        var bytes = new ArrayList<Double>();
        for (int round = 0; round < 5; round++) {
          bytes.add(heap(kind, server));
        }
        double median = quantile(bytes, 0.5);
        least = kind == Kind.BYTES ? median : least;
        System.out.printf(
            Locale.ROOT, "  %-24s %6.1f MB (%.2f)%n", kind.text, median / 1e6, median / least);
      }
    }
  }

  private static double heap(Kind kind, BenchmarkServer server) throws Exception {
    long before = used();
    try (Asker asker = kind.open(server.baseUrl(), HELD)) {
      // The first time, nothing has been read yet, and what reading needs is not there.
      double unused = heapUnderWay(asker, server);
      return heapUnderWay(asker, server) - before;
    }
  }

  private static double heapUnderWay(Asker asker, BenchmarkServer server) throws Exception {
    var calls = new ArrayList<CompletableFuture<?>>();
    for (int i = 0; i < HELD; i++) {
      calls.add(asker.ask(i));
    }
    while (server.held() < HELD) {
      Thread.sleep(20);
    }
    long used = used();
    server.release();
    calls.forEach(CompletableFuture::join);
    return used;
  }

  private static long used() {
    System.gc();
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static double quantile(List<Double> values, double share) {
    return values.stream().sorted().toList().get((int) (share * values.size()));
  }

  private static Asker client(String base, int concurrency) {
    OpenAiClient client = OpenAiClient.builder(base).concurrency(concurrency).build();
    return new Asker() {
      @Override
      public CompletableFuture<?> ask(int i) {
        return client.chatAsync(
            ChatRequest.builder("m", Prompt.of(question(i))).maxTokens(5).temperature(0).build());
      }

      @Override
      public void close() {
        client.close();
      }
    };
  }

  private static Asker okHttp(String base, int concurrency, boolean json) {
    OkHttpClient http =
        new OkHttpClient.Builder()
            .connectionPool(new ConnectionPool(concurrency, 5, TimeUnit.MINUTES))
            .readTimeout(Duration.ZERO)
            .build();
    ExecutorService threads = Executors.newFixedThreadPool(concurrency);
    return new Asker() {
      @Override
      public CompletableFuture<?> ask(int i) {
        return CompletableFuture.supplyAsync(
            () -> {
              try {
                return json
                    ? read(post(http, base, RequestBody.create(write(i), JSON)))
                    : post(http, base, RequestBody.create(text(i), JSON));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            },
            threads);
      }

      @Override
      public void close() {
        threads.shutdownNow();
        http.connectionPool().evictAll();
      }
    };
  }

  private static byte[] post(OkHttpClient http, String base, RequestBody body) throws IOException {
    Request request = new Request.Builder().url(base + "/chat/completions").post(body).build();
    try (Response response = http.newCall(request).execute()) {
      return response.body().bytes();
    }
  }

  private static String text(int i) {
    return "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\""
        + question(i)
        + "\"}],\"max_tokens\":5,\"temperature\":0.0}";
  }

  private static byte[] write(int i) throws IOException {
    ObjectNode body = MAPPER.createObjectNode().put("model", "m");
    body.putArray("messages").addObject().put("role", "user").put("content", question(i));
    return MAPPER.writeValueAsBytes(body.put("max_tokens", 5).put("temperature", 0.0));
  }

  private static List<Object> read(byte[] answer) throws IOException {
    JsonNode body = MAPPER.readTree(answer);
    JsonNode usage = body.path("usage");
    return List.of(
        body.at("/choices/0/message/content").asText(),
        body.at("/choices/0/finish_reason").asText(),
        usage.path("prompt_tokens").asLong(),
        usage.path("completion_tokens").asLong());
  }

  private static String question(int i) {
    return "Do the two product descriptions match? Entity 1: printer x" + i + ". Entity 2: y.";
  }
}
