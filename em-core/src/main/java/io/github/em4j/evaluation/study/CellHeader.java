package io.github.em4j.evaluation.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.em4j.Provenance;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What is true of all pairs of a cell: the first line of its file.
 *
 * @param plan what the study asked for
 * @param provenance what the matcher says of itself
 */
record CellHeader(Plan plan, Provenance provenance) {
  private static final String FORMAT = "em4j-study-cell";
  private static final int VERSION = 1;
  private static final String NONE = "none";

  /**
   * What is known of a cell before its matcher is opened.
   *
   * @param key which cell
   * @param domain that of the data set
   * @param source where the training source comes from
   * @param pairs how many there are
   * @param pairsHash the digest of the pairs
   * @param settings what the recipe says that the answers depend on
   */
  record Plan(
      CellKey key,
      String domain,
      Optional<Source> source,
      int pairs,
      String pairsHash,
      Map<String, String> settings) {

    /** Keeps the order of the settings, so that the same cell gives the same bytes. */
    Plan {
      settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    /** What differs from another plan of the same cell, for people; empty where nothing does. */
    List<String> differencesTo(Plan now) {
      var differences = new ArrayList<String>();
      differs(differences, "pairs", pairsHash, now.pairsHash);
      differs(differences, "domain", domain, now.domain);
      differs(differences, "source", about(Source::dataset), now.about(Source::dataset));
      differs(
          differences, "domain of the source", about(Source::domain), now.about(Source::domain));
      differs(
          differences, "training pairs", about(Source::pairsHash), now.about(Source::pairsHash));
      differs(
          differences,
          "validation pairs of the source",
          about(from -> from.validationHash().orElse(NONE)),
          now.about(from -> from.validationHash().orElse(NONE)));
      var names = new LinkedHashMap<>(settings);
      names.putAll(now.settings);
      for (String name : names.keySet()) {
        differs(
            differences,
            "setting '" + name + "'",
            settings.getOrDefault(name, NONE),
            now.settings.getOrDefault(name, NONE));
      }
      return differences;
    }

    private String about(Function<Source, String> part) {
      return source.map(part).orElse(NONE);
    }

    private static void differs(List<String> all, String what, String was, String is) {
      if (!was.equals(is)) {
        all.add("%s: was %s, is %s".formatted(what, was, is));
      }
    }
  }

  /**
   * Where a training source comes from.
   *
   * @param dataset the data set
   * @param domain what that is about
   * @param pairsHash the digest of the training pairs
   * @param validationHash the digest of the validation pairs, which decide thresholds and
   *     checkpoints; empty where there are none
   */
  record Source(String dataset, String domain, String pairsHash, Optional<String> validationHash) {}

  ObjectNode write() {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("format", FORMAT).put("version", VERSION);
    writeKey(line, plan.key());
    line.put("domain", plan.domain());
    plan.source()
        .ifPresent(
            source -> {
              ObjectNode from =
                  line.putObject("trainedOn")
                      .put("dataset", source.dataset())
                      .put("domain", source.domain())
                      .put("pairsHash", source.pairsHash());
              source.validationHash().ifPresent(hash -> from.put("validationHash", hash));
            });
    line.put("pairs", plan.pairs()).put("pairsHash", plan.pairsHash());
    writeTexts(line.putObject("settings"), plan.settings());
    writeTexts(line.putObject("provenance"), provenance.facts());
    return line;
  }

  static CellHeader read(JsonNode line) {
    JsonFields fields = JsonFields.of(line);
    fields.requireFormat(FORMAT, VERSION);
    CellKey key = readKey(fields);
    Optional<Source> source =
        fields
            .object("trainedOn")
            .map(
                from ->
                    new Source(
                        from.text("dataset"),
                        from.text("domain"),
                        from.text("pairsHash"),
                        from.optionalText("validationHash")));
    Provenance provenance =
        Provenance.of(
            fields
                .object("provenance")
                .flatMap(facts -> facts.optionalText(Provenance.MATCHER))
                .orElseThrow(() -> new IllegalArgumentException("the provenance has no matcher")));
    for (Map.Entry<String, String> fact : fields.texts("provenance").entrySet()) {
      provenance = provenance.with(fact.getKey(), fact.getValue());
    }
    return new CellHeader(
        new Plan(
            key,
            fields.text("domain"),
            source,
            Math.toIntExact(fields.number("pairs")),
            fields.text("pairsHash"),
            fields.texts("settings")),
        provenance);
  }

  static void writeKey(ObjectNode line, CellKey key) {
    line.put("matcher", key.arm().matcher());
    key.arm().source().ifPresent(source -> line.put("source", source));
    line.put("dataset", key.dataset()).put("split", key.split());
    key.variant().ifPresent(variant -> line.put("variant", variant));
    key.template().ifPresent(template -> line.put("template", template));
    line.put("seed", key.seed());
  }

  static CellKey readKey(JsonFields fields) {
    return new CellKey(
        new Arm(fields.text("matcher"), fields.optionalText("source")),
        fields.text("dataset"),
        fields.text("split"),
        fields.optionalText("variant"),
        fields.optionalText("template"),
        fields.number("seed"));
  }

  private static void writeTexts(ObjectNode object, Map<String, String> texts) {
    texts.forEach(object::put);
  }
}
