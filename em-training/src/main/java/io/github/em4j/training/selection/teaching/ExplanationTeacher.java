package io.github.em4j.training.selection.teaching;

import static java.util.Objects.requireNonNull;

import io.github.em4j.MatchLabel;
import io.github.em4j.model.GenerationOptions;
import io.github.em4j.model.LanguageModel;
import io.github.em4j.model.Prompt;
import io.github.em4j.prompts.EntitySerializer;
import io.github.em4j.prompts.Serializers;
import io.github.em4j.prompts.answer.Verbalizer;
import io.github.em4j.prompts.explanation.ExplanationKind;
import io.github.em4j.training.selection.PairOutcome;
import io.github.em4j.training.selection.PairStep;
import io.github.em4j.training.selection.TrainingPair;
import io.github.em4j.training.selection.teaching.ExplanationReader.Taught;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Lets a teacher explain the labels of a training set, in one of the five representations of the
 * paper (section 4). The teacher sees a pair and its label; answers that are not of use are asked
 * for again, with what was wrong and another seed of the sampling.
 *
 * <p>An answer contradicts its label if it begins with the other label's word or, in the two
 * representations in prose, if what it says in plain English comes to the other label. What becomes
 * of a pair whose answers all contradict its label or are otherwise of no use, policies say.
 *
 * <p>Details of an outcome: {@code teacher}, {@code prompt} (name and hash), {@code questions} (how
 * many were asked), {@code repairs} (what was put right or left out, and how often), {@code
 * objections} (why it was asked again), {@code answer} (the last one, where it was of no use), and
 * {@code error}. Safe for use by many threads.
 */
public final class ExplanationTeacher implements PairStep {
  private final LanguageModel teacher;
  private final ExplanationKind kind;
  private final EntitySerializer serializer;
  private final ExplanationPrompts prompts;
  private final ExplanationReader reader;
  private final Interview<Taught> interview;
  private final ExplanationOutcomes outcomes;
  private final Map<String, String> settings;

  private ExplanationTeacher(Builder builder) {
    this.teacher = builder.teacher;
    this.kind = builder.kind;
    this.serializer = builder.serializer;
    this.prompts = new ExplanationPrompts(builder.kind, builder.verbalizer, builder.entity);
    this.reader = new ExplanationReader(builder.kind, builder.verbalizer);
    this.interview = new Interview<>(builder.teacher, builder.generation, builder.questions);
    this.outcomes = new ExplanationOutcomes(builder.onContradiction, builder.onFailure);
    this.settings = settings(builder);
  }

  /**
   * Starts a teacher that asks twice at most and drops what it gets no explanation for.
   *
   * @param teacher the model to ask; stays open
   * @param kind what the explanations look like, any but {@link ExplanationKind#NONE}
   * @return a new builder
   * @throws IllegalArgumentException if the kind explains nothing
   */
  public static Builder builder(LanguageModel teacher, ExplanationKind kind) {
    return new Builder(teacher, kind);
  }

