package io.github.em4j.onnx.checkpoint;

import java.beans.FeatureDescriptor;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntPredicate;
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
    String argument =
        arguments != null && arguments.length == 1 ? String.valueOf(arguments[0]) : "";
    boolean bare = arguments == null || arguments.length == 0;
    Object result =
        switch (method.toString()) {
          case "startswith" -> text.startsWith(argument);
          case "endswith" -> text.endsWith(argument);
          case "strip" -> strip(text, stripped(bare, argument), true, true);
          case "lstrip" -> strip(text, stripped(bare, argument), true, false);
          case "rstrip" -> strip(text, stripped(bare, argument), false, true);
          case "split" -> bare || argument.isEmpty() ? null : split(text, argument);
          default -> null;
        };
    if (result != null) {
      context.setPropertyResolved(true);
    }
    return result;
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

  private static List<String> split(String text, String separator) {
    var parts = new java.util.ArrayList<String>();
    int start = 0;
    for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, start)) {
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
