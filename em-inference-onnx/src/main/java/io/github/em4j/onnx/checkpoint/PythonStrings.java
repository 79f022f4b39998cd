package io.github.em4j.onnx.checkpoint;

import java.beans.FeatureDescriptor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import jinjava.javax.el.ELContext;
import jinjava.javax.el.ELResolver;
import org.jspecify.annotations.Nullable;

/**
 * The methods of Python's strings that chat templates call, under their Python names and with their
 * Python meaning; Jinjava knows Java's.
 */
final class PythonStrings extends ELResolver {

  @Override
  public @Nullable Object invoke(
      @Nullable ELContext context,
      @Nullable Object base,
      @Nullable Object method,
      Class<?> @Nullable [] types,
      Object @Nullable [] arguments) {
    if (context == null || !(base instanceof String text) || method == null) {
      return null;
    }
    List<Object> given = arguments == null ? List.of() : Arrays.asList(arguments);
    Object result = call(text, method.toString(), given);
    context.setPropertyResolved(true);
    return result;
  }

  /**
   * Every method that is not here is refused: Java's strings have some of the same name and another
   * meaning.
   */
  private static Object call(String text, String method, List<Object> arguments) {
    Object result =
        arguments.stream().allMatch(String.class::isInstance)
            ? callWithTexts(text, method, arguments.stream().map(String.class::cast).toList())
            : callWithOthers(text, method, arguments);
    if (result == null) {
      throw new TemplateFunctions.Unknown(
          "it calls %s with %d arguments on a text, which em4j does not compute"
              .formatted(Names.shortened(method), arguments.size()));
    }
    return result;
  }

  private static @Nullable Object callWithTexts(
      String text, String method, List<String> arguments) {
    int count = arguments.size();
    String first = count > 0 ? arguments.get(0) : "";
    return switch (method + "/" + count) {
      case "startswith/1" -> text.startsWith(first);
      case "endswith/1" -> text.endsWith(first);
      case "strip/0", "strip/1" -> strip(text, stripped(count == 0, first), true, true);
      case "lstrip/0", "lstrip/1" -> strip(text, stripped(count == 0, first), true, false);
      case "rstrip/0", "rstrip/1" -> strip(text, stripped(count == 0, first), false, true);
      case "replace/2" -> text.replace(first, arguments.get(1));
      case "upper/0" -> text.toUpperCase(Locale.ROOT);
      case "lower/0" -> text.toLowerCase(Locale.ROOT);
      case "split/1" -> first.isEmpty() ? null : split(text, first, Long.MAX_VALUE);
      default -> null;
    };
  }

  private static @Nullable Object callWithOthers(
      String text, String method, List<Object> arguments) {
    if (method.equals("split")
        && arguments.size() == 2
        && arguments.get(0) instanceof String separator
        && !separator.isEmpty()
        && arguments.get(1) instanceof Number most) {
      return split(text, separator, most.longValue() < 0 ? Long.MAX_VALUE : most.longValue());
    }
    if (method.equals("join")
        && arguments.size() == 1
        && arguments.get(0) instanceof List<?> parts) {
      return parts.stream().map(String::valueOf).collect(Collectors.joining(text));
    }
    return null;
  }

  /** Removes white space as Python sees it, which takes in the no-break space. */
  static String strip(String text) {
    return strip(text, PythonStrings::isSpace, true, true);
  }

  private static IntPredicate stripped(boolean bare, String characters) {
    return bare ? PythonStrings::isSpace : c -> characters.indexOf(c) >= 0;
  }

  private static boolean isSpace(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85;
  }

  private static String strip(String text, IntPredicate remove, boolean left, boolean right) {
    int start = 0;
    int end = text.length();
    while (left && start < end && remove.test(text.charAt(start))) {
      start++;
    }
    while (right && end > start && remove.test(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  private static List<String> split(String text, String separator, long most) {
    var parts = new ArrayList<String>();
    int start = 0;
    for (int at = text.indexOf(separator);
        at >= 0 && parts.size() < most;
        at = text.indexOf(separator, start)) {
      parts.add(text.substring(start, at));
      start = at + separator.length();
    }
    parts.add(text.substring(start));
    return parts;
  }

  @Override
  public @Nullable Object getValue(
      @Nullable ELContext context, @Nullable Object base, @Nullable Object property) {
    return null;
  }

  @Override
  public @Nullable Class<?> getType(
      @Nullable ELContext context, @Nullable Object base, @Nullable Object property) {
    return null;
  }

  @Override
  public @Nullable Class<?> getCommonPropertyType(
      @Nullable ELContext context, @Nullable Object base) {
    return null;
  }

  @Override
  public Iterator<FeatureDescriptor> getFeatureDescriptors(
      @Nullable ELContext context, @Nullable Object base) {
    return Collections.emptyIterator();
  }

  @Override
  public boolean isReadOnly(
      @Nullable ELContext context, @Nullable Object base, @Nullable Object property) {
    return true;
  }

  @Override
  public void setValue(
      @Nullable ELContext context,
      @Nullable Object base,
      @Nullable Object property,
      @Nullable Object value) {
    throw new UnsupportedOperationException("strings have no properties");
  }
}
