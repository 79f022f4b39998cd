package io.github.em4j.training.pretraining;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The words of one text, to be changed in place. A word that is fixed carries the difference
 * between two entities: no corruption may drop or respell it.
 */
final class Words {
  private String[] words;
  private boolean[] fixed;
  private int size;

  private Words(String[] words, boolean[] fixed, int size) {
    this.words = words;
    this.fixed = fixed;
    this.size = size;
  }

  /** The first words of a text, cut at white space. */
  static Words of(String text, int most) {
    var words = new Words(new String[16], new boolean[16], 0);
    int start = -1;
    for (int i = 0; i <= text.length() && words.size < most; i++) {
      boolean inside = i < text.length() && !Character.isWhitespace(text.charAt(i));
      if (inside && start < 0) {
        start = i;
      } else if (!inside && start >= 0) {
        words.insert(words.size, text.substring(start, i));
        start = -1;
      }
    }
    return words;
  }

  static Words of(String text) {
    return of(text, Integer.MAX_VALUE - 1);
  }

  Words copy() {
    return new Words(words.clone(), fixed.clone(), size);
  }

  int size() {
    return size;
  }

  String get(int index) {
    return words[index];
  }

  void set(int index, String word) {
    words[index] = word;
  }

  boolean isFixed(int index) {
    return fixed[index];
  }

  void fix(int index) {
    fixed[index] = true;
  }

  void insert(int index, String word) {
    if (size == words.length) {
      words = Arrays.copyOf(words, 2 * size);
      fixed = Arrays.copyOf(fixed, 2 * size);
    }
    System.arraycopy(words, index, words, index + 1, size - index);
    System.arraycopy(fixed, index, fixed, index + 1, size - index);
    words[index] = word;
    fixed[index] = false;
    size++;
  }

  /** Inserts a word, or a few that stay together. */
  void insertFixed(int index, String phrase) {
    insert(index, phrase);
    fixed[index] = true;
  }

  void remove(int index) {
    System.arraycopy(words, index + 1, words, index, size - index - 1);
    System.arraycopy(fixed, index + 1, fixed, index, size - index - 1);
    size--;
  }

  void move(int from, int to) {
    String word = words[from];
    boolean wasFixed = fixed[from];
    remove(from);
    insert(to, word);
    fixed[to] = wasFixed;
  }

  void shuffle(SplittableRandom random) {
    for (int i = size - 1; i > 0; i--) {
      swap(i, random.nextInt(i + 1));
    }
  }

  /** Makes the word at an index the first one; those before it go to the end. */
  void rotate(int index) {
    for (int i = 0; i < index; i++) {
      move(0, size - 1);
    }
  }

  private void swap(int i, int j) {
    String word = words[i];
    words[i] = words[j];
    words[j] = word;
    boolean wasFixed = fixed[i];
    fixed[i] = fixed[j];
    fixed[j] = wasFixed;
  }

  @Override
  public String toString() {
    var text = new StringBuilder(8 * size);
    for (int i = 0; i < size; i++) {
      text.append(i == 0 ? "" : " ").append(words[i]);
    }
    return text.toString();
  }
}
