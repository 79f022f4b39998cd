package io.github.em4j.training.selection.teaching;

import static java.util.Objects.requireNonNull;

import io.github.em4j.MatchLabel;
import io.github.em4j.dataset.DatasetSplit;
import io.github.em4j.model.Completion;
import io.github.em4j.model.GenerationOptions;
import io.github.em4j.model.LanguageModel;
import io.github.em4j.prompts.DemonstrationSource;
import io.github.em4j.prompts.EntitySerializer;
import io.github.em4j.prompts.Serializers;
import io.github.em4j.training.selection.PairOutcome;
import io.github.em4j.training.selection.PairStep;
import io.github.em4j.training.selection.TrainingPair;
import io.github.em4j.training.selection.teaching.PairBatchReader.Batch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Lets a teacher write new pairs after the model of those of a training set: one match and three
 * non-matches for each (section 5 of the paper). Its labels are claims; the filters of the paper
 * check them afterwards.
 *
 * <p>Answers are read tolerantly, and every pair of an answer is checked: it needs two sides that
 * differ and a label, and must not be the pair that it was made from, one of the demonstrations,
 * twice in the answer, or in a {@linkplain Builder#known known} split. An answer without any usable
 * pair is asked for again. More or fewer than four pairs are taken as they are. Whether two pairs
 * of the set led to the same new one, a step that sees the whole set has to look at.
 *
 * <p>Details of an outcome: {@code teacher}, {@code prompt} (name and hash), {@code questions} (how
 * many were asked), {@code written} (pairs in the answer, whole or not), {@code matches} and {@code
 * non-matches} (of those passed on), {@code rejected} (how many, by reason), {@code objections}
 * (why it was asked again), {@code answer} (the last one, where it was of no use), and {@code
 * error}. Safe for use by many threads.
 */
public final class ExampleGenerator implements PairStep {
  private final LanguageModel teacher;
  private final GenerationVariant variant;
  private final EntityForm form;
  private final DemonstrationSource demonstrations;
  private final GenerationPrompts prompts;
  private final PairBatchReader reader;
  private final Interview<Batch> interview;
  private final KnownPairs known;
  private final GenerationOutcomes outcomes;
  private final Map<String, String> settings;

  private ExampleGenerator(Builder builder) {
    this.teacher = builder.teacher;
    this.variant = builder.variant;
    this.form = builder.form;
    this.demonstrations = builder.demonstrations.orElseGet(DemonstrationSource::none);
    this.prompts = new GenerationPrompts(variant, form, builder.entity);
    this.reader = new PairBatchReader(form);
    this.interview = new Interview<>(builder.teacher, builder.generation, builder.questions);
    this.known = new KnownPairs(builder.known, form.serializer());
    this.outcomes = new GenerationOutcomes(builder.keepsSeeds);
    this.settings = settings(builder);
  }

  /**
   * Starts a generator that asks twice at most, knows no splits and passes the pairs that it starts
   * from on as well.
   *
   * @param teacher the model to ask; stays open
   * @param variant how much it is told
   * @return a new builder
   */
  public static Builder builder(LanguageModel teacher, GenerationVariant variant) {
    return new Builder(teacher, variant);
  }

  @Override
  public String name() {
    return "generate-" + variant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public Map<String, String> settings() {
    return new LinkedHashMap<>(settings);
  }

  @Override
  public List<PairOutcome> apply(List<TrainingPair> pairs) {
    List<Seed> seeds =
        pairs.stream().map(pair -> Seed.of(pair, form, demonstrations, prompts)).toList();
    List<Seed> asked = seeds.stream().filter(seed -> seed.prompt().isPresent()).toList();
    Iterator<Transcript<Batch>> transcripts =
        interview
            .ask(
                asked.stream().map(seed -> seed.prompt().orElseThrow()).toList(),
                (i, answer) -> judge(answer, asked.get(i)))
            .iterator();
    var results = new ArrayList<PairOutcome>(pairs.size());
    for (Seed seed : seeds) {
      results.add(
          seed.prompt().isPresent()
              ? outcome(seed.pair(), transcripts.next())
              : outcomes.failed(seed.pair(), "cannot be written").with("error", seed.problem()));
    }
    return results;
  }

  private Reading<Batch> judge(Completion answer, Seed seed) {
    Batch batch =
        reader.read(answer.text(), hash -> known.contains(hash) || seed.shown().contains(hash));
    if (!batch.pairs().isEmpty()) {
      return new Reading.Usable<>(batch);
    }
    String again = " Answer with the JSON array that was asked for and nothing else.";
    return batch.written() == 0
        ? new Reading.Unusable<>("no pair", "The answer has no pair in it." + again)
        : new Reading.Unusable<>(
            "no usable pair",
            "No pair of the answer can be used (%s).".formatted(batch.counts()) + again);
  }

  private PairOutcome outcome(TrainingPair seed, Transcript<Batch> transcript) {
    PairOutcome outcome =
        transcript
            .value()
            .map(batch -> outcomes.generated(seed, batch))
            .orElseGet(() -> outcomes.failed(seed, transcript.problem()));
    return transcript.describe(outcome, teacher.id(), prompts.template(seed.pair().label()).id());
  }

  private Map<String, String> settings(Builder builder) {
    var all = new LinkedHashMap<String, String>();
    all.put("teacher", teacher.id().toString());
    all.put("variant", variant.name());
    all.put("prompt for matches", prompts.template(MatchLabel.MATCH).id());
    all.put("prompt for non-matches", prompts.template(MatchLabel.NON_MATCH).id());
    all.put("demonstrations", demonstrations.description());
    all.put("serializer", form.serializer().description());
    all.put("entities", form.description());
    all.put("known", known.description());
    all.put("keeps seeds", Boolean.toString(builder.keepsSeeds));
    Interview.describe(builder.generation, builder.questions, all);
    return all;
  }

  /** Collects the settings of a generator. Not safe for use by many threads. */
  public static final class Builder {
    private final LanguageModel teacher;
    private final GenerationVariant variant;
    private String entity = "entity";
    private EntityForm form = new EntityForm.OneText(Serializers.titleOnly(), "title");
    private Optional<DemonstrationSource> demonstrations = Optional.empty();
    private final List<DatasetSplit> known = new ArrayList<>();
    private boolean keepsSeeds = true;
    private GenerationOptions generation = GenerationOptions.builder().maxTokens(1024).build();
    private int questions = 2;

    private Builder(LanguageModel teacher, GenerationVariant variant) {
      this.teacher = requireNonNull(teacher, "teacher");
      this.variant = requireNonNull(variant, "variant");
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
     * Shows each entity as one text and lets the teacher write it as one. Goes with serialisers
     * that write values alone, so that the text of a generated entity is written again as it is.
     *
     * @param serializer writes the texts; default {@link Serializers#titleOnly}
     * @param attribute the attribute that takes the text of a generated entity; default {@code
     *     title}; not blank
     * @return this builder
     * @throws IllegalArgumentException if the attribute's name is blank
     */
    public Builder oneText(EntitySerializer serializer, String attribute) {
      if (attribute.isBlank()) {
        throw new IllegalArgumentException("the name of an attribute must not be blank");
      }
      this.form = new EntityForm.OneText(requireNonNull(serializer, "serializer"), attribute);
      return this;
    }

    /**
     * Shows each entity as a JSON object and lets the teacher write it as one.
     *
     * @param names the attributes that entities may have, at least one, all different
     * @return this builder
     * @throws IllegalArgumentException if a name is blank or given twice, or there is none
     */
    public Builder attributes(String... names) {
      Serializers.json(names);
      if (names.length == 0) {
        throw new IllegalArgumentException("at least one attribute is needed, found none");
      }
      this.form = new EntityForm.Attributes(List.of(names));
      return this;
    }

    /**
     * Sets where the demonstrations come from; the pair itself is left out of them.
     *
     * @param source for {@link GenerationVariant#WITH_DEMONSTRATIONS} only
     * @return this builder
     */
    public Builder demonstrations(DemonstrationSource source) {
      this.demonstrations = Optional.of(source);
      return this;
    }

    /**
     * Adds splits whose pairs must not be generated once more: those that are held out for
     * validation and test, and the training set itself. Pairs are the same whose texts are, as the
     * teacher sees them, case, white space and the order of the sides aside.
     *
     * @param splits the splits; their texts are kept as hashes of 16 bytes
     * @return this builder
     */
    public Builder known(Collection<DatasetSplit> splits) {
      this.known.addAll(splits);
      return this;
    }

    /**
     * Sets whether pairs that others are made from are passed on as well.
     *
     * @param keeps default true; if false, a pair that nothing can be made from is dropped
     * @return this builder
     */
    public Builder keepsSeeds(boolean keeps) {
      this.keepsSeeds = keeps;
      return this;
    }

    /**
     * Sets how first answers are generated. Further ones are sampled with a temperature of at least
     * 0.7 and a seed that is greater by one each time (0 where none is set).
     *
     * @param generation default greedy, with at most 1,024 tokens
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
     * Finishes the generator.
     *
     * @return the step
     * @throws IllegalArgumentException if the word for the entities is blank or holds a line break,
     *     or if there are demonstrations in a variant without, or none in the one with them
     */
    public ExampleGenerator build() {
      boolean shown = variant == GenerationVariant.WITH_DEMONSTRATIONS;
      if (shown != demonstrations.isPresent()) {
        throw new IllegalArgumentException(
            "variant %s %s demonstrations".formatted(variant, shown ? "needs" : "does not show"));
      }
      return new ExampleGenerator(this);
    }
  }
}
