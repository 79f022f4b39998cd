package io.github.em4j.openai;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A server in a process of its own that answers every question alike, after a delay or when it is
 * told to, without a thread for each request that waits.
 */
final class BenchmarkServer implements AutoCloseable {
  /** The delay of a server that answers when it is told to. */
  static final int HOLD = -1;

  private static final byte[] ANSWER = FakeServer.chat("Yes").getBytes(StandardCharsets.UTF_8);

  private final Process process;
  private final String address;
  private final HttpClient control = HttpClient.newHttpClient();

  private BenchmarkServer(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  /** Starts one that answers after so many milliseconds. */
  static BenchmarkServer start(int delay) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // By default it drops connections beyond 200 between two requests.
                "-Dsun.net.httpserver.maxIdleConnections=5000",
                // Or every answer waits 40 ms for an acknowledgement.
                "-Dsun.net.httpserver.nodelay=true",
                "-cp",
                System.getProperty("java.class.path"),
                BenchmarkServer.class.getName(),
                Integer.toString(delay))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    return new BenchmarkServer(process, "http://localhost:" + process.inputReader().readLine());
  }

  String baseUrl() {
    return address + "/v1";
  }

  /** How many requests wait for their answers. */
  int held() throws IOException, InterruptedException {
    return Integer.parseInt(tell("/held"));
  }

  /** Answers all that wait. */
  void release() throws IOException, InterruptedException {
    String unused = tell("/release");
  }

  private String tell(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(address + path)).build();
    return control.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  public static void main(String[] args) throws IOException {
    int delay = Integer.parseInt(args[0]);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 2_000);
    ScheduledExecutorService timer = Executors.newScheduledThreadPool(2);
    Queue<HttpExchange> held = new ConcurrentLinkedQueue<>();
    server.setExecutor(Executors.newFixedThreadPool(4));
    server.createContext(
        "/v1",
        exchange -> {
          byte[] unused = exchange.getRequestBody().readAllBytes();
          if (delay == 0) {
            answer(exchange, ANSWER);
          } else if (delay == HOLD) {
            held.add(exchange);
          } else {
            Future<?> later =
                timer.schedule(() -> answer(exchange, ANSWER), delay, TimeUnit.MILLISECONDS);
            assert !later.isCancelled();
          }
        });
    server.createContext(
        "/held",
        exchange ->
            answer(exchange, Integer.toString(held.size()).getBytes(StandardCharsets.UTF_8)));
    server.createContext(
        "/release",
        exchange -> {
          for (HttpExchange one = held.poll(); one != null; one = held.poll()) {
            answer(one, ANSWER);
          }
          answer(exchange, new byte[] {'0'});
        });
    server.start();
    System.out.println(server.getAddress().getPort());
  }

  private static void answer(HttpExchange exchange, byte[] bytes) {
    try {
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
      exchange.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
