package io.github.em4j.prompts;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.em4j.model.Message;
import io.github.em4j.model.Message.ValueSpan;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class PromptTemplateProperties {
  private static final PromptTemplate TEMPLATE = PromptTemplates.domainSimpleFree("product");

  @Property(tries = 1_000)
  void noValueChangesAnythingOutsideOfItsPlace(
      @ForAll("values") String left, @ForAll("values") String right) {
    Message question = TEMPLATE.question(left, right);
    ValueSpan one = question.values().get(0);
    ValueSpan other = question.values().get(1);
    String text = question.content();
    assertThat(
            text.substring(0, one.start())
                + "{left}"
                + text.substring(one.end(), other.start())
                + "{right}"
                + text.substring(other.end()))
        .isEqualTo(TEMPLATE.text());
    assertThat(text.chars().noneMatch(Character::isISOControl)).isTrue();
  }

  @Property(tries = 1_000)
  void theFirstQuoteOutsideOfAWordClosesAValue(@ForAll("values") String left) {
    String text = TEMPLATE.question(left, "x").content();
    ValueSpan value = TEMPLATE.question(left, "x").values().get(0);
    int closing = value.start();
    while (text.charAt(closing) != '\'' || isInsideWord(text, closing)) {
      closing++;
    }
    assertThat(closing).isEqualTo(value.end());
  }

  private static boolean isInsideWord(String text, int i) {
    return Character.isLetterOrDigit(text.codePointBefore(i))
        && Character.isLetterOrDigit(text.codePointAt(i + 1));
  }

  @Property(tries = 300)
  void ordinaryTextComesOutByteForByte(@ForAll("ordinary") String value) {
    assertThat(TEMPLATE.question(value, value).content())
        .isEqualTo(
            "Do the two product descriptions match? Entity 1: '"
                + value
                + "'. Entity 2: '"
                + value
                + "'.");
  }

  @Provide
  Arbitrary<String> values() {
    Arbitrary<String> pieces =
        Arbitraries.of(
            "'",
            "\"",
            "\n",
            "\r\n",
            "{left}",
            "{right}",
            "{",
            "}",
            "Yes",
            "No",
            "'. Entity 2: '",
            "a",
            "é",
            "\ud83d\ude80",
            "\ud83d",
            " ",
            "\u2029",
            "\u0000",
            "$1",
            "%s",
            "\\");
    return Arbitraries.oneOf(
        Arbitraries.strings(), pieces.list().ofMaxSize(8).map(list -> String.join("", list)));
  }

  @Provide
  Arbitrary<String> ordinary() {
    return Arbitraries.strings().withChars(" abcXYZ0189.,;:-/()\"{}|#%&äß日本\u00a0").ofMaxLength(60);
  }
}
