package io.github.em4j.dataset.synthetic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CatalogueProperties {

  private static final Pattern MARKS = Pattern.compile("[^\\p{L}\\p{N}]+");

  private static final List<Catalogue> CATALOGUES =
      List.of(
          new ProductCatalogue(42),
          new ProductCatalogue(-1),
          new PublicationCatalogue(42),
          new PublicationCatalogue(-1));

  @Provide
  Arbitrary<List<Entity>> neighbourhoods() {
    return Combinators.combine(
            Arbitraries.of(CATALOGUES), Arbitraries.integers().between(0, 20_000))
        .as(Catalogue::neighbourhood);
  }

  @Property(tries = 200)
  void factsOfAViewStandInItsRecord(@ForAll("neighbourhoods") List<Entity> neighbourhood) {
    for (View view : views(neighbourhood)) {
      String text = bare(String.join(" ", view.description().attributes().values()));
      for (Map.Entry<String, Fact> fact : view.facts().entrySet()) {
        assertThat(text)
            .as(fact.getKey() + " of " + view.description())
            .contains(bare(fact.getValue().surface()));
      }
    }
  }

  @Property(tries = 200)
  void everyViewKeepsAWordThatNamesItsEntity(@ForAll("neighbourhoods") List<Entity> neighbourhood) {
    for (View view : views(neighbourhood)) {
      assertThat(view.facts().keySet())
          .containsAnyOf("line", "model", "method", "task", "object", "name", Paper.FORM);
      assertThat(view.facts()).hasSizeGreaterThanOrEqualTo(2);
      assertThat(view.description().attribute("title").orElse("")).isNotBlank();
    }
  }

  @Property(tries = 200)
  void neighboursDifferInAFact(@ForAll("neighbourhoods") List<Entity> neighbourhood) {
    assertThat(neighbourhood).hasSizeGreaterThanOrEqualTo(3).hasSizeLessThanOrEqualTo(32);
    var facts = new HashSet<Map<String, String>>();
    for (Entity entity : neighbourhood) {
      assertThat(facts.add(entity.facts())).as(entity.key()).isTrue();
    }
  }

  @Property(tries = 200)
  void everyEntityHasViewsOnBothSides(@ForAll("neighbourhoods") List<Entity> neighbourhood) {
    for (Entity entity : neighbourhood) {
      assertThat(entity.left()).hasSizeBetween(1, 2);
      assertThat(entity.right()).hasSizeBetween(1, 2);
    }
  }

  /** No riddles: the label of a pair can be told from what both views show. */
  @Property(tries = 200)
  void evidenceNeverSpeaksForBothLabels(@ForAll("neighbourhoods") List<Entity> neighbourhood) {
    for (Entity left : neighbourhood) {
      for (Entity right : neighbourhood) {
        View leftView = left.left().get(0);
        View rightView = right.right().get(0);
        if (left.key().equals(right.key())) {
          assertThat(Evidence.tellsApart(leftView, rightView)).isFalse();
        } else {
          assertThat(Evidence.identifies(leftView, rightView, neighbourhood)).isFalse();
        }
      }
    }
  }

  private static List<View> views(List<Entity> neighbourhood) {
    var views = new ArrayList<View>();
    for (Entity entity : neighbourhood) {
      views.addAll(entity.left());
      views.addAll(entity.right());
    }
    return views;
  }

  private static String bare(String text) {
    return MARKS.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("");
  }
}
