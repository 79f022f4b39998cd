package io.github.em4j.examples;

import io.github.em4j.examples.SettingsNode.Entry;
import io.github.em4j.examples.SettingsNode.Group;
import io.github.em4j.examples.SettingsNode.Items;
import io.github.em4j.examples.SettingsNode.Scalar;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that say what a settings file of a training set says. */
final class TrainingSetOptions {

  @Option(
      names = "--data",
      paramLabel = "PATH",
      description =
          "Data set whose train split the set starts with, or synthetic-products or synthetic-publications, which ship;"
              + " may be repeated.")
  private List<String> data = List.of();

  @Option(
      names = "--held-out",
      paramLabel = "PATH",
      description = "A further data set that the set must not know; may be repeated.")
  private List<String> heldOut = List.of();

  @Option(
      names = "--step",
      paramLabel = "NAME[,KEY=VALUE...]",
      description = {
        "A step; repeat in the order in which they are to be done. leaks; near-duplicates,similarity=0.9;"
            + " error-filter,judge=M; relevancy,judge=M; confidence,judge=M,too-easy=0.99,mislabelled=0.02;"
            + " explain,kind=structured,teacher=M; generate,variant=detailed,teacher=M; balance,match-share=0.25;"
            + " limit,pairs=1000.",
        "A model M is classical (cross-fitted on the sources), tiny (em4j-tiny), or one of --model."
      })
  private List<String> steps = List.of();

  @Option(
      names = "--model",
      paramLabel = "M=KIND[,KEY=VALUE...]",
      description =
          "A model for the steps, for example t=openai,model=gpt-4o-mini,base-url=https://api.openai.com/v1 (the key is"
              + " read from the environment variable OPENAI_API_KEY; with prices=0.15,0.60,max-cost=5 no more than that is"
              + " spent), l=llama,model=DIR,adapter=DIR, or c=classical,train-on=validation.")
  private List<String> models = List.of();

  @Option(
      names = "--export",
      split = ",",
      paramLabel = "FORMAT",
      description =
          "Also write the set for others: openai, messages, prompt-completion, prompt-completion-chat, trl, axolotl,"
              + " llama-factory.")
  private List<String> formats = List.of();

  @Option(
      names = "--export-model",
      paramLabel = "NAME",
      description = "The model that exported configurations train.")
  private Optional<String> exportModel = Optional.empty();

  @Option(
      names = "--preset",
      paramLabel = "P",
      description = "How exported configurations train: paper or tiny (default: paper).")
  private Optional<String> preset = Optional.empty();

  @Option(
      names = "--entity",
      paramLabel = "WORD",
      description = "What prompts call the records, as for 'evaluate'.")
  private Optional<String> entity = Optional.empty();

  @Option(
      names = "--attributes",
      paramLabel = "NAME",
      split = ",",
      description = "The attributes that models read, as for 'evaluate'.")
  private List<String> attributes = List.of();

  @Option(
      names = "--template",
      paramLabel = "T",
      description = "The wording of the question, as for 'evaluate'.")
  private Optional<String> template = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of everything random (default: 42).")
  private Optional<String> seed = Optional.empty();

  /** Whether any option was given. */
  boolean areThere() {
    return !entries().isEmpty();
  }

  /** The options in the form of a file. */
  SettingsNode settings() {
    return new Group(entries(), "the options");
  }

  private Map<String, Entry> entries() {
    Map<String, Entry> entries = new LinkedHashMap<>();
    put(entries, "sources", "--data", data);
    put(entries, "held-out", "--held-out", heldOut);
    put(entries, "attributes", "--attributes", attributes);
    put(entries, "entity", "--entity", entity);
    put(entries, "template", "--template", template);
    put(entries, "seed", "--seed", seed);
    Map<String, Entry> described = new LinkedHashMap<>();
    models.forEach(model -> describe(described, model));
    putGroup(entries, "models", described);
    if (!steps.isEmpty()) {
      List<SettingsNode> items = steps.stream().map(TrainingSetOptions::step).toList();
      entries.put("steps", new Entry("--step", new Items(items, "--step")));
    }
    Map<String, Entry> export = new LinkedHashMap<>();
    put(export, "formats", "--export", formats);
    put(export, "model", "--export-model", exportModel);
    put(export, "preset", "--preset", preset);
    putGroup(entries, "export", export);
    return entries;
  }

  private static void put(Map<String, Entry> to, String name, String option, List<String> values) {
    if (!values.isEmpty()) {
      List<SettingsNode> items =
          values.stream().map(value -> (SettingsNode) new Scalar(value, option)).toList();
      to.put(name, new Entry(option, new Items(items, option)));
    }
  }

  private static void put(
      Map<String, Entry> to, String name, String option, Optional<String> value) {
    value.ifPresent(text -> to.put(name, new Entry(option, new Scalar(text, option))));
  }

  private static void putGroup(Map<String, Entry> to, String name, Map<String, Entry> entries) {
    if (!entries.isEmpty()) {
      to.put(name, new Entry("the options", new Group(entries, "the options")));
    }
  }

  private static SettingsNode step(String given) {
    String place = "--step " + given;
    List<String> parts = Arrays.asList(given.split(","));
    SettingsNode settings = Settings.ofOption(parts.subList(1, parts.size()), place);
    return new Group(Map.of(parts.get(0), new Entry(place, settings)), place);
  }

  private static void describe(Map<String, Entry> models, String given) {
    String place = "--model " + given;
    int equals = given.indexOf('=');
    if (equals < 1) {
      throw new BadArgumentException(place + " needs M=KIND[,KEY=VALUE...]");
    }
    List<String> parts = Arrays.asList(("kind=" + given.substring(equals + 1)).split(","));
    Entry before =
        models.put(given.substring(0, equals), new Entry(place, Settings.ofOption(parts, place)));
    if (before != null) {
      throw new BadArgumentException(place + ": there is a model of this name already");
    }
  }
}
