package io.github.em4j.training.pretraining;

import static java.util.Collections.nCopies;
import static java.util.Objects.requireNonNull;

import io.github.em4j.CandidatePair;
import io.github.em4j.MatchLabel;
import io.github.em4j.onnx.checkpoint.BpeTokenizer;
import io.github.em4j.onnx.checkpoint.BpeTokenizer.Encoding;
import io.github.em4j.prompts.EntitySerializer;
import io.github.em4j.prompts.PromptTemplates;
import io.github.em4j.prompts.Serializers;
import io.github.em4j.prompts.answer.Verbalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Turns pairs into prompts of many forms, so that a base model learns the question and not one
 * wording of it: a compact form, the published wordings with the word of the domain and the word
 * "entity", and several serialisations.
 *
 * <p>A side longer than a number of tokens loses its end, and no side ends with a space. Immutable
 * and safe for use by many threads.
 */
public final class PromptForms {
  private static final List<EntitySerializer> OF_PRODUCTS =
      asOften(
          Stream.of(
              nCopies(14, Serializers.titleOnly()),
              nCopies(3, Serializers.attributes(" ", "brand", "title", "price")),
              nCopies(2, Serializers.colVal("title", "brand", "price")),
              nCopies(1, Serializers.json("title", "brand", "price"))));

  private static final List<EntitySerializer> OF_PUBLICATIONS =
      asOften(
          Stream.of(
              nCopies(14, Serializers.attributes("; ", "title", "authors", "venue", "year")),
              nCopies(2, Serializers.attributes(" ", "title", "authors", "venue", "year")),
              nCopies(3, Serializers.colVal("title", "authors", "venue", "year")),
              nCopies(1, Serializers.json("title", "authors", "venue", "year"))));

  private final BpeTokenizer tokenizer;
  private final int maxSideTokens;
  private final double compactShare;
  private final int matchAnswer;
  private final int nonMatchAnswer;
  private final TokenizedTemplate compactForm;
  private final List<TokenizedTemplate> productForms;
  private final List<TokenizedTemplate> publicationForms;

  private PromptForms(Builder builder) {
    this.tokenizer = builder.tokenizer;
    this.maxSideTokens = builder.maxSideTokens;
    this.compactShare = builder.compactShare;
    this.matchAnswer = answer(builder.match);
    this.nonMatchAnswer = answer(builder.nonMatch);
    this.compactForm = TokenizedTemplate.of(PromptTemplates.compact(), tokenizer);
    this.productForms = published("product");
    this.publicationForms = published("publication");
  }

  /**
   * Starts the forms: 96 tokens a side, half of the prompts {@linkplain PromptTemplates#compact
   * compact}, answered as a {@link io.github.em4j.prompts.PromptedMatcher} asks, with the words of
   * {@link Verbalizer#YES_NO} and no space before them.
   *
   * @param tokenizer the model's
   * @return a new builder
   */
  public static Builder builder(BpeTokenizer tokenizer) {
    return new Builder(requireNonNull(tokenizer, "tokenizer"));
  }

  /**
   * The texts of the prompts without entities, for a tokenizer to be trained on.
   *
   * @return one text per wording, with the answers behind it
   */
  public static List<String> wordings() {
    var wordings = new ArrayList<String>();
    Stream.of("product", "publication", "entity")
        .flatMap(word -> PromptTemplates.published(word).stream())
        .forEach(template -> wordings.add(template.question("", "").content()));
    wordings.add(PromptTemplates.compact().question("", "").content());
    wordings.add("yes no => yes => no COL title VAL COL authors VAL COL venue VAL COL year VAL");
    return wordings;
  }

  /**
   * The token that answers for a match.
   *
   * @return its id
   */
  public int matchAnswer() {
    return matchAnswer;
  }

  /**
   * The token that answers for a non-match.
   *
   * @return its id
   */
  public int nonMatchAnswer() {
    return nonMatchAnswer;
  }

  /** The most tokens that a prompt can have. */
  int maxTokens() {
    int longest = 0;
    for (TokenizedTemplate template : productForms) {
      longest = Math.max(longest, template.size());
    }
    for (TokenizedTemplate template : publicationForms) {
      longest = Math.max(longest, template.size());
    }
    return 1 + Math.max(longest, compactForm.size()) + 2 * maxSideTokens;
  }

  /**
   * A pair in one of the forms.
   *
   * @param pair the pair
   * @param random chooses the form
   * @return its tokens
   */
  public PretrainingExample example(PretrainingPair pair, SplittableRandom random) {
    boolean product = pair.domain() == Domain.PRODUCT;
    List<EntitySerializer> serializers = product ? OF_PRODUCTS : OF_PUBLICATIONS;
    EntitySerializer serializer = serializers.get(random.nextInt(serializers.size()));
    List<TokenizedTemplate> published = product ? productForms : publicationForms;
    TokenizedTemplate template =
        random.nextDouble() < compactShare
            ? compactForm
            : published.get(random.nextInt(published.size()));
    return example(pair.pair().pair(), pair.pair().label(), template, serializer);
  }

