package io.github.em4j.training.selection.search;

import static java.util.Objects.requireNonNull;

import io.github.em4j.CandidatePair;
import io.github.em4j.LabeledPair;
import io.github.em4j.prompts.DemonstrationSource;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Demonstrations that a search of the pool leads to. */
final class SearchedDemonstrations implements DemonstrationSource {
  private final PairSearch search;
  private final String name;
  private final Function<CandidatePair, int[]> choice;

  /**
   * Puts the parts together.
   *
   * @param name what is chosen, in a few words
   * @param choice gives places in the pool, in the order in which they are shown
   */
  SearchedDemonstrations(PairSearch search, String name, Function<CandidatePair, int[]> choice) {
    this.search = requireNonNull(search, "search");
    this.name = name;
    this.choice = choice;
  }

  static int[] places(List<Neighbour> neighbours) {
    return neighbours.stream().mapToInt(Neighbour::index).toArray();
  }

  @Override
  public List<LabeledPair> demonstrationsFor(CandidatePair pair) {
    return Arrays.stream(choice.apply(pair)).mapToObj(search.pool()::get).toList();
  }

  @Override
  public String description() {
    return name + " by " + search.description();
  }

  @Override
  public String toString() {
    return "DemonstrationSource[" + description() + "]";
  }
}
