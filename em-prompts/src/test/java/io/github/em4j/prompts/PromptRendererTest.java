package io.github.em4j.prompts;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.LabeledPair;
import io.github.em4j.MatchLabel;
import io.github.em4j.model.Message;
import io.github.em4j.model.Message.Role;
import io.github.em4j.model.Message.ValueSpan;
import io.github.em4j.prompts.answer.Verbalizer;
import io.github.em4j.prompts.explanation.ExplanationKind;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PromptRendererTest {
  private static final CandidatePair PAIR = pair("a1", "b1");
  private static final List<LabeledPair> DEMONSTRATIONS =
      List.of(
          new LabeledPair(pair("c", "c"), MatchLabel.MATCH),
          new LabeledPair(pair("d", "e"), MatchLabel.NON_MATCH));
  private static final PromptTemplate TEMPLATE =
      PromptTemplate.builder("t", "{left}={right}?").system("Compare.").build();

  private static CandidatePair pair(String left, String right) {
    return new CandidatePair(
        EntityDescription.of("l").with("title", left),
        EntityDescription.of("r").with("title", right));
  }

  private static String values(Message message) {
    return String.join(
        ",",
        message.values().stream()
            .map(value -> message.content().substring(value.start(), value.end()))
            .toList());
  }

  @Test
  void asksTheQuestionAlone() {
    List<Message> messages =
        PromptRenderer.builder().template(TEMPLATE).build().render(PAIR).messages();
    assertThat(messages)
        .containsExactly(
            Message.system("Compare."),
            new Message(Role.USER, "a1=b1?", List.of(new ValueSpan(0, 2), new ValueSpan(3, 5))));
  }

  @Test
  void showsDemonstrationsAsAConversation() {
    List<Message> messages =
        PromptRenderer.builder()
            .template(TEMPLATE)
            .verbalizer(new Verbalizer("Ja", "Nein"))
            .demonstrations(DemonstrationSource.fixed(DEMONSTRATIONS))
            .build()
            .render(PAIR)
            .messages();
    assertThat(messages)
        .extracting(Message::role)
        .containsExactly(
            Role.SYSTEM, Role.USER, Role.ASSISTANT, Role.USER, Role.ASSISTANT, Role.USER);
    assertThat(messages)
        .extracting(Message::content)
        .containsExactly("Compare.", "c=c?", "Ja", "d=e?", "Nein", "a1=b1?");
  }

  @Test
  void showsDemonstrationsInOneTextWithAllValuesMarked() {
    PromptRenderer renderer =
        PromptRenderer.builder()
            .template(TEMPLATE)
            .demonstrations(DemonstrationSource.fixed(DEMONSTRATIONS))
            .style(DemonstrationStyle.INLINE)
            .build();
    List<Message> messages = renderer.render(PAIR).messages();
    assertThat(messages).hasSize(2);
    Message question = messages.get(1);
    assertThat(question.content())
        .isEqualTo("c=c?\nAnswer: Yes\n\nd=e?\nAnswer: No\n\na1=b1?\nAnswer:");
    assertThat(values(question)).isEqualTo("c,c,d,e,a1,b1");
  }

  @Test
  void aPromptWithAChoiceReadsLikeADemonstration() {
    PromptRenderer.Builder builder =
        PromptRenderer.builder().template(TEMPLATE).verbalizer(new Verbalizer("Ja", "Nein"));
    assertThat(builder.build().choices()).containsExactly("Ja", "Nein");
    PromptRenderer inline =
        builder
            .demonstrations(DemonstrationSource.fixed(DEMONSTRATIONS))
            .style(DemonstrationStyle.INLINE)
            .build();
    String asked = inline.render(pair("d", "e")).messages().get(1).content();
    assertThat(asked).contains("d=e?\nAnswer: Nein\n\n");
    assertThat(asked + inline.choices().get(1)).endsWith("\n\nd=e?\nAnswer: Nein");
    assertThat(inline.choices()).containsExactly(" Ja", " Nein");
  }

  @Test
  void demonstrationsMayDependOnThePair() {
    DemonstrationSource nearest =
        new DemonstrationSource() {
          @Override
          public List<LabeledPair> demonstrationsFor(CandidatePair pair) {
            return pair.equals(PAIR) ? DEMONSTRATIONS.subList(0, 1) : List.of();
          }

          @Override
          public String description() {
            return "1 nearest";
          }
        };
    PromptRenderer renderer =
        PromptRenderer.builder().template(TEMPLATE).demonstrations(nearest).build();
    assertThat(renderer.render(PAIR).messages()).hasSize(4);
    assertThat(renderer.render(pair("x", "y")).messages()).hasSize(2);
  }

  @Test
  void asksForAnExplanationBehindTheQuestionOnly() {
    PromptRenderer renderer =
        PromptRenderer.builder()
            .template(TEMPLATE)
            .demonstrations(DemonstrationSource.fixed(DEMONSTRATIONS))
            .instruction(ExplanationKind.WADHWA)
            .build();
    List<Message> messages = renderer.render(PAIR).messages();
    assertThat(messages.get(1).content()).isEqualTo("c=c?");
    Message question = messages.get(messages.size() - 1);
    assertThat(question.content())
        .startsWith("a1=b1?\nAnswer with 'Yes' or 'No' first, then explain");
    assertThat(values(question)).isEqualTo("a1,b1");
  }
}
