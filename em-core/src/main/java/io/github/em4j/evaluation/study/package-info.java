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
 * <p>All F1 are in [0, 1] and all gains are ratios, 1 being 100 %. Everything but a {@link
 * io.github.em4j.evaluation.study.StudyRun} and the builders is immutable and safe for use by many
 * threads.
 */
@NullMarked
package io.github.em4j.evaluation.study;

import org.jspecify.annotations.NullMarked;