  @Override
  public String name() {
    return "explain-" + kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public Map<String, String> settings() {
    return new LinkedHashMap<>(settings);
  }

  @Override
  public List<PairOutcome> apply(List<TrainingPair> pairs) {
    List<WrittenPair> written = WrittenPair.all(pairs, serializer);
    List<WrittenPair> asked = written.stream().filter(WrittenPair::isWritable).toList();
    Iterator<Transcript<Taught>> transcripts =
        interview
            .ask(
                asked.stream().map(this::prompt).toList(),
                (i, answer) -> {
                  WrittenPair pair = asked.get(i);
                  return reader.read(answer, pair.left(), pair.right(), label(pair.pair()));
                })
            .iterator();
    var results = new ArrayList<PairOutcome>(pairs.size());
    for (WrittenPair pair : written) {
      results.add(
          pair.problem()
              .map(
                  problem ->
                      outcomes.failed(pair.pair(), "cannot be written").with("error", problem))
              .orElseGet(() -> outcome(pair.pair(), transcripts.next())));
    }
    return results;
  }

  private Prompt prompt(WrittenPair pair) {
    return prompts.prompt(pair.left(), pair.right(), label(pair.pair()));
  }

  private static MatchLabel label(TrainingPair pair) {
    return pair.pair().label();
  }

  private PairOutcome outcome(TrainingPair pair, Transcript<Taught> transcript) {
    return transcript.describe(
        outcomes.of(pair, transcript), teacher.id(), prompts.template(label(pair)).id());
  }

  private Map<String, String> settings(Builder builder) {
    var all = new LinkedHashMap<String, String>();
    all.put("teacher", teacher.id().toString());
    all.put("kind", kind.name());
    all.put("prompt for matches", prompts.template(MatchLabel.MATCH).id());
    all.put("prompt for non-matches", prompts.template(MatchLabel.NON_MATCH).id());
    all.put("serializer", serializer.description());
    all.put("verbalizer", builder.verbalizer.toString());
    Interview.describe(builder.generation, builder.questions, all);
    all.put("on contradiction", builder.onContradiction.name());
    all.put("on failure", builder.onFailure.name());
    return all;
  }

  /** Collects the settings of a teacher. Not safe for use by many threads. */
  public static final class Builder {
    private final LanguageModel teacher;
    private final ExplanationKind kind;
    private String entity = "entity";
    private EntitySerializer serializer = Serializers.titleOnly();
    private Verbalizer verbalizer = Verbalizer.YES_NO;
    private GenerationOptions generation;
    private int questions = 2;
    private ContradictionPolicy onContradiction = ContradictionPolicy.DROP;
    private FailurePolicy onFailure = FailurePolicy.DROP;

    private Builder(LanguageModel teacher, ExplanationKind kind) {
      this.teacher = requireNonNull(teacher, "teacher");
      this.kind = requireNonNull(kind, "kind");
      if (kind == ExplanationKind.NONE) {
        throw new IllegalArgumentException("kind NONE explains nothing; all others are allowed");
      }
      int maxTokens = kind == ExplanationKind.WADHWA ? 192 : 768;
      this.generation = GenerationOptions.builder().maxTokens(maxTokens).build();
    }

    /**
     * Sets what the entities are called in the prompts.
     *
     * @param entity singular, for example {@code product}; default {@code entity}
     * @return this builder
     */
    public Builder entity(String entity) {
      this.entity = requireNonNull(entity, "entity");
      return this;
    }

    /**
     * Sets what the teacher sees of a record. An explanation can name only what was seen here, so a
     * student that sees less learns to invent.
     *
     * @param serializer default {@link Serializers#titleOnly}
     * @return this builder
     */
    public Builder serializer(EntitySerializer serializer) {
      this.serializer = requireNonNull(serializer, "serializer");
      return this;
    }

    /**
     * Sets which words stand for the labels.
     *
     * @param verbalizer default {@link Verbalizer#YES_NO}
     * @return this builder
     */
    public Builder verbalizer(Verbalizer verbalizer) {
      this.verbalizer = requireNonNull(verbalizer, "verbalizer");
      return this;
    }

    /**
     * Sets how first answers are generated. Further ones are sampled with a temperature of at least
     * 0.7 and a seed that is greater by one each time (0 where none is set).
     *
     * @param generation default greedy, with at most 192 tokens for {@link ExplanationKind#WADHWA}
     *     and 768 for the others
     * @return this builder
     */
    public Builder generation(GenerationOptions generation) {
      this.generation = requireNonNull(generation, "generation");
      return this;
    }

    /**
     * Sets how often the teacher is asked about a pair.
     *
     * @param atMost at least 1; default 2
     * @return this builder
     * @throws IllegalArgumentException if it is smaller than 1
     */
    public Builder questions(int atMost) {
      this.questions = Interview.requireQuestions(atMost);
      return this;
    }

    /**
     * Sets what becomes of a pair whose label the teacher contradicts to the end.
     *
     * @param policy default {@link ContradictionPolicy#DROP}
     * @return this builder
     */
    public Builder onContradiction(ContradictionPolicy policy) {
      this.onContradiction = requireNonNull(policy, "policy");
      return this;
    }

    /**
     * Sets what becomes of a pair that gets no usable answer, be it that the answers cannot be read
     * or that the model fails at this pair for good.
     *
     * @param policy default {@link FailurePolicy#DROP}
     * @return this builder
     */
    public Builder onFailure(FailurePolicy policy) {
      this.onFailure = requireNonNull(policy, "policy");
      return this;
    }

    /**
     * Finishes the teacher.
     *
     * @return the step
     * @throws IllegalArgumentException if the word for the entities is blank or holds a line break
     */
    public ExplanationTeacher build() {
      return new ExplanationTeacher(this);
    }
  }
}
