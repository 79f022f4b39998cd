package io.github.em4j.prompts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.em4j.EntityDescription;
import io.github.em4j.EntityMatchingException;
import org.junit.jupiter.api.Test;

final class SerializersTest {
  private static final EntityDescription PAPER =
      EntityDescription.of("p1")
          .with("title", "On \"matching\"")
          .with("venue", "vldb\njournal")
          .with("year", "1999");

  @Test
  void writesTheTitleOrElseTheName() {
    EntitySerializer serializer = Serializers.titleOnly();
    assertThat(serializer.serialize(PAPER)).isEqualTo("On \"matching\"");
    assertThat(
            serializer.serialize(EntityDescription.of("1").with("name", "tv").with("price", "9")))
        .isEqualTo("tv");
    assertThatExceptionOfType(EntityMatchingException.class)
        .isThrownBy(() -> serializer.serialize(EntityDescription.of("7").with("price", "9")))
        .withMessage(
            "record '7' cannot be serialised: it needs one of [title, name], it has [price]");
  }

  @Test
  void joinsChosenAttributesAndOmitsMissingOnes() {
    EntitySerializer serializer = Serializers.attributes("; ", "year", "title", "authors", "venue");
    assertThat(serializer.serialize(PAPER)).isEqualTo("1999; On \"matching\"; vldb\njournal");
    assertThat(serializer.description())
        .isEqualTo("values of [year, title, authors, venue] joined by '; '");
  }

  @Test
  void writesNamesAndValuesBetweenMarkers() {
    assertThat(Serializers.colVal().serialize(PAPER))
        .isEqualTo("COL title VAL On \"matching\" COL venue VAL vldb\njournal COL year VAL 1999");
    assertThat(Serializers.colVal("year", "price", "title").serialize(PAPER))
        .isEqualTo("COL year VAL 1999 COL title VAL On \"matching\"");
  }

  @Test
  void aValueAddsNoAttributeToColVal() {
    EntityDescription entity =
        EntityDescription.of("1").with("title", "x COL price VAL 1 COLOR").with("a COL", "VAL");
    assertThat(Serializers.colVal().serialize(entity))
        .isEqualTo("COL title VAL x col price val 1 COLOR COL a col VAL val");
  }

  @Test
  void writesCompactJson() {
    assertThat(Serializers.json().serialize(PAPER))
        .isEqualTo(
            "{\"title\":\"On \\\"matching\\\"\",\"venue\":\"vldb\\njournal\",\"year\":\"1999\"}");
    assertThat(Serializers.json("year").serialize(PAPER)).isEqualTo("{\"year\":\"1999\"}");
  }

  @Test
  void aRecordWithNothingToWriteFails() {
    for (EntitySerializer serializer :
        new EntitySerializer[] {
          Serializers.colVal(), Serializers.json(), Serializers.attributes(" ", "price")
        }) {
      assertThatExceptionOfType(EntityMatchingException.class)
          .isThrownBy(() -> serializer.serialize(EntityDescription.of("e")))
          .withMessageContaining("record 'e' cannot be serialised");
    }
  }

  @Test
  void limitsValuesAndTextWithoutSplittingACharacter() {
    EntityDescription entity =
        EntityDescription.of("1").with("title", " ab\uD83D\uDE80cd").with("name", "xyz");
    EntitySerializer colVal = Serializers.colVal();
    assertThat(colVal.withValueLimit(3).serialize(entity))
        .isEqualTo("COL title VAL ab\uD83D\uDE80 COL name VAL xyz");
    assertThat(Serializers.json().withValueLimit(2).serialize(entity))
        .isEqualTo("{\"title\":\"ab\",\"name\":\"xy\"}");
    assertThat(colVal.withTextLimit(15).serialize(entity)).isEqualTo("COL title VAL");
    assertThat(colVal.withTextLimit(1_000).serialize(entity)).isEqualTo(colVal.serialize(entity));
    assertThat(colVal.withTextLimit(90).withValueLimit(3).description())
        .isEqualTo("COL/VAL, text up to 90 characters, values up to 3 characters");
  }

  @Test
  void refusesWrongArguments() {
    assertThatIllegalArgumentException().isThrownBy(() -> Serializers.attributes("", "a"));
    assertThatIllegalArgumentException().isThrownBy(() -> Serializers.attributes(";"));
    assertThatIllegalArgumentException().isThrownBy(() -> Serializers.colVal("a", "a"));
    assertThatIllegalArgumentException().isThrownBy(() -> Serializers.json(" "));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Serializers.titleOnly().withValueLimit(0))
        .withMessageContaining("found 0");
  }
}
