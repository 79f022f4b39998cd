package io.github.em4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.em4j.testing.BenchmarkData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

  @Test
  void tellsFilesOfOneNameApartByTheirPaths() throws IOException {
    Path old = Files.createDirectory(folder.resolve("old")).resolve("test.csv");
    Path now = Files.createDirectory(folder.resolve("new")).resolve("test.csv");
    Path other = folder.resolve("other.csv");
    for (Path file : List.of(old, now, other)) {
      Files.writeString(file, "left,right,label\nan entity,the entity,1\n");
    }
    JsonNode found =
        Program.run("leaks", old.toString(), now.toString(), other.toString(), "--json", "-")
            .json();
    assertThat(found.get("splits"))
        .extracting(split -> split.get("split").asText())
        .containsExactly(old.toString(), now.toString(), "other");
  }

  @Test
  void showsAPairThatHasTwoLabelsInsideASplit() throws IOException {
    Path file = folder.resolve("pairs.csv");
    Files.writeString(file, "left,right,label\na,b,1\nc,d,0\nC,d,1\n");
    Program program = Program.run("leaks", file.toString());
    assertThat(program.status()).as(program.err()).isZero();
    assertThat(program.out())
        .contains("some pairs have two labels.")
        .contains("e.g. c | d: pair 2 of pairs (NON_MATCH) and pair 3 of pairs (MATCH)");
  }

  @Test
  void showsAContradictionBeforeAPairThatIsOnlyRepeated() throws IOException {
    Path train = folder.resolve("train.csv");
    Path test = folder.resolve("test.csv");
    String header = "id_left,id_right,title_left,title_right,label\n";
    Files.writeString(train, header + "1,2,a,b,1\n3,4,c,d,0\n");
    Files.writeString(test, header + "1,2,a,b,1\n5,6,c,d,1\n");
    Program program = Program.run("leaks", train.toString(), test.toString());
    assertThat(program.status()).as(program.err()).isZero();
    assertThat(program.out())
        .contains("pair 2 of train (NON_MATCH) and pair 2 of test (MATCH)")
        .doesNotContain("pair 1 of train");
  }
}
