package io.github.em4j.examples;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A group of values that is read by name. What is not known is refused, with where it stands and
 * what is allowed.
 */
final class Settings {
  private final String what;
  private final String place;
  private final Map<String, SettingsNode.Entry> entries;

  /**
   * Reads a group, or nothing, which is a group without a value.
   *
   * @param what what the group is called in messages, for example {@code the step error-filter}
   */
  Settings(SettingsNode node, String what) {
    this.what = what;
    this.place = node.place();
    if (node instanceof SettingsNode.Group group) {
      entries = group.entries();
    } else if (node instanceof SettingsNode.Scalar scalar && scalar.text().isEmpty()) {
      entries = Map.of();
    } else {
      throw new BadArgumentException(
          "%s: %s needs values by name, found %s".formatted(place, what, node.kind()));
    }
  }

  /**
   * Values from the command line: {@code key=value} each. What follows without a key goes on with
   * the value before it, which is a list then: {@code prices=0.15}, {@code 0.60}.
   */
  static SettingsNode ofOption(List<String> keysAndValues, String place) {
    Map<String, List<SettingsNode>> values = new LinkedHashMap<>();
    List<SettingsNode> last = List.of();
    for (String given : keysAndValues) {
      int equals = given.indexOf('=');
      if (equals == 0 || (equals < 0 && values.isEmpty())) {
        throw new BadArgumentException("%s needs KEY=VALUE, found '%s'".formatted(place, given));
      }
      if (equals > 0) {
        last = new ArrayList<>();
        String key = given.substring(0, equals);
        if (values.put(key, last) != null) {
          throw new BadArgumentException("%s: '%s' is said twice".formatted(place, key));
        }
      }
      last.add(new SettingsNode.Scalar(given.substring(equals + 1), place));
    }
    Map<String, SettingsNode.Entry> entries = new LinkedHashMap<>();
    values.forEach(
        (key, items) ->
            entries.put(
                key,
                new SettingsNode.Entry(
                    place,
                    items.size() == 1 ? items.get(0) : new SettingsNode.Items(items, place))));
    return new SettingsNode.Group(entries, place);
  }

  /** Refuses all names but these. */
  Settings allow(String... names) {
    List<String> allowed = Arrays.asList(names);
    entries.forEach(
        (name, entry) -> {
          if (!allowed.contains(name)) {
            throw new BadArgumentException(
                "%s: %s has no '%s'; %s"
                    .formatted(
                        entry.place(),
                        what,
                        name,
                        allowed.isEmpty() ? "it takes no values" : "allowed are " + list(allowed)));
          }
        });
    return this;
  }

  private static String list(List<String> names) {
    return String.join(", ", names);
  }

  /** Where the group begins. */
  String place() {
    return place;
  }

  /** The names of all values, in their order. */
  List<String> names() {
    return List.copyOf(entries.keySet());
  }

  boolean has(String name) {
    return entries.containsKey(name);
  }

  Optional<SettingsNode> node(String name) {
    return Optional.ofNullable(entries.get(name)).map(SettingsNode.Entry::value);
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(entries.get(name)).map(entry -> text(name, entry.value()));
  }

  private String text(String name, SettingsNode value) {
    if (value instanceof SettingsNode.Scalar scalar && !scalar.text().isBlank()) {
      return scalar.text();
    }
    throw wrong(name, value, "one value");
  }

  String requireText(String name) {
    return text(name)
        .orElseThrow(
            () -> new BadArgumentException("%s: %s needs '%s'".formatted(place, what, name)));
  }

  /** A list, or a single value that stands for a list of one. */
  List<String> texts(String name) {
    SettingsNode.Entry entry = entries.get(name);
    if (entry == null) {
      return List.of();
    }
    if (entry.value() instanceof SettingsNode.Items list) {
      return list.items().stream().map(item -> text(name, item)).toList();
    }
    return List.of(text(name, entry.value()));
  }

  /** The items of a list, empty where there is none. */
  List<SettingsNode> items(String name) {
    SettingsNode.Entry entry = entries.get(name);
    if (entry == null) {
      return List.of();
    }
    if (entry.value() instanceof SettingsNode.Items list) {
      return list.items();
    }
    throw wrong(name, entry.value(), "a list");
  }

  /** A whole number. */
  Optional<Integer> count(String name, int least) {
    return text(name)
        .map(
            text -> {
              try {
                int number = Integer.parseInt(text);
                if (number >= least) {
                  return number;
                }
              } catch (NumberFormatException e) {
                // Said below.
              }
              throw wrong(name, "a whole number from %d on".formatted(least));
            });
  }

  Optional<Long> seed(String name) {
    return text(name)
        .map(
            text -> {
              try {
                return Long.parseLong(text);
              } catch (NumberFormatException e) {
                throw wrong(name, "a whole number");
              }
            });
  }

  /** A number between two limits, both allowed. */
  Optional<Double> number(String name, double least, double most) {
    return text(name)
        .map(
            text -> {
              try {
                double number = Double.parseDouble(text);
                if (number >= least && number <= most) {
                  return number;
                }
              } catch (NumberFormatException e) {
                // Said below.
              }
              throw wrong(
                  name,
                  Double.isInfinite(most)
                      ? "a number from %s on".formatted(plain(least))
                      : "a number from %s to %s".formatted(plain(least), plain(most)));
            });
  }

  private static String plain(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }

  Optional<Boolean> flag(String name) {
    return text(name)
        .map(
            text ->
                switch (text.toLowerCase(Locale.ROOT)) {
                  case "true" -> true;
                  case "false" -> false;
                  default -> throw wrong(name, "true or false");
                });
  }

  /** One of the values of an enumeration, in small letters with hyphens. */
  <E extends Enum<E>> Optional<E> choice(String name, Class<E> type) {
    return text(name)
        .map(
            text ->
                Stream.of(type.getEnumConstants())
                    .filter(value -> label(value).equals(text))
                    .findFirst()
                    .orElseThrow(
                        () ->
                            wrong(
                                name,
                                "one of "
                                    + Stream.of(type.getEnumConstants())
                                        .map(Settings::label)
                                        .collect(Collectors.joining(", ")))));
  }

  static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** A group inside this one, empty where there is none. */
  Optional<Settings> group(String name) {
    return node(name).map(value -> new Settings(value, "'" + name + "'"));
  }

  /** What is wrong with a value, and where. */
  BadArgumentException wrong(String name, String needed) {
    SettingsNode.Entry entry = entries.get(name);
    return entry == null ? lacks("'" + name + "'") : wrong(name, entry.value(), needed);
  }

  /** Says what the group as a whole has to have. */
  BadArgumentException lacks(String needed) {
    return new BadArgumentException("%s: %s needs %s".formatted(place, what, needed));
  }

  private BadArgumentException wrong(String name, SettingsNode value, String needed) {
    return new BadArgumentException(
        "%s: '%s' of %s needs %s, found %s"
            .formatted(value.place(), name, what, needed, value.kind()));
  }

  /** All groups inside this one, by name. */
  Map<String, Settings> groups() {
    Map<String, Settings> groups = new LinkedHashMap<>();
    for (String name : new ArrayList<>(entries.keySet())) {
      group(name).ifPresent(group -> groups.put(name, group));
    }
    return groups;
  }
}
