package io.github.em4j.examples.study;

/**
 * The published scores of one model, prompt and data set.
 *
 * @param dataset the data set, for example {@code abt-buy}
 * @param prompt the name of the wording, for example {@code domain-complex-force}
 * @param accuracy as a fraction; unparsed answers are wrong
 * @param precision as a fraction
 * @param recall as a fraction
 * @param f1 as a fraction; unparsed answers are non-matches
 * @param unparsed answers that the paper's rule finds no label in
 */
public record PublishedRun(
    String dataset,
    String prompt,
    double accuracy,
    double precision,
    double recall,
    double f1,
    long unparsed) {}
