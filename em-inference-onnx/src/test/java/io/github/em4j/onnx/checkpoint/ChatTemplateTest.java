package io.github.em4j.onnx.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Templates in the manner of the known families; what they render is written out by hand. */
final class ChatTemplateTest {
  private static final Path FILE = Path.of("tokenizer_config.json");
  private static final List<Map<String, String>> QUESTION = List.of(message("user", " Same?\n"));
  private static final List<Map<String, String>> CONVERSATION =
      List.of(
          message("system", "Be brief."),
          message("user", "A?"),
          message("assistant", "Yes"),
          message("user", "B?"));

  @Test
  void rendersATemplateInTheMannerOfLlama3() {
    String template =
        """
        {{- bos_token }}
        {%- if not date_string is defined %}
            {%- if strftime_now is defined %}
                {%- set date_string = strftime_now("%d %b %Y") %}
            {%- else %}
                {%- set date_string = "26 Jul 2024" %}
            {%- endif %}
        {%- endif %}
        {%- if not tools is defined %}
            {%- set tools = none %}
        {%- endif %}
        {%- if messages[0]['role'] == 'system' %}
            {%- set system_message = messages[0]['content']|trim %}
            {%- set messages = messages[1:] %}
        {%- else %}
            {%- set system_message = "" %}
        {%- endif %}
        {{- "<|h|>system<|/h|>\\n\\n" }}
        {%- if tools is not none %}
            {{- "Tools\\n" }}
        {%- endif %}
        {{- "Today Date: " + date_string + "\\n\\n" }}
        {{- system_message }}
        {{- "<|eot|>" }}
        {%- for message in messages %}
            {%- if not (message.role == 'ipython' or message.role == 'tool' or 'tool_calls' in message) %}
                {{- '<|h|>' + message['role'] + '<|/h|>\\n\\n'+ message['content'] | trim + '<|eot|>' }}
            {%- endif %}
        {%- endfor %}
        {%- if add_generation_prompt %}
            {{- '<|h|>assistant<|/h|>\\n\\n' }}
        {%- endif %}
        """;
    assertThat(render(template, CONVERSATION))
        .isEqualTo(
            "<s><|h|>system<|/h|>\n\nToday Date: 26 Jul 2024\n\nBe brief.<|eot|><|h|>user<|/h|>\n\nA?<|eot|>"
                + "<|h|>assistant<|/h|>\n\nYes<|eot|><|h|>user<|/h|>\n\nB?<|eot|><|h|>assistant<|/h|>\n\n");
    assertThat(render(template, QUESTION))
        .endsWith("\n\n<|eot|><|h|>user<|/h|>\n\nSame?<|eot|><|h|>assistant<|/h|>\n\n");
  }

  @Test
  void rendersATemplateInTheMannerOfChatMl() {
    String template =
        """
        {% for message in messages %}{% if loop.first and messages[0]['role'] != 'system' %}{{ '<|im_start|>system\\nDefault.<|im_end|>\\n' }}{% endif %}{{'<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}
        """;
    assertThat(render(template, QUESTION))
        .isEqualTo(
            "<|im_start|>system\nDefault.<|im_end|>\n<|im_start|>user\n Same?\n<|im_end|>\n<|im_start|>assistant\n");
  }

  @Test
  void rendersATemplateInTheMannerOfMistral() {
    String template =
        """
        {%- if messages[0]["role"] == "system" %}
            {%- set system_message = messages[0]["content"] %}
            {%- set loop_messages = messages[1:] %}
        {%- else %}
            {%- set loop_messages = messages %}
        {%- endif %}
        {%- set ns = namespace() %}
        {%- set ns.index = 0 %}
        {%- for message in loop_messages %}
            {%- if (message["role"] == "user") != (ns.index % 2 == 0) %}
                {{- raise_exception("roles must alternate") }}
            {%- endif %}
            {%- set ns.index = ns.index + 1 %}
        {%- endfor %}
        {{- bos_token }}
        {%- for message in loop_messages %}
            {%- if message["role"] == "user" %}
                {%- if loop.last and system_message is defined %}
                    {{- "[INST] " + system_message + "\\n\\n" + message["content"] + "[/INST]" }}
                {%- else %}
                    {{- "[INST] " + message["content"] + "[/INST]" }}
                {%- endif %}
            {%- else %}
                {{- " " + message["content"]|trim + eos_token }}
            {%- endif %}
        {%- endfor %}
        """;
    assertThat(render(template, CONVERSATION))
        .isEqualTo("<s>[INST] A?[/INST] Yes</s>[INST] Be brief.\n\nB?[/INST]");
    assertThatThrownBy(() -> render(template, List.of(message("user", "a"), message("user", "b"))))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("it says 'roles must alternate'");
  }

