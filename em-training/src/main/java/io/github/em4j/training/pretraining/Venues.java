package io.github.em4j.training.pretraining;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** What a venue is called in short and in full. */
final class Venues {
  private static final List<List<String>> NAMES =
      names(
          """
          vldb|very large data bases|proceedings of the international conference on very large data bases|int . conf . on very large data bases|proc . vldb
          sigmod conference|international conference on management of data|proceedings of the acm sigmod international conference on management of data|sigmod|acm sigmod|proc . acm sigmod|acm sigmod conference
          sigmod record|acm sigmod record|sigmod rec .
          acm trans . database syst .|acm transactions on database systems|acm transactions on database systems ( tods )|tods|acm tods
          vldb j .|vldb journal|the vldb journal|the vldb journal -- the international journal on very large data bases
          icde|international conference on data engineering|proc . of the ieee int . conf . on data engineering|data engineering
          pods|symposium on principles of database systems|acm sigact-sigmod-sigart symposium on principles of database systems
          kdd|knowledge discovery and data mining|acm sigkdd international conference on knowledge discovery and data mining|sigkdd
          cikm|conference on information and knowledge management|acm cikm
          ieee trans . knowl . data eng .|ieee transactions on knowledge and data engineering|tkde
          edbt|extending database technology|international conference on extending database technology
          commun . acm|communications of the acm|cacm
          j . acm|journal of the acm|jacm
          acm comput . surv .|acm computing surveys|computing surveys
          inf . syst .|information systems
          ieee computer|computer
          lncs|lecture notes in computer science|lect . notes comput . sci .
          sosp|symposium on operating systems principles|acm symposium on operating systems principles
          www|world wide web conference|international world wide web conference|proc . www
          sigir|research and development in information retrieval|international acm sigir conference
          aaai|national conference on artificial intelligence|proceedings of the aaai conference on artificial intelligence
          icml|international conference on machine learning|proc . int . conf . on machine learning
          stoc|symposium on theory of computing|acm symposium on the theory of computing
          computer networks|comput . networks
          """);

  private static final Map<String, List<String>> BY_NAME = byName();
  private static final List<String> LEADS = List.of("proceedings of the", "proc .", "in", "in :");

  private Venues() {}

  private static List<List<String>> names(String lines) {
    return lines.lines().map(line -> List.of(line.split("\\|", -1))).toList();
  }

  private static Map<String, List<String>> byName() {
    var byName = new HashMap<String, List<String>>();
    NAMES.forEach(group -> group.forEach(name -> byName.put(key(name), group)));
    return Map.copyOf(byName);
  }

  private static String key(String venue) {
    var key = new StringBuilder();
    for (int i = 0; i < venue.length(); i++) {
      char c = venue.charAt(i);
      if (Character.isLetterOrDigit(c)) {
        key.append(Character.toLowerCase(c));
      }
    }
    return key.toString();
  }

  static Optional<String> alias(String venue, SplittableRandom random) {
    List<String> names = BY_NAME.get(key(venue));
    return names == null ? Optional.empty() : Optional.of(names.get(random.nextInt(names.size())));
  }

  /** Whether two names may be those of one venue: both known for one, or alike. */
  static boolean maybeSame(String left, String right) {
    List<String> leftNames = BY_NAME.get(key(left));
    List<String> rightNames = BY_NAME.get(key(right));
    if (leftNames != null && rightNames != null) {
      return leftNames == rightNames;
    }
    return left.isEmpty() || right.isEmpty() || sharesLongWord(left, right);
  }

  private static boolean sharesLongWord(String left, String right) {
    String padded = " " + right.toLowerCase(Locale.ROOT) + " ";
    for (String word : left.toLowerCase(Locale.ROOT).split("\\s+", -1)) {
      if (word.length() > 3 && padded.contains(" " + word + " ")) {
        return true;
      }
    }
    return false;
  }

  /** A well-known venue's name. */
  static String any(SplittableRandom random) {
    List<String> names = NAMES.get(random.nextInt(NAMES.size()));
    return names.get(random.nextInt(names.size()));
  }

  /** First letters of the long words. */
  static String initials(String venue) {
    var initials = new StringBuilder();
    for (String word : venue.split("\\s+", -1)) {
      if (word.length() > 3 && Character.isLetter(word.charAt(0))) {
        initials.append(word.charAt(0));
      }
    }
    return initials.length() > 1 ? initials.toString() : venue;
  }

  /** The long words cut to their first four letters, about half of them. */
  static String abbreviated(String venue, SplittableRandom random) {
    String[] words = venue.split("\\s+", -1);
    for (int i = 0; i < words.length; i++) {
      if (words[i].length() > 5 && random.nextBoolean()) {
        words[i] = words[i].substring(0, 4) + " .";
      }
    }
    return String.join(" ", words);
  }

  static String withLead(String venue, SplittableRandom random) {
    return LEADS.get(random.nextInt(LEADS.size())) + " " + venue;
  }

  static String firstHalf(String venue) {
    String[] words = venue.split("\\s+", -1);
    return String.join(" ", List.of(words).subList(0, (words.length + 1) / 2));
  }
}
