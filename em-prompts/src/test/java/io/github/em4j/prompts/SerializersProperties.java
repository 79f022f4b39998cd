package io.github.em4j.prompts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.em4j.EntityDescription;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

final class SerializersProperties {

  @Property(tries = 300)
  void jsonIsReadBackAsTheSameAttributes(@ForAll Map<String, String> attributes)
      throws IOException {
    Assume.that(attributes.keySet().stream().noneMatch(String::isBlank));
    var entity = new EntityDescription("1", attributes);
    Assume.that(!entity.attributes().isEmpty());
    String json = Serializers.json().serialize(entity);
    Map<String, String> read =
        new ObjectMapper().readValue(json, new TypeReference<LinkedHashMap<String, String>>() {});
    assertThat(read).containsExactlyEntriesOf(entity.attributes());
  }

  @Property(tries = 500)
  void aLimitedTextIsAPrefixOfWholeCharacters(
      @ForAll String title, @ForAll @IntRange(min = 1, max = 20) int limit) {
    Assume.that(!title.isBlank());
    EntityDescription entity = EntityDescription.of("1").with("title", title);
    String cut = Serializers.titleOnly().withTextLimit(limit).serialize(entity);
    assertThat(title).startsWith(cut);
    assertThat(cut.codePointCount(0, cut.length())).isLessThanOrEqualTo(limit);
    if (cut.length() < title.length() && !cut.isEmpty()) {
      boolean splits =
          Character.isHighSurrogate(cut.charAt(cut.length() - 1))
              && Character.isLowSurrogate(title.charAt(cut.length()));
      assertThat(splits).isFalse();
    }
  }
}
