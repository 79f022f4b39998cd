package io.github.em4j.evaluation.study;

import io.github.em4j.evaluation.Bootstrap;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Computes transfer gains. */
record GainOfSource(Generalisation generalisation, TransferTable table, Bootstrap bootstrap) {

  TransferGain gain(String name, TransferTable.Source source, TransferGain.Scope scope) {
    List<String> targets =
        table.targets().entrySet().stream()
            .filter(target -> !target.getKey().equals(source.dataset()))
            .filter(
                target ->
                    target.getValue().equals(source.domain())
                        == (scope == TransferGain.Scope.IN_DOMAIN))
            .map(target -> target.getKey())
            .toList();
    if (targets.isEmpty()) {
      return without(
          name,
          scope,
          targets,
          scope == TransferGain.Scope.IN_DOMAIN
              ? "no other data set of domain '" + source.domain() + "' was tested on"
              : "no data set of another domain than '" + source.domain() + "' was tested on");
    }
    var differences = new Differences(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    targets.forEach(target -> add(differences, name, target));
    Optional<Term> numerator = meanOfAll(differences.transferred(), targets);
    Optional<Term> denominator = meanOfAll(differences.attainable(), targets);
    Optional<Term> ratio = numerator.flatMap(above -> denominator.map(below -> above.over(below)));
    var known = new ArrayList<Term>();
    List.of(numerator, denominator, ratio).forEach(term -> term.ifPresent(known::add));
    Iterator<Optional<Estimate>> estimates = Term.estimates(known, bootstrap).iterator();
    Optional<Estimate> above = numerator.flatMap(term -> estimates.next());
    Optional<Estimate> below = denominator.flatMap(term -> estimates.next());
    Optional<Estimate> gain = ratio.flatMap(term -> estimates.next());
    boolean hasPairs = ratio.filter(Term::hasPairs).isPresent();
    return new TransferGain(
        name, scope, targets, above, below, gain, remark(differences.missing(), gain, hasPairs));
  }

  /** What training changes on each target, and what is not known of it. */
  private record Differences(List<Term> transferred, List<Term> attainable, List<String> missing) {}

  private void add(Differences differences, String name, String target) {
    Optional<Term> zeroShot = table.zeroShot(target);
    Optional<Term> here = table.f1(name, target);
    Optional<Term> there =
        generalisation.specialist(target).flatMap(special -> table.f1(special, target));
    if (zeroShot.isEmpty()) {
      differences.missing().add("zero-shot on " + target);
    }
    if (here.isEmpty()) {
      differences.missing().add(name + " on " + target);
    }
    if (there.isEmpty()) {
      differences.missing().add("a specialist on " + target);
    }
    zeroShot.ifPresent(
        before -> {
          here.ifPresent(f1 -> differences.transferred().add(f1.minus(before)));
          there.ifPresent(f1 -> differences.attainable().add(f1.minus(before)));
        });
  }

  private static Optional<Term> meanOfAll(List<Term> terms, List<String> targets) {
    return terms.size() == targets.size() ? Optional.of(Term.mean(terms)) : Optional.empty();
  }

  private static Optional<String> remark(
      List<String> missing, Optional<Estimate> gain, boolean hasPairs) {
    if (!missing.isEmpty()) {
      return Optional.of("missing: " + String.join(", ", missing));
    }
    if (gain.isEmpty()) {
      return Optional.of("training on the targets themselves gains nothing over zero-shot");
    }
    if (hasPairs && gain.get().interval().isEmpty()) {
      return Optional.of(
          "no interval: in too many resamples training on the targets themselves gains nothing"
              + " over zero-shot");
    }
    return Optional.empty();
  }

  private static TransferGain without(
      String name, TransferGain.Scope scope, List<String> targets, String why) {
    return new TransferGain(
        name,
        scope,
        targets,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(why));
  }
}
