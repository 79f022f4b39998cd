package io.github.em4j.onnx.checkpoint;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.LegacyOverrides;
import com.hubspot.jinjava.el.JinjavaInterpreterResolver;
import com.hubspot.jinjava.interpret.Context;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.lib.filter.Filter;
import com.hubspot.jinjava.lib.fn.ELFunctionDefinition;
import com.hubspot.jinjava.tree.Node;
import java.io.Serial;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import jinjava.javax.el.CompositeELResolver;
import org.jspecify.annotations.Nullable;

/**
 * Jinjava, set up to render templates as Jinja does in the transformers library. A template is
 * parsed once; rendering it is thread-safe. Its work and its output are bounded.
 */
final class TemplateEngine {
  private static final int MAX_OUTPUT = 4 << 20;
  private static final int MAX_SIZE = 10_000;
  private static final int MAX_RANGE = 1_000;

  /** No template of a known model evaluates more than a few dozen for each message. */
  private static final int MAX_EXPRESSIONS = 50_000;

  private static final Jinjava JINJA = jinja();

  private TemplateEngine() {}

  /** A template that cannot be parsed or rendered. */
  static final class Fault extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    Fault(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  static Node parse(String source) {
    return run(Map.of(), interpreter -> interpreter.parse(source));
  }

  static String render(Node template, Map<String, Object> values) {
    return run(values, interpreter -> interpreter.render(template));
  }

  private static <T> T run(Map<String, Object> values, Function<JinjavaInterpreter, T> work) {
    var interpreter = new Interpreter(values);
    try (var current = JinjavaInterpreter.closeablePushCurrent(interpreter).get()) {
      T result = work.apply(interpreter);
      for (TemplateError error : interpreter.getErrors()) {
        if (error.getSeverity() == TemplateError.ErrorType.FATAL) {
          String message = Names.shortened(error.getMessage());
          throw refused(error.getException())
              .orElseGet(
                  () ->
                      new Fault(
                          message + " (line " + error.getLineno() + ")", error.getException()));
        }
      }
      return result;
    } catch (Fault e) {
      throw e;
    } catch (RuntimeException e) {
      throw refused(e).orElseGet(() -> new Fault(Names.shortened(String.valueOf(e)), e));
    } catch (StackOverflowError e) {
      throw new Fault("it is nested too deeply", e);
    }
  }

  /** What the template itself said, where that is the reason. */
  private static Optional<Fault> refused(@Nullable Throwable cause) {
    while (cause != null && !(cause instanceof TemplateFunctions.Refusal)) {
      cause = cause.getCause();
    }
    return Optional.ofNullable(cause)
        .map(
            e -> new Fault("it says '" + Names.shortened(String.valueOf(e.getMessage())) + "'", e));
  }

  static void requireBounded(CharSequence text) {
    if (text.length() > MAX_OUTPUT) {
      throw new TemplateFunctions.Refusal("the text has more than " + MAX_OUTPUT + " characters");
    }
  }

  /**
   * The outermost variables of one rendering. Jinjava notes every resolved expression in all outer
   * scopes; what is shared between renderings must not learn of them, and too many are refused.
   */
  private static final class Scope extends Context {
    private int expressions;

    Scope(Map<String, Object> values) {
      super(JINJA.getGlobalContext(), values);
    }

    @Override
    public Filter getFilter(String name) {
      TemplateFilters.requireKnown(name);
      return super.getFilter(name);
    }

    @Override
    public void addResolvedExpression(String expression) {
      if (++expressions > MAX_EXPRESSIONS) {
        throw new TemplateFunctions.Refusal("it evaluates more than " + MAX_EXPRESSIONS + " times");
      }
    }

    @Override
    public void addResolvedValue(String value) {
      // Not needed, see above.
    }

    @Override
    public void addResolvedFunction(String function) {
      // Not needed, see above.
    }

    @Override
    public void addDependency(String type, String identification) {
      // Not needed, see above.
    }
  }

  private static final class Interpreter extends JinjavaInterpreter {
    Interpreter(Map<String, Object> values) {
      super(JINJA, new Scope(values), JINJA.getGlobalConfig());
    }

    /** As Python writes it. */
    @Override
    public String getAsString(@Nullable Object value) {
      return value instanceof Boolean truth ? (truth ? "True" : "False") : super.getAsString(value);
    }
  }

  private static Jinjava jinja() {
    var resolver = new CompositeELResolver();
    resolver.add(new PythonStrings());
    resolver.add(JinjavaInterpreterResolver.DEFAULT_RESOLVER_READ_ONLY);
    var jinja =
        new Jinjava(
            JinjavaConfig.newBuilder()
                .withElResolver(resolver)
                .withNestedInterpretationEnabled(false)
                .withMaxOutputSize(MAX_OUTPUT)
                .withMaxStringLength(MAX_OUTPUT)
                .withMaxListSize(MAX_SIZE)
                .withMaxMapSize(MAX_SIZE)
                .withRangeLimit(MAX_RANGE)
                .withMaxRenderDepth(20)
                .withMaxMacroRecursionDepth(20)
                .withLegacyOverrides(pythonLike())
                .build());
    jinja.setResourceLocator(
        (name, encoding, interpreter) -> {
          throw new TemplateFunctions.Refusal("a chat template must not load '" + name + "'");
        });
    TemplateFilters.own().forEach(jinja.getGlobalContext()::registerFilter);
    jinja.getGlobalContext().registerTag(new LoopTag());
    jinja.registerFunction(
        new ELFunctionDefinition(
            "", "raise_exception", TemplateFunctions.class, "raise", Object.class));
    jinja.registerFunction(
        new ELFunctionDefinition(
            "", "strftime_now", TemplateFunctions.class, "date", String.class));
    return jinja;
  }

  private static LegacyOverrides pythonLike() {
    return LegacyOverrides.newBuilder()
        .withEvaluateMapKeys(true)
        .withIterateOverMapKeys(true)
        .withUsePyishObjectMapper(true)
        .withUseNaturalOperatorPrecedence(true)
        .withParseWhitespaceControlStrictly(true)
        .withAllowAdjacentTextNodes(true)
        .withKeepNullableLoopValues(true)
        .build();
  }
}
