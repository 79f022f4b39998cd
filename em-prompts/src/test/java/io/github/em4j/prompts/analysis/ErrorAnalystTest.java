package io.github.em4j.prompts.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.em4j.AttributeComparison;
import io.github.em4j.CandidatePair;
import io.github.em4j.EntityMatcher;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.MatchDecision;
import io.github.em4j.MatchLabel;
import io.github.em4j.MatchOutcome;
import io.github.em4j.Provenance;
import io.github.em4j.StructuredExplanation;
import io.github.em4j.TextExplanation;
import io.github.em4j.evaluation.EvaluationReport;
import io.github.em4j.evaluation.Evaluator;
import io.github.em4j.evaluation.Predictions;
import io.github.em4j.evaluation.errors.ClassifiedError;
import io.github.em4j.evaluation.errors.ClassifiedError.Status;
import io.github.em4j.evaluation.errors.ClassifiedErrors;
import io.github.em4j.evaluation.errors.ErrorAnalysis;
import io.github.em4j.evaluation.errors.ErrorClass;
import io.github.em4j.evaluation.errors.ErrorClasses;
import io.github.em4j.evaluation.errors.ErrorKind;
import io.github.em4j.testing.ScriptedModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ErrorAnalystTest {
  private static final String TWO_CLASSES =
      "{\"classes\": [{\"name\": \"one\", \"description\": \"first\"},"
          + " {\"name\": \"two\", \"description\": \"second\"}]}";
  private static final Predictions PREDICTIONS =
      Given.predictions("11", "01", "10", "01", "0?", "1!", "00");

  @Test
  void findsClassesAndAssignsEachErrorToThem() {
    ScriptedModel model =
        model(
            question ->
                question.startsWith("Error 1")
                    ? TWO_CLASSES
                    : question.contains("L3") ? assigned(2, 0.9, 1, 0.4) : assigned(1, 0.7));

    ErrorAnalysis analysis =
        ErrorAnalyst.builder(model).entity("product").build().analyse(PREDICTIONS);

    ClassifiedErrors falsePositives = analysis.falsePositives();
    assertThat(falsePositives.discovered()).isTrue();
    assertThat(falsePositives.classes()).extracting(ErrorClass::name).containsExactly("one", "two");
    assertThat(falsePositives.errors()).extracting(ClassifiedError::row).containsExactly(1, 3);
    assertThat(falsePositives.counts(0).values()).containsExactly(2L, 1L);
    assertThat(falsePositives.counts(0.5).values()).containsExactly(1L, 1L);
    assertThat(falsePositives.unassigned()).isZero();
    assertThat(analysis.falseNegatives().errors())
        .extracting(ClassifiedError::row)
        .containsExactly(2);
    assertThat(analysis.leftOut()).isEqualTo(2);
    assertThat(analysis.usage().completionTokens()).isPositive();
    assertThat(analysis.provenance().fact(Provenance.MODEL)).contains("test:scripted");
    assertThat(analysis.provenance().fact("classes of false positives").orElseThrow())
        .startsWith("error-classes@")
        .endsWith(" on 2 errors");
  }

  @Test
  void givenClassesAreNotAskedFor() {
    var questions = Collections.synchronizedList(new ArrayList<String>());
    ScriptedModel model =
        model(
            question -> {
              questions.add(question);
              return assigned(1, 1);
            });

    ErrorAnalysis analysis = products(ErrorAnalyst.builder(model)).build().analyse(PREDICTIONS);

    assertThat(questions).hasSize(3).noneMatch(question -> question.startsWith("Error 1"));
    assertThat(analysis.falseNegatives().classes())
        .isEqualTo(ErrorClasses.products(ErrorKind.FALSE_NEGATIVE));
    assertThat(analysis.falseNegatives().discovered()).isFalse();
    assertThat(analysis.provenance().fact("classes of false negatives")).contains("given");
  }

  @Test
  void asksAgainWhereAnAnswerCannotBeReadAndOnlyThere() {
    var questions = Collections.synchronizedList(new ArrayList<String>());
    ScriptedModel model =
        model(
            question -> {
              questions.add(question);
              if (question.contains("L1")) {
                return "I would say the first one.";
              }
              return question.contains("no class with a confidence")
                  ? assigned(2, 0.5)
                  : assigned(1, 0.9);
            });

    ErrorAnalysis analysis =
        products(ErrorAnalyst.builder(model)).questions(3).build().analyse(PREDICTIONS);

    assertThat(questions).hasSize(4);
    assertThat(analysis.falsePositives().errors().get(0).assignments().get(0).errorClass())
        .isEqualTo(ErrorClasses.products(ErrorKind.FALSE_POSITIVE).get(1));
  }

  @Test
  void showsTheModelTheReasonsThatTheMatcherGave() {
    var questions = Collections.synchronizedList(new ArrayList<String>());
    ScriptedModel model =
        model(
            question -> {
              questions.add(question);
              return assigned(1, 1);
            });

    products(ErrorAnalyst.builder(model)).build().analyse(evaluate(new Explaining()));

    assertThat(questions)
        .hasSize(4)
        .anyMatch(question -> question.endsWith("The matcher's reason: title (importance 0.75)"))
        .anyMatch(question -> question.endsWith("The matcher's reason: both are lamps"));
  }

  private static EvaluationReport evaluate(EntityMatcher matcher) {
    return Evaluator.DEFAULTS.evaluate(matcher, PREDICTIONS.split());
  }

  /** Takes all pairs for matches and explains them in one of two ways. */
  private static final class Explaining implements EntityMatcher {
    @Override
    public Provenance provenance() {
      return Provenance.of("explaining");
    }

    @Override
    public List<MatchOutcome> matchAll(List<CandidatePair> pairs) {
      return pairs.stream().<MatchOutcome>map(this::match).toList();
    }

    @Override
    public MatchDecision match(CandidatePair pair) {
      var title =
          new AttributeComparison(
              "title",
              pair.left().attribute("title"),
              pair.right().attribute("title"),
              OptionalDouble.of(0.75),
              OptionalDouble.empty());
      return MatchDecision.builder(pair, provenance())
          .label(MatchLabel.MATCH)
          .explanation(
              pair.left().id().equals("a1")
                  ? new StructuredExplanation(List.of(title))
                  : new TextExplanation("both are\nlamps"))
          .build();
    }

    @Override
    public void close() {}
  }

  @Test
  void errorsWithoutAClassAreCountedByReason() {
    ScriptedModel model =
        model(
            question -> {
              if (question.contains("L2")) {
                throw new EntityMatchingException("too long");
              }
              return question.contains("L1") ? "{\"classes\": []}" : "no idea";
            });

    ErrorAnalysis analysis =
        products(ErrorAnalyst.builder(model)).questions(2).build().analyse(PREDICTIONS);

    assertThat(analysis.falsePositives().count(Status.NONE_FITS)).isEqualTo(1);
    assertThat(analysis.falsePositives().count(Status.UNREADABLE)).isEqualTo(1);
    assertThat(analysis.falsePositives().unassigned()).isEqualTo(2);
    assertThat(analysis.falseNegatives().count(Status.FAILED)).isEqualTo(1);
  }

  @Test
  void withoutClassesNoErrorIsAssigned() {
    ErrorAnalysis analysis =
        ErrorAnalyst.builder(ScriptedModel.answering("Hm.")).build().analyse(PREDICTIONS);

    assertThat(analysis.falsePositives().classes()).isEmpty();
    assertThat(analysis.falsePositives().count(Status.FAILED)).isEqualTo(2);
  }

  @Test
  void aRunWithoutErrorsNeedsNoQuestion() {
    ScriptedModel model =
        model(
            question -> {
              throw new AssertionError(question);
            });

    ErrorAnalysis analysis =
        ErrorAnalyst.builder(model).build().analyse(Given.predictions("11", "00", "0?"));

    assertThat(analysis.falsePositives().total()).isZero();
    assertThat(analysis.falseNegatives().errors()).isEmpty();
    assertThat(analysis.leftOut()).isEqualTo(1);
  }

  @Test
  void ofManyErrorsASampleThatTheSeedDrawsIsLookedAt() {
    Predictions many = Given.predictions(Collections.nCopies(50, "01").toArray(String[]::new));
    ScriptedModel model = ScriptedModel.answering(assigned(1, 1));

    ClassifiedErrors one = sampled(model, many, 1);

    assertThat(one.errors()).hasSize(10);
    assertThat(one.notAsked()).isEqualTo(40);
    assertThat(one.errors()).extracting(ClassifiedError::row).isSorted();
    assertThat(sampled(model, many, 1)).isEqualTo(one);
    assertThat(sampled(model, many, 2).errors()).isNotEqualTo(one.errors());
  }

  private static ClassifiedErrors sampled(ScriptedModel model, Predictions many, long seed) {
    return products(ErrorAnalyst.builder(model))
        .maxErrors(10)
        .seed(seed)
        .build()
        .analyse(many)
        .falsePositives();
  }

  @Test
  void refusesBadOptions() {
    ErrorAnalyst.Builder builder = ErrorAnalyst.builder(ScriptedModel.answering(""));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.classes(ErrorKind.FALSE_POSITIVE, List.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.questions(0));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.entity(" ").build());
  }

  private static ErrorAnalyst.Builder products(ErrorAnalyst.Builder builder) {
    for (ErrorKind kind : ErrorKind.values()) {
      builder.classes(kind, ErrorClasses.products(kind));
    }
    return builder;
  }

  private static ScriptedModel model(Function<String, String> answers) {
    return new ScriptedModel(answers, question -> 0.5);
  }

  /** An answer of class numbers and confidences. */
  private static String assigned(double... classesAndConfidences) {
    var classes = new ArrayList<String>();
    for (int i = 0; i < classesAndConfidences.length; i += 2) {
      classes.add(
          "{\"class\": %d, \"confidence\": %s}"
              .formatted((int) classesAndConfidences[i], classesAndConfidences[i + 1]));
    }
    return "{\"classes\": " + classes + "}";
  }
}
