package io.github.em4j.onnx.checkpoint;

import java.io.Serial;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** The functions that the transformers library gives to chat templates beside Jinja's own. */
public final class TemplateFunctions {

  /**
   * The day that templates are told. Not today: the same pair has to get the same prompt, and so
   * the same score, on every day. It is the day that Llama 3's template falls back to.
   */
  private static final LocalDate TODAY = LocalDate.of(2024, 7, 26);

  private static final Map<Character, String> PATTERNS =
      Map.of(
          'd', "dd", 'm', "MM", 'b', "MMM", 'B', "MMMM", 'Y', "yyyy", 'y', "yy", 'A', "EEEE", 'a',
          "EEE", 'j', "DDD");

  private TemplateFunctions() {}

  /** What a template says when it cannot render a conversation. */
  static final class Refusal extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    Refusal(String message) {
      super(message, null, false, false);
    }
  }

  /** What a template asks for and em4j does not have. */
  static final class Unknown extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    Unknown(String message) {
      super(message, null, false, false);
    }
  }

  /**
   * {@code raise_exception} of a template. Called by the template engine only.
   *
   * @param message why
   * @return never
   */
  @SuppressWarnings("DoNotCallSuggester") // Templates call it by reflection.
  public static String raise(Object message) {
    throw new Refusal(String.valueOf(message));
  }

  /**
   * {@code strftime_now} of a template. Called by the template engine only.
   *
   * @param format as for strftime; fields of the date only
   * @return the date
   */
  public static String date(String format) {
    var text = new StringBuilder();
    for (int i = 0; i < format.length(); i++) {
      String pattern =
          format.charAt(i) == '%' && i + 1 < format.length()
              ? PATTERNS.get(format.charAt(i + 1))
              : null;
      if (pattern == null) {
        text.append(format.charAt(i));
      } else {
        text.append(DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(TODAY));
        i++;
      }
    }
    return text.toString();
  }
}
