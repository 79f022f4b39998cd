package io.github.em4j.openai;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The calls of a client, of which so many are under way at a time, each on a thread of its own;
 * others wait in line. Safe for use by many threads. Closing gives up all of them.
 */
final class CallQueue implements AutoCloseable {
  private final CallContext context;
  private final ThreadPoolExecutor workers;
  private final Set<InFlight<?>> inFlight = ConcurrentHashMap.newKeySet();

  CallQueue(CallContext context, int concurrency) {
    this.context = context;
    var number = new AtomicInteger();
    workers =
        new ThreadPoolExecutor(
            concurrency,
            concurrency,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "em4j-openai-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    workers.allowCoreThreadTimeOut(true);
  }

  int concurrency() {
    return workers.getCorePoolSize();
  }

  /**
   * Puts a call in line.
   *
   * @param keep called with the answer before anybody else sees it
   * @throws IllegalStateException if the queue is closed
   */
  <T> InFlight<T> submit(Outgoing request, Exchange<T> exchange, Consumer<T> keep) {
    var call = new InFlight<T>();
    inFlight.add(call);
    // Whoever completes the call from outside, by orTimeout for example, does not want its answer.
    var unused =
        call.whenComplete(
            (answer, error) -> {
              inFlight.remove(call);
              call.cancellation().cancel();
            });
    try {
      workers.execute(() -> work(call, request, exchange, keep));
    } catch (RejectedExecutionException e) {
      inFlight.remove(call);
      throw new IllegalStateException("the client is closed", e);
    }
    return call;
  }

  private <T> void work(
      InFlight<T> call, Outgoing request, Exchange<T> exchange, Consumer<T> keep) {
    Cancellation cancellation = call.cancellation();
    if (!cancellation.begin()) {
      return;
    }
    Runnable end;
    try {
      T answer = new CallRunner<>(context, request, exchange, cancellation).run();
      keep.accept(answer);
      end = () -> call.complete(answer);
    } catch (Throwable e) {
      // Whatever it is, and OkHttp checks no exceptions: a call without an end is waited for.
      end = () -> call.completeExceptionally(e);
    } finally {
      cancellation.end();
    }
    end.run();
  }

  @Override
  public void close() {
    workers.shutdown();
    // Or a worker that is freed would take up the next one.
    workers.getQueue().clear();
    inFlight.forEach(call -> call.cancel(true));
  }
}
