package io.github.em4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.LinkedHashMap;
import org.junit.jupiter.api.Test;

final class EntityDescriptionTest {

  @Test
  void keepsTheOrderOfItsAttributes() {
    EntityDescription record =
        EntityDescription.of("1").with("title", "t").with("brand", "b").with("a", "c");
    assertThat(record.attributes().keySet()).containsExactly("title", "brand", "a");
    assertThat(record.with("brand", "other").attributes().keySet())
        .containsExactly("title", "brand", "a");
  }

  @Test
  void treatsABlankValueAsMissing() {
    EntityDescription record = EntityDescription.of("1").with("title", "t").with("price", " \t");
    assertThat(record.attribute("price")).isEmpty();
    assertThat(record).isEqualTo(EntityDescription.of("1").with("title", "t"));
    assertThat(record.with("title", "").attributes()).isEmpty();
  }

  @Test
  void doesNotFollowLaterChangesOfTheMap() {
    var attributes = new LinkedHashMap<String, String>();
    attributes.put("title", "t");
    var record = new EntityDescription("1", attributes);
    attributes.put("title", "changed");
    assertThat(record.attribute("title")).hasValue("t");
    assertThatThrownBy(() -> record.attributes().put("x", "y"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void namesTheAttributeWhoseValueIsNull() {
    var attributes = new HashMap<String, String>();
    attributes.put("price", null);
    assertThatThrownBy(() -> new EntityDescription("17", attributes))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("price")
        .hasMessageContaining("17");
  }
}
