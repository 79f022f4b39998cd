package io.github.em4j.training.pretraining;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.LabeledPair;
import io.github.em4j.MatchLabel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Pairs of references to publications. */
final class PublicationPairs implements DomainPairs {
  /** The largest share of words that titles of two publications have in common. */
  private static final double MAYBE_EQUAL = 0.4;

  /** The same where they have an author in common. */
  private static final double BY_THE_SAME = 0.1;

  private static final ReferenceCorruption[] CORRUPTIONS = ReferenceCorruption.values();
  private static final ReferenceEdit[] EDITS = ReferenceEdit.values();
  private static final double[] EDIT_WEIGHTS = editWeights();

  private final List<Table> tables = new ArrayList<>();
  private final double[] weights;
  private final PairMix mix;

  private record Table(
      List<Publication> publications, NeighbourIndex neighbours, boolean deduplicated) {
    Publication any(SplittableRandom random) {
      Publication publication = publications.get(random.nextInt(publications.size()));
      for (int tries = 0; tries < 20 && publication.title().size() < 2; tries++) {
        publication = publications.get(random.nextInt(publications.size()));
      }
      return publication;
    }
  }

  PublicationPairs(List<PretrainingCorpus.Source> sources, PairMix mix) {
    this.mix = mix;
    this.weights = new double[sources.size()];
    double sum = 0;
    for (PretrainingCorpus.Source source : sources) {
      List<EntityDescription> records = source.records();
      sum += Math.sqrt(records.size());
      weights[tables.size()] = sum;
      tables.add(
          new Table(
              records.stream().map(Publication::of).toList(),
              new NeighbourIndex(
                  records.stream().map(record -> record.attribute("title").orElseThrow()).toList()),
              source.deduplicated()));
    }
  }

  private static double[] editWeights() {
    var weights = new double[EDITS.length];
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += EDITS[i].weight();
      weights[i] = sum;
    }
    return weights;
  }

  @Override
  public PretrainingPair match(SplittableRandom random) {
    Publication publication = table(random).any(random);
    return pair(publication, publication, MatchLabel.MATCH, PairOrigin.CORRUPTED, "", random);
  }

  @Override
  public PretrainingPair nonMatch(SplittableRandom random) {
    Table table = table(random);
    double kind = random.nextDouble();
    if (kind < mix.edited()) {
      return edited(table, random);
    }
    boolean near = kind < mix.edited() + mix.neighbours();
    for (int tries = 0; tries < 16; tries++) {
      int first = random.nextInt(table.publications().size());
      int[] nearest = table.neighbours().of(first);
      if (near && nearest.length == 0) {
        continue;
      }
      int second =
          near
              ? nearest[Draw.rank(random, nearest.length)]
              : random.nextInt(table.publications().size());
      Publication left = table.publications().get(first);
      Publication right = table.publications().get(second);
      if (first != second && areDifferent(left, right, table.deduplicated())) {
        return pair(
            left,
            right,
            MatchLabel.NON_MATCH,
            near ? PairOrigin.NEIGHBOUR : PairOrigin.RANDOM,
            "",
            random);
      }
    }
    return edited(table, random);
  }

  private PretrainingPair edited(Table table, SplittableRandom random) {
    for (int starts = 0; starts < 100; starts++) {
      Publication reference = table.any(random).copy();
      Publication other = reference.copy();
      ReferenceEdit edit = EDITS[Draw.weighted(EDIT_WEIGHTS, random)];
      for (int tries = 0; tries < 6; tries++) {
        if (edit.apply(reference, other, table.publications(), random)) {
          return pair(
              reference, other, MatchLabel.NON_MATCH, PairOrigin.EDITED, edit.name(), random);
        }
      }
    }
    throw new EntityMatchingException(
        "a source of %d publications has too few words to make non-matches of"
            .formatted(table.publications().size()));
  }

  private Table table(SplittableRandom random) {
    return tables.get(Draw.weighted(weights, random));
  }

  /**
   * Whether two references are surely of two publications. A table without duplicates may hold one
   * title twice, as a paper and as a later article.
   */
  static boolean areDifferent(Publication left, Publication right, boolean deduplicated) {
    String leftTitle = left.title().toString();
    String rightTitle = right.title().toString();
    Set<String> leftWords = NeighbourIndex.words(leftTitle);
    Set<String> rightWords = NeighbourIndex.words(rightTitle);
    int both = leftWords.size() + rightWords.size();
    leftWords.retainAll(rightWords);
    double overlap = leftWords.size() / (double) Math.max(1, both - leftWords.size());
    if (!deduplicated) {
      // References repeat titles with slips in them: then the authors are the same as well.
      return overlap <= (shareAnAuthor(left, right) ? BY_THE_SAME : MAYBE_EQUAL);
    }
    return overlap < 0.8
        || (left.yearNumber().isPresent()
            && right.yearNumber().isPresent()
            && Math.abs(left.yearNumber().getAsInt() - right.yearNumber().getAsInt()) > 1);
  }

  private static boolean shareAnAuthor(Publication left, Publication right) {
    Set<String> names = new HashSet<>();
    left.authors().forEach(author -> names.add(longestName(author)));
    names.remove("");
    return right.authors().stream().anyMatch(author -> names.contains(longestName(author)));
  }

  private static String longestName(String author) {
    String longest = "";
    for (String name : NeighbourIndex.words(author)) {
      boolean longer = name.length() > longest.length();
      longest =
          longer || (name.length() == longest.length() && name.compareTo(longest) < 0)
              ? name
              : longest;
    }
    return longest;
  }

  private static Publication corrupted(
      Publication publication, double strength, SplittableRandom random) {
    Publication corrupted = publication.copy();
    for (ReferenceCorruption corruption : CORRUPTIONS) {
      if (random.nextDouble() < corruption.probability() * strength) {
        corruption.apply(corrupted, random);
      }
    }
    return corrupted;
  }

  private static PretrainingPair pair(
      Publication left,
      Publication right,
      MatchLabel label,
      PairOrigin origin,
      String edit,
      SplittableRandom random) {
    EntityDescription first = corrupted(left, Draw.weak(random), random).description();
    EntityDescription second = corrupted(right, Draw.strong(random), random).description();
    var pair =
        random.nextBoolean() ? new CandidatePair(first, second) : new CandidatePair(second, first);
    return new PretrainingPair(
        new LabeledPair(pair, label), Domain.PUBLICATION, origin, false, edit);
  }
}
