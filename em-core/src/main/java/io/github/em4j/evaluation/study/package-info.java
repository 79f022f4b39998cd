/**
 * Studies: many matchers on many data sets, stored as they run, and what can be said of them
 * honestly.
 *
 * <pre>{@code
 * Study study =
 *     Study.builder()
 *         .add(recipe)                                   // zero-shot
 *         .add(recipe, TrainingSource.of(abtBuy, "product"))
 *         .on(EvaluationSet.of(abtBuy, Dataset.TEST, "product"))
 *         .on(EvaluationSet.of(abtBuy, Dataset.VALIDATION, "product"))
 *         .seeds(42, 43, 44)
 *         .build();
 * try (StudyRun run = study.start(folder)) {             // goes on where it was cut off
 *   StudyResults results = run.await();
 *   Generalisation transfer =
 *       Generalisation.of(results, "llama-8b", PromptPolicy.chosenOnValidation(), Bootstrap.DEFAULTS);
 *   transfer.gain("abt-buy", TransferGain.Scope.IN_DOMAIN).gain();
 * }
 * StudyResults later = StudyResults.read(folder);        // runs nothing
 * }</pre>
 *
 * <p>A results store is a folder. {@code study.json} says that it is one, and of what version of
 * the format; {@code study.lock} is locked while a run is at work; {@code cells} has a file of JSON
 * lines for each cell. A file's first line says what is true of all of its pairs: the {@link
 * io.github.em4j.evaluation.study.CellKey}, the domain, where the training source comes from and
 * the digests of its training and validation pairs, how many pairs there are and their digest, the
 * recipe's settings and the matcher's provenance. Then comes a line for each pair, in the order of
 * the split: {@code ordinal} from 0, the ids {@code left} and {@code right}, the gold {@code
 * label}, the {@code answer} (see {@link io.github.em4j.evaluation.Answer}), {@code
 * matchProbability}, {@code rawAnswer} and {@code error} where there are such, {@code
 * latencyNanos}, {@code promptTokens}, {@code completionTokens}. A line counts once its line feed
 * is there, and a cell once it has as many lines as it has pairs. {@code NAME.failed.json} beside a
 * cell says why its last run failed.
 *
 * <p>All F1 are in [0, 1] and all gains are ratios, 1 being 100 %. Everything but a {@link
 * io.github.em4j.evaluation.study.StudyRun} and the builders is immutable and safe for use by many
 * threads.
 */
@NullMarked
package io.github.em4j.evaluation.study;

import org.jspecify.annotations.NullMarked;
