package io.github.em4j.training.selection;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.em4j.LabeledPair;
import io.github.em4j.dataset.DatasetSplit;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * What is made of what: the content of {@code run.json}. Two runs with the same plan and the same
 * answers of models come to the same training set.
 */
final class PipelinePlan {
  /** The version of the files of a training set. */
  static final int FORMAT = 1;

  private PipelinePlan() {}

  static ObjectNode of(
      List<DatasetSplit> sources, List<DatasetSplit> heldOut, List<TrainingSetStep> steps) {
    ObjectNode plan = JsonLines.object().put("format", FORMAT);
    ArrayNode from = plan.putArray("sources");
    sources.forEach(split -> describe(split, from.addObject()));
    ArrayNode without = plan.putArray("heldOut");
    heldOut.forEach(split -> describe(split, without.addObject()));
    ArrayNode what = plan.putArray("steps");
    for (TrainingSetStep step : steps) {
      ObjectNode settings = what.addObject().put("name", step.name()).putObject("settings");
      step.settings().forEach(settings::put);
    }
    return plan;
  }

  private static void describe(DatasetSplit split, ObjectNode json) {
    json.put("name", split.name()).put("pairs", split.size()).put("sha256", hash(split.pairs()));
  }

  /** Names each pair by its source and row, counted from 1. */
  static List<TrainingPair> trainingPairs(List<DatasetSplit> sources) {
    var pairs = new ArrayList<TrainingPair>();
    for (DatasetSplit source : sources) {
      int row = 1;
      for (LabeledPair pair : source.pairs()) {
        pairs.add(new TrainingPair(source.name() + ":" + row++, pair));
      }
    }
    return pairs;
  }

  /** The SHA-256 of all pairs as they are written. */
  static String hash(List<LabeledPair> pairs) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (LabeledPair pair : pairs) {
        digest.update(JsonLines.line(PairJson.write(new TrainingPair("pair", pair))));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
