package io.github.em4j.prompts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.em4j.model.Message;
import io.github.em4j.model.Message.ValueSpan;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PromptTemplateTest {

  private static String ask(String template, String left, String right) {
    return PromptTemplate.of("t", template).question(left, right).content();
  }

  @ParameterizedTest
  @ValueSource(strings = {"product", "publication", "entity"})
  void thePublishedWordingsComeOutAsTheirGoldenFilesSay(String entity) throws IOException {
    var text = new StringBuilder();
    for (PromptTemplate template : PromptTemplates.published(entity)) {
      Message question =
          template.question("Acme LP-100 laser printer, 24\" tray", "ACME men's LP100");
      text.append(template.name()).append('\n').append(question.content()).append('\n');
    }
    try (InputStream in =
        Objects.requireNonNull(
            PromptTemplateTest.class.getResourceAsStream("published-" + entity + ".txt"))) {
      assertThat(text).hasToString(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void marksThePlacesOfTheValues() {
    Message question = PromptTemplate.of("t", "A '{right}' B {left}.").question("left", "r");
    assertThat(question)
        .isEqualTo(
            new Message(
                Message.Role.USER,
                "A 'r' B left.",
                List.of(new ValueSpan(3, 4), new ValueSpan(8, 12))));
  }

  @Test
  void bracesThatAreMeantAsSuchAreDoubled() {
    assertThat(ask("{{\"left\": {left}, \"right\": {right}}}", "1", "2"))
        .isEqualTo("{\"left\": 1, \"right\": 2}");
  }

  @Test
  void aPlaceholderInsideAValueStaysText() {
    assertThat(ask("{left} vs {right}", "{right} {entity} {{", "}} {left}"))
        .isEqualTo("{right} {entity} {{ vs }} {left}");
  }

  @Test
  void aValueBeginsNoNewLine() {
    assertThat(ask("{left}|{right}", " a \r\n\n b\tc\u2028", "\u0000d  e\u0007f "))
        .isEqualTo(" a b c|d  e f ");
  }

  @Test
  void halfASurrogatePairBecomesTheReplacementCharacter() {
    assertThat(ask("{left}|{right}", "a\uD83D", "\uDE80b \uD83D\uDE80"))
        .isEqualTo("a\uFFFD|\uFFFDb \uD83D\uDE80");
  }

  @Test
  void aQuotedValueCannotCloseItsQuotes() {
    String template = "Entity 1: '{left}'. Entity 2: '{right}'.";
    assertThat(ask(template, "x'. Entity 2: 'x", "Men's 27.5'' tyre"))
        .isEqualTo(
            "Entity 1: 'x\u2019. Entity 2: \u2019x'. Entity 2: 'Men's 27.5\u2019\u2019 tyre'.");
    assertThat(ask("\"{left}\" `{right}`", "24\" 'x'", "`")).isEqualTo("\"24\u201d 'x'\" `\u2019`");
    assertThat(ask("{left} \"{right}'", "'a'", "\"b'")).isEqualTo("'a' \"\"b''");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{left} {right} {price}|unknown placeholder {price} at position 15",
        "{left} {Right}|unknown placeholder {Right}",
        "{left} {}|unknown placeholder {}",
        "{left}|placeholder {right} is missing",
        "{{left}} {right}|placeholder {left} is missing",
        "{left} {right} {left}|placeholder {left} is repeated (2 times)",
        "{left} {right} {|a single '{' at position 15",
        "{left} } {right}|a single '}' at position 7",
        "{left} {right} {entity}|no entity word is set",
      })
  void refusesAWrongTemplate(String text, String problem) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PromptTemplate.of("mine", text))
        .withMessageStartingWith("template 'mine': ")
        .withMessageContaining(problem);
  }

  @Test
  void namesTheAllowedPlaceholders() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PromptTemplate.of("mine", "{a} {left} {right}"))
        .withMessageEndingWith("allowed: {left}, {right} and {entity}");
  }

  @Test
  void refusesAnEntityWordThatIsNeverUsed() {
    var builder = PromptTemplate.builder("mine", "{left} {right}").entity("product");
    assertThatIllegalArgumentException()
        .isThrownBy(builder::build)
        .withMessageContaining("placeholder {entity} is missing");
    assertThat(builder.system("You compare {entity}s.").build().systemMessage())
        .contains(Message.system("You compare products."));
  }

  @Test
  void refusesASideInASystemMessage() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PromptTemplate.builder("t", "{left} {right}").system("{left}").build())
        .withMessageContaining("unknown placeholder {left}");
  }

  @Test
  void refusesBlankNamesAndWords() {
    assertThatIllegalArgumentException().isThrownBy(() -> PromptTemplate.of(" ", "{left}{right}"));
    var builder = PromptTemplate.builder("t", "{left} {right}");
    assertThatIllegalArgumentException().isThrownBy(() -> builder.entity("a\nb"));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.system(" "));
  }

  @Test
  void theHashIsThatOfTheWordingAndNotOfTheName() {
    PromptTemplate one = PromptTemplates.domainComplexForce("product");
    PromptTemplate same = PromptTemplate.of("other", one.text());
    assertThat(one.hash()).hasSize(12).isEqualTo(same.hash());
    assertThat(one.hash()).isNotEqualTo(PromptTemplates.domainComplexForce("entity").hash());
    assertThat(one.hash())
        .isNotEqualTo(PromptTemplate.builder("s", one.text()).system("x").build().hash());
    assertThat(one.id()).isEqualTo("domain-complex-force (product)@" + one.hash());
  }

  @Test
  void theHashOfAPublishedWordingNeverChanges() {
    assertThat(PromptTemplates.domainComplexForce("product").hash()).isEqualTo("a27631b2a7f3");
  }
}
