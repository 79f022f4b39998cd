package io.github.em4j.openai;

import io.github.em4j.Em4jVersion;
import io.github.em4j.openai.Outgoing.Body;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * Sends one request over HTTP, once. Knows nothing of retries, JSON or keys. Safe for use by many
 * threads; blocking.
 */
final class Transport implements AutoCloseable {
  private static final String USER_AGENT = "em4j/" + Em4jVersion.current();
  private static final MediaType JSON = MediaType.get("application/json");
  private static final MediaType BYTES = MediaType.get("application/octet-stream");
  private static final RequestBody EMPTY = once(RequestBody.create(new byte[0], null));

  /** What is read of an answer that tells of a failure. */
  private static final long LARGEST_ERROR = 1L << 20;

  private final OkHttpClient http;
  private final OkHttpClient transfers;
  private final Duration attempt;

  /** Address and headers seldom change from one request to the next, and take time to check. */
  private record Prepared(String url, Map<String, String> headers, Request request) {}

  private volatile @Nullable Prepared last;

  Transport(int connections, Duration connect, Duration attempt, Duration transfer) {
    this.attempt = attempt;
    http =
        new OkHttpClient.Builder()
            .connectionPool(new ConnectionPool(connections, 5, TimeUnit.MINUTES))
            .connectTimeout(connect)
            // The time of a whole attempt is what is limited.
            .readTimeout(Duration.ZERO)
            .writeTimeout(Duration.ZERO)
            .callTimeout(attempt)
            // A redirect would carry the key to another host.
            .followRedirects(false)
            .followSslRedirects(false)
            .build();
    transfers = http.newBuilder().callTimeout(transfer).build();
  }

  /** One attempt: where it goes, with what headers, and how long it may take. */
  record Attempt(String url, Map<String, String> headers, Duration left) {}

  /** Sends a request and reads the answer whole. */
  Reply send(Outgoing request, Attempt how, Cancellation cancellation) throws IOException {
    boolean upload = request.body() instanceof Body.Upload;
    Call call = (upload ? transfers : http).newCall(build(request, how));
    if (!upload && how.left().compareTo(attempt) < 0) {
      call.timeout().timeout(how.left().toNanos(), TimeUnit.NANOSECONDS);
    }
    cancellation.exchange(call::cancel);
    try (Response response = call.execute()) {
      return read(response, request.largestAnswer());
    } finally {
      cancellation.exchanged();
    }
  }

  /** Sends a request and passes a successful answer on; any other is read whole. */
  Reply download(Outgoing request, Attempt how, Cancellation cancellation, OutputStream to)
      throws IOException {
    Call call = transfers.newCall(build(request, how));
    cancellation.exchange(call::cancel);
    try (Response response = call.execute()) {
      if (!response.isSuccessful()) {
        return read(response, LARGEST_ERROR);
      }
      response.body().byteStream().transferTo(to);
      return new Reply(response.code(), headers(response), new byte[0]);
    } finally {
      cancellation.exchanged();
    }
  }

  private Request build(Outgoing request, Attempt how) {
    return prepared(how).newBuilder().method(request.method(), body(request)).build();
  }

  private Request prepared(Attempt how) {
    Prepared known = last;
    if (known != null && known.url().equals(how.url()) && known.headers().equals(how.headers())) {
      return known.request();
    }
    var http = new Request.Builder().url(how.url()).header("User-Agent", USER_AGENT);
    how.headers().forEach(http::header);
    Request prepared = http.build();
    last = new Prepared(how.url(), how.headers(), prepared);
    return prepared;
  }

  private static @Nullable RequestBody body(Outgoing request) {
    Body body = request.body();
    if (body instanceof Body.Json json) {
      return once(RequestBody.create(json.bytes(), JSON));
    }
    if (body instanceof Body.Upload upload) {
      return once(
          new MultipartBody.Builder()
              .setType(MultipartBody.FORM)
              .addFormDataPart("purpose", upload.purpose())
              .addFormDataPart(
                  "file", upload.fileName(), RequestBody.create(upload.file().toFile(), BYTES))
              .build());
    }
    return request.method().equals("POST") ? EMPTY : null;
  }

  /**
   * A body that OkHttp does not send a second time by itself: every attempt is to be counted, and
   * paid for, by us.
   */
  private static RequestBody once(RequestBody body) {
    return new RequestBody() {
      @Override
      public @Nullable MediaType contentType() {
        return body.contentType();
      }

      @Override
      public long contentLength() throws IOException {
        return body.contentLength();
      }

      @Override
      public boolean isOneShot() {
        return true;
      }

      @Override
      public void writeTo(BufferedSink sink) throws IOException {
        body.writeTo(sink);
      }
    };
  }

  /** Counts decompressed bytes, so a small answer that swells is stopped as well. */
  private static Reply read(Response response, long most) throws IOException {
    long limit = response.isSuccessful() ? most : LARGEST_ERROR;
    BufferedSource source = response.body().source();
    boolean cut = source.request(limit + 1);
    if (cut && response.isSuccessful()) {
      return Reply.tooLarge(response.code(), headers(response), limit);
    }
    byte[] body = cut ? source.readByteArray(limit) : source.readByteArray();
    return new Reply(response.code(), headers(response), body);
  }

  private static Map<String, String> headers(Response response) {
    Headers headers = response.headers();
    var last = new HashMap<String, String>(2 * headers.size());
    for (int i = 0; i < headers.size(); i++) {
      last.put(headers.name(i).toLowerCase(Locale.ROOT), headers.value(i));
    }
    return last;
  }

  @Override
  public void close() {
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }
}
