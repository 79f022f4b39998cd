package io.github.em4j.dataset;

import static java.util.Objects.requireNonNull;

import io.github.em4j.EntityMatchingException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Labelled pairs in named splits. The names {@link #TRAIN}, {@link #VALIDATION} and {@link #TEST}
 * have a meaning; a data set may have others beside them, such as the training sets of several
 * sizes of WDC Products. Immutable.
 */
public final class Dataset {

  /** The split that matchers learn from. */
  public static final String TRAIN = "train";

  /** The split on which thresholds, prompts and checkpoints are chosen. */
  public static final String VALIDATION = "valid";

  /** The split on which results are reported and nothing is chosen. */
  public static final String TEST = "test";

  private final String name;
  private final Map<String, DatasetSplit> splits;
  private final Map<String, String> roles;

  /**
   * Collects splits under a name.
   *
   * @param name what the data set is called in reports; not blank
   * @param splits at least one, all with different names
   * @throws IllegalArgumentException if the name is blank, there is no split or two have the same
   *     name
   */
  public Dataset(String name, Collection<DatasetSplit> splits) {
    this(name, splits, Map.of());
  }

  /**
   * Collects splits under a name, some of which are also found by the role that they play.
   *
   * @param name what the data set is called in reports; not blank
   * @param splits at least one, all with different names
   * @param roles further names to the names of the splits that they stand for, such as {@link
   *     #TRAIN} to {@code train_small}
   * @throws IllegalArgumentException if the name is blank, there is no split, two have the same
   *     name, or a role is a split's own name or stands for no split
   */
  public Dataset(String name, Collection<DatasetSplit> splits, Map<String, String> roles) {
    if (requireNonNull(name, "name").isBlank()) {
      throw new IllegalArgumentException("the name of a data set must not be blank");
    }
    if (splits.isEmpty()) {
      throw new IllegalArgumentException("data set '" + name + "' needs at least one split");
    }
    var byName = new LinkedHashMap<String, DatasetSplit>();
    for (DatasetSplit split : splits) {
      if (byName.put(split.name(), split) != null) {
        throw new IllegalArgumentException(
            "data set '" + name + "' has two splits named '" + split.name() + "'");
      }
    }
    this.name = name;
    roles.forEach(
        (role, split) -> {
          if (byName.containsKey(role) || !byName.containsKey(split)) {
            throw new IllegalArgumentException(
                "in data set '"
                    + name
                    + "' role '"
                    + role
                    + "' must differ from the splits and stand for one of them, found '"
                    + split
                    + "'; the splits are "
                    + byName.keySet());
          }
        });
    this.splits = Collections.unmodifiableMap(byName);
    this.roles = Collections.unmodifiableMap(new LinkedHashMap<>(roles));
  }

  /**
   * What the data set is called in reports.
   *
   * @return for example {@code abt-buy}
   */
  public String name() {
    return name;
  }

  /**
   * All splits, each once.
   *
   * @return at least one, in a stable order
   */
  public List<DatasetSplit> splits() {
    return new ArrayList<>(splits.values());
  }

  /**
   * Which names beside their own some splits are found by.
   *
   * @return role to the name of a split; empty where every split has only its own name
   */
  public Map<String, String> roles() {
    return roles;
  }

  /**
   * One split by its name or role.
   *
   * @param splitName for example {@link #TRAIN}
   * @return the split, under its own name; or empty where the data set does not have it
   */
  public Optional<DatasetSplit> split(String splitName) {
    requireNonNull(splitName, "splitName");
    return Optional.ofNullable(splits.get(roles.getOrDefault(splitName, splitName)));
  }

  /**
   * One split that has to be there.
   *
   * @param splitName the name or role, for example {@link #TEST}
   * @return the split, under its own name
   * @throws EntityMatchingException if the data set does not have it; the message lists those it
   *     has
   */
  public DatasetSplit require(String splitName) {
    return split(splitName)
        .orElseThrow(
            () ->
                new EntityMatchingException(
                    "data set '"
                        + name
                        + "' has no split '"
                        + splitName
                        + "'; it has "
                        + splits.keySet()
                        + (roles.isEmpty() ? "" : " and the roles " + roles)));
  }

  @Override
  public String toString() {
    return "Dataset[" + name + " " + splits.keySet() + "]";
  }
}
