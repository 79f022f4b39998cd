package io.github.em4j.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\": \"lamp\", \"match\": true}",
        "Sure, here it is:\n```json\n{\"name\": \"lamp\", \"match\": true}\n```\nAnything else?",
        "[{'name': 'lamp', 'match': True,},]",
        "{\"name\": \"lamp\", // what it is\n \"match\": true}",
        "{name: \"lamp\", match: true} {\"name\": \"cut o"
      })
  void readsAnObjectHoweverItIsWritten(String answer) {
    JsonNode object = found(answer).objects().get(0);

    assertThat(object.get("name").asText()).isEqualTo("lamp");
    assertThat(object.get("match").asBoolean()).isTrue();
  }

  @Test
  void readsTheObjectsWithinABrokenOne() {
    JsonObjects.Found found = found("{\"all\": [{\"name\": \"a\"}, {\"name\": \"b\"}");

    assertThat(found.objects()).extracting(o -> o.get("name").asText()).containsExactly("a", "b");
    assertThat(found.cutOff()).isFalse();
  }

  @Test
  void countsWhatIsOfInterestAndBroken() {
    JsonObjects.Found found = found("{\"name\": \"a\", ???} {\"other\": ???} {\"name\": \"b");

    assertThat(found.objects()).isEmpty();
    assertThat(found.broken()).isEqualTo(1);
    assertThat(found.cutOff()).isTrue();
  }

  @Test
  void takesQuotationMarksThatShouldHaveBeenEscaped() {
    assertThat(found("{\"name\": \"a 5\" nail\", \"n\": 1}").objects().get(0).get("name").asText())
        .isEqualTo("a 5\" nail");
  }

  @Test
  void looksIntoWhatHoldsNothingOfInterest() {
    String swallowed = "a brace {a:' in words {\"name\": \"a\"} {\"name\": \"b'}\"}";

    assertThat(found(swallowed).objects())
        .extracting(o -> o.get("name").asText())
        .containsExactly("a", "b'}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\": \"a\"} {\"note\": \"starts with {name: \"}",
        "{\"note\": \"a template {name} and {name: x}\"} {\"name\": \"a\"}"
      })
  void bracesInWordsAreNoBrokenObjects(String answer) {
    JsonObjects.Found found = found(answer);

    assertThat(found.objects()).extracting(o -> o.get("name").asText()).containsExactly("a");
    assertThat(found.broken()).isZero();
    assertThat(found.cutOff()).isFalse();
  }

  private static JsonObjects.Found found(String answer) {
    return JsonObjects.in(answer, field -> field.contains("name"));
  }
}