  @Test
  void rendersATemplateInTheMannerOfQwen3() {
    String template =
        """
        {%- set ns = namespace(multi_step_tool=true, last_query_index=messages|length - 1) %}
        {%- for message in messages[::-1] %}
            {%- set index = (messages|length - 1) - loop.index0 %}
            {%- if ns.multi_step_tool and message.role == "user" and message.content is string and not(message.content.startswith('<t>') and message.content.endswith('</t>')) %}
                {%- set ns.multi_step_tool = false %}
                {%- set ns.last_query_index = index %}
            {%- endif %}
        {%- endfor %}
        {%- for message in messages %}
            {%- if message.role == "assistant" %}
                {%- set content = message.content %}
                {%- if '</think>' in content %}
                    {%- set content = content.split('</think>')[-1].lstrip('\\n') %}
                {%- endif %}
                {{- '<|im_start|>' + message.role + '\\n' + content + '<|im_end|>\\n' }}
            {%- else %}
                {{- '<|im_start|>' + message.role + '\\n' + message.content.rstrip() + '<|im_end|>\\n' }}
            {%- endif %}
        {%- endfor %}
        {{- ns.last_query_index }}
        {%- if enable_thinking is defined and enable_thinking is false %}
            {{- 'no' }}
        {%- endif %}
        """;
    assertThat(
            render(
                template,
                List.of(
                    message("user", "A? "),
                    message("assistant", "<think>hm</think>\n\nYes"),
                    message("user", "<t>x</t>"))))
        .isEqualTo(
            "<|im_start|>user\nA?<|im_end|>\n<|im_start|>assistant\nYes<|im_end|>\n<|im_start|>user\n<t>x</t><|im_end|>\n0no");
  }

  @Test
  void refusesATemplateThatLeavesTheQuestionOut() {
    var template = new ChatTemplate(FILE, "hello", Map.of());

    assertThatThrownBy(template::requireQuestion)
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("leaves the user's message out");
  }

  @Test
  void trimsBlocksAsTheTransformersLibraryDoes() {
    assertThat(render("a\n  {% if true %}\n  x\n  {% endif %}\ny\n\n", QUESTION))
        .isEqualTo("a\n  x\ny\n");
    assertThat(render("a{# note #}\nb\r\n{{- 'c' -}} \n d", QUESTION)).isEqualTo("abcd");
    assertThat(render("{% generation %}z{%- endgeneration %}\n", QUESTION)).isEqualTo("z");
  }

  @Test
  void leavesTemplateCodeInMessagesAlone() {
    String text = "{{ 7*7 }} {% raw %} {# x #} {{ bos_token }} &lt;b&gt; <b> 'q' \"p\" \\n";
    assertThat(
            render(
                "{% for m in messages %}{{ m['content'] }}{% endfor %}",
                List.of(message("user", text))))
        .isEqualTo(text);
  }

  @Test
  void refusesATemplateThatReachesForMoreThanTexts() {
    for (String template :
        List.of(
            "{% include 'a.txt' %}",
            "{% import 'a.txt' as a %}",
            "{{ messages[0].content.getClass() }}",
            "{{ ''.getClass().forName('java.lang.Runtime') }}",
            "{{ unknown_function(3) }}",
            "{% if %}",
            "{{ 'a'.nothing() }}")) {
      assertThatThrownBy(() -> render(template, QUESTION))
          .as(template)
          .isInstanceOf(CheckpointException.class)
          .hasMessageStartingWith("tokenizer_config.json: its chat template fails");
    }
  }

  @Test
  void boundsTheOutputOfATemplate() {
    String nested =
        "{% for a in range(9999) %}".repeat(3)
            + "{{ messages[0].content }}"
            + "{% endfor %}".repeat(3);
    assertThatThrownBy(() -> render(nested, List.of(message("user", "x".repeat(1000)))))
        .isInstanceOf(CheckpointException.class);
  }

  private static String render(String template, List<Map<String, String>> messages) {
    return new ChatTemplate(FILE, template, Map.of("bos_token", "<s>", "eos_token", "</s>"))
        .render(messages);
  }

  private static Map<String, String> message(String role, String content) {
    return Map.of("role", role, "content", content);
  }
}
