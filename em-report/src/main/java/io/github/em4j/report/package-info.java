/**
 * Reports on a study: a document of sections, tables and charts, and the formats it is written in.
 *
 * <pre>{@code
 * Table scores =
 *     Table.builder("F1 on the test sets", Column.text("Matcher"), Column.number("F1"))
 *         .row(Cell.text("baseline"), Cell.score(Estimate.of(interval).times(100), 2))
 *         .row(Cell.text("fine-tuned"), Cell.score(Estimate.of(better).times(100), 2).best())
 *         .build();
 * Report report =
 *     Report.builder("Study")
 *         .fact("Seed", "42")
 *         .section(Section.builder("scores", "Scores").paragraph("...").add(scores).build())
 *         .build();
 * ReportFormat.HTML.write(report, Path.of("report.html"));
 * }</pre>
 *
 * <p>The document holds plain text only: every format escapes what it is given, so that no value of
 * an entity can become markup. It knows nothing of how it is drawn. Everything here is immutable
 * and safe for use by many threads, builders aside, and the same report gives the same bytes.
 */
@NullMarked
package io.github.em4j.report;

import org.jspecify.annotations.NullMarked;
