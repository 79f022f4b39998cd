package io.github.em4j.training.selection.rounds;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Orders drawn at random. */
final class Shuffled {

  private Shuffled() {}

  /** The places from 0 on, shuffled. */
  static int[] places(int count, long seed) {
    var random = new SplittableRandom(seed);
    var places = new int[count];
    Arrays.setAll(places, place -> place);
    for (int i = count - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int moved = places[i];
      places[i] = places[other];
      places[other] = moved;
    }
    return places;
  }
}
