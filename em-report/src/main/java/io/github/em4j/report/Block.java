package io.github.em4j.report;

/** What a {@link Section} is made of. Immutable. */
public sealed interface Block permits Paragraph, Note, Table, Chart, ExamplePairs {}
