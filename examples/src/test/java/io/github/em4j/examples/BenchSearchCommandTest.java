package io.github.em4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

final class BenchSearchCommandTest {

  @Test
  void comparesTheIndexWithALoopAndWithTribuo() {
    Program program =
        Program.run(
            "bench-search",
            "--vectors",
            "600",
            "--dimensions",
            "5",
            "--queries",
            "9",
            "--rounds",
            "1",
            "--threads",
            "1,2",
            "--json",
            "-");

    assertThat(program.status()).as(program.err()).isZero();
    JsonNode figures = program.json();
    assertThat(figures.get("rows"))
        .extracting(row -> row.get("search").asText() + " " + row.get("threads").asInt())
        .containsExactly(
            "loop 1",
            "Tribuo 1",
            "VectorIndex, one query 1",
            "VectorIndex, 9 queries 1",
            "VectorIndex, one query 2",
            "VectorIndex, 9 queries 2");
    assertThat(figures.get("rows"))
        .allSatisfy(row -> assertThat(row.get("nanosPerVector").asDouble()).isPositive());
    assertThat(figures.get("rows").get(0).get("ratioToLoop").asDouble()).isEqualTo(1);
    assertThat(figures.get("termIndexMillisPerQuery").asDouble()).isPositive();
  }

  @Test
  void refusesToSearchNothing() {
    Program program = Program.run("bench-search", "--vectors", "0");

    assertThat(program.status()).isEqualTo(2);
    assertThat(program.err())
        .contains("--vectors, --dimensions, --queries")
        .contains("found 0, 384");
  }
}