  private PretrainingExample example(
      CandidatePair pair,
      MatchLabel label,
      TokenizedTemplate template,
      EntitySerializer serializer) {
    String left = template.leftLead() + serializer.serialize(pair.left()).strip();
    String right = template.rightLead() + serializer.serialize(pair.right()).strip();
    Encoding leftTokens = tokenizer.encodeWithEnds(left);
    Encoding rightTokens = tokenizer.encodeWithEnds(right);
    int leftSize = Math.min(maxSideTokens, leftTokens.ids().length);
    int rightSize = Math.min(maxSideTokens, rightTokens.ids().length);
    int rightStart = 1 + template.before().size() + leftSize + template.between().size();
    var ids = new int[rightStart + rightSize + template.after().size()];
    ids[0] = tokenizer.beginToken();
    int next = put(template.before(), ids, 1);
    System.arraycopy(leftTokens.ids(), 0, ids, next, leftSize);
    put(template.between(), ids, next + leftSize);
    System.arraycopy(rightTokens.ids(), 0, ids, rightStart, rightSize);
    put(template.after(), ids, rightStart + rightSize);

    int seen = leftSize == 0 ? 0 : leftTokens.ends()[leftSize - 1];
    WordOverlap overlap =
        WordOverlap.of(
            tokenizer.normalized(left).substring(0, seen),
            tokenizer.normalized(right),
            rightTokens,
            rightSize);
    var wordEnds = new int[overlap.size()];
    var wordShared = new boolean[overlap.size()];
    for (int word = 0; word < wordEnds.length; word++) {
      wordEnds[word] = rightStart + overlap.token(word);
      wordShared[word] = overlap.isShared(word);
    }
    boolean match = label.isMatch();
    return new PretrainingExample(
        ids, match, match ? matchAnswer : nonMatchAnswer, wordEnds, wordShared);
  }

  private static int put(List<Integer> tokens, int[] ids, int from) {
    int next = from;
    for (int token : tokens) {
      ids[next++] = token;
    }
    return next;
  }

  private int answer(String text) {
    int[] tokens = tokenizer.encode(text);
    if (tokens.length != 1) {
      throw new IllegalArgumentException(
          "an answer must be one token, found %d for '%s'".formatted(tokens.length, text));
    }
    return tokens[0];
  }

  private List<TokenizedTemplate> published(String word) {
    return Stream.of(word, "entity")
        .flatMap(entity -> PromptTemplates.published(entity).stream())
        .map(template -> TokenizedTemplate.of(template, tokenizer))
        .toList();
  }

  private static List<EntitySerializer> asOften(Stream<List<EntitySerializer>> copies) {
    return copies.flatMap(List::stream).toList();
  }

  /** Collects the options. Not safe for use by many threads. */
  public static final class Builder {
    private final BpeTokenizer tokenizer;
    private int maxSideTokens = 96;
    private double compactShare = 0.5;
    private String match = Verbalizer.YES_NO.match();
    private String nonMatch = Verbalizer.YES_NO.nonMatch();

    private Builder(BpeTokenizer tokenizer) {
      this.tokenizer = tokenizer;
    }

    /**
     * Sets how long an entity may be.
     *
     * @param tokens at least 1
     * @return this builder
     * @throws IllegalArgumentException if it is smaller than 1
     */
    public Builder maxSideTokens(int tokens) {
      if (tokens < 1) {
        throw new IllegalArgumentException("an entity needs at least 1 token, found " + tokens);
      }
      this.maxSideTokens = tokens;
      return this;
    }

    /**
     * Sets how many prompts have the compact form.
     *
     * @param share of all prompts, between 0 and 1
     * @return this builder
     * @throws IllegalArgumentException if it is not between 0 and 1
     */
    public Builder compactShare(double share) {
      if (!(share >= 0 && share <= 1)) {
        throw new IllegalArgumentException("a share must be between 0 and 1, found " + share);
      }
      this.compactShare = share;
      return this;
    }

    /**
     * Sets the answers, as they go on from the prompt.
     *
     * @param match one token, with the space before it where it has one
     * @param nonMatch likewise
     * @return this builder
     */
    public Builder answers(String match, String nonMatch) {
      this.match = requireNonNull(match, "match");
      this.nonMatch = requireNonNull(nonMatch, "nonMatch");
      return this;
    }

    /**
     * Finishes the forms.
     *
     * @return the forms
     * @throws IllegalArgumentException if an answer is not one token
     */
    public PromptForms build() {
      return new PromptForms(this);
    }
  }
}
