package io.github.em4j.onnx.checkpoint;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/**
 * One small template for each construct of Jinja, against {@code apply_chat_template} of the
 * reference implementation; made by {@code src/test/python/make_templates.py}.
 */
final class GoldenTemplatesTest {
  private static final Path FILE = Path.of("chat_template.jinja");

  private final JsonNode golden;
  private final List<Map<String, String>> messages = new ArrayList<>();

  GoldenTemplatesTest() throws IOException {
    try (var in = getClass().getResourceAsStream("/io/github/em4j/onnx/golden/templates.json")) {
      golden = new ObjectMapper().readTree(requireNonNull(in));
    }
    for (JsonNode message : golden.required("messages")) {
      var fields = new LinkedHashMap<String, String>();
      for (String field : List.of("role", "content")) {
        fields.put(field, message.required(field).textValue());
      }
      messages.add(fields);
    }
  }

  @Test
  void constructsAreRenderedAsByTheReference() {
    var softly = new SoftAssertions();
    for (JsonNode pair : golden.required("templates")) {
      String template = pair.required("template").textValue();
      softly
          .assertThat(outcome(template))
          .as(template)
          .isEqualTo(pair.required("rendered").textValue());
    }
    softly.assertAll();
  }

  @Test
  void whatCannotBeRenderedAsByTheReferenceIsRefused() {
    var softly = new SoftAssertions();
    for (JsonNode node : golden.required("unsupported")) {
      String template = node.textValue();
      softly
          .assertThat(outcome(template))
          .as(template)
          .startsWith("refused: " + FILE + ": its chat");
    }
    softly.assertAll();
  }

  @Test
  void aTemplateIsRenderedByManyThreadsAtOnce() {
    var template =
        new ChatTemplate(
            FILE,
            "{% for m in messages if m.role == 'user' %}{% set x = m.content %}{{ x | trim }}{% endfor %}",
            Map.of());
    List<String> texts =
        IntStream.range(0, 2000)
            .parallel()
            .mapToObj(i -> template.render(List.of(Map.of("role", "user", "content", " " + i))))
            .toList();
    assertThat(texts).isEqualTo(IntStream.range(0, 2000).mapToObj(String::valueOf).toList());
  }

  private String outcome(String template) {
    try {
      return new ChatTemplate(FILE, template, Map.of("bos_token", "<s>", "eos_token", "</s>"))
          .render(messages);
    } catch (CheckpointException e) {
      return "refused: " + e.getMessage();
    }
  }
}
