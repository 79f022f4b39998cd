package io.github.em4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.em4j.testing.BenchmarkData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LeaksCommandTest {
  @TempDir private Path folder;

  @Test
  void findsTheOverlapsThatAreKnownOfWdcProducts() {
    Path data = BenchmarkData.path("wdc-products");
    JsonNode found = Program.run("leaks", data.toString(), "--json", "-").json();
    assertThat(found.get("leaks").asBoolean()).isTrue();
    for (JsonNode overlap : found.get("overlaps")) {
      if (overlap.get("second").asText().equals("test_050un")
          && overlap.get("first").asText().equals("train_small")) {
        assertThat(overlap.get("ids").get("sameOrder").asInt()).isEqualTo(8);
        assertThat(overlap.get("ids").get("anyOrder").asInt()).isEqualTo(18);
        assertThat(overlap.get("ids").get("contradictory").asInt()).isZero();
        return;
      }
    }
    throw new AssertionError("no overlap of train_small and test_050un in " + found);
  }

  @Test
  void comparesTwoFiles() throws IOException {
    Path train = folder.resolve("train.csv");
    Path test = folder.resolve("test.csv");
    Files.writeString(train, "left,right,label\nan entity,the entity,1\n");
    Files.writeString(test, "left,right,label\nthe entity,AN  entity,0\n");
    Program program = Program.run("leaks", train.toString(), test.toString());
    assertThat(program.status()).as(program.err()).isZero();
    assertThat(program.out()).contains("Some pairs are in two splits; some pairs have two labels.");
  }
}
