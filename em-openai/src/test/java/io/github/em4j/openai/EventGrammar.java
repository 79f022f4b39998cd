package io.github.em4j.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Checks that the events of every call come in the documented order. */
final class EventGrammar implements CallListener {
  private static final Pattern ORDER = Pattern.compile("(W*SR)*(W*SA|W*SF|W*F)");

  private final Map<Long, String> calls = new ConcurrentHashMap<>();

  @Override
  public void onEvent(CallEvent event) {
    calls.merge(event.callId(), event.getClass().getSimpleName().substring(0, 1), String::concat);
  }

  void assertComplete(int count) {
    assertThat(calls).hasSize(count);
    assertThat(calls.values())
        .allSatisfy(
            events ->
                // "Retrying" and "Sent" begin like no other event.
                assertThat(events).matches(ORDER));
  }
}
