package io.github.em4j.onnx.checkpoint;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.LegacyOverrides;
import com.hubspot.jinjava.el.JinjavaInterpreterResolver;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.interpret.RenderResult;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.lib.filter.Filter;
import com.hubspot.jinjava.lib.fn.ELFunctionDefinition;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jinjava.javax.el.CompositeELResolver;
import org.jspecify.annotations.Nullable;

/**
 * A chat template of a checkpoint, rendered as the transformers library does: {@code trim_blocks},
 * {@code lstrip_blocks}, no trailing newline of the template itself. Texts of messages are values:
 * what looks like template code in them stays text. Thread-safe.
 *
 * <p>The template is data of the checkpoint and may be hostile: it sees texts, lists and maps only,
 * can load nothing, and its output is bounded.
 */
final class ChatTemplate {
  private static final int MAX_OUTPUT = 4 << 20;
  private static final int MAX_RANGE = 10_000;

  /** Marks the assistant's words for training; means nothing here. */
  private static final Pattern GENERATION_TAG =
      Pattern.compile("\\{%(-?)\\s*(end)?generation\\s*(-?)%}");

  /** Jinjava would ignore the condition without a word. */
  private static final Pattern FILTERED_LOOP =
      Pattern.compile(
          "\\{%-?\\s*for\\s(?:(?!%}).)*\\sin\\s(?:(?!%}|\\selse\\s).)*\\sif\\s(?:(?!%}|\\selse\\s).)*%}");

  /** Jinjava takes {@code a=b|c - 1} in a call for {@code (a=b|c) - 1}. */
  private static final Pattern NAMED_SUM =
      Pattern.compile("(\\w\\s*=\\s*)([\\w.]+\\s*\\|\\s*\\w+\\s*[-+*]\\s*\\w+)(?=\\s*[,)])");

  private static final Jinjava JINJA = jinja();

  private final Path file;
  private final String source;
  private final Map<String, String> specialTokens;

  /**
   * A template.
   *
   * @param file where it comes from, for messages
   * @param source its text
   * @param specialTokens {@code bos_token} and the like, by these names
   */
  ChatTemplate(Path file, String source, Map<String, String> specialTokens) {
    this.file = file;
    this.source = adapted(source);
    this.specialTokens = Map.copyOf(specialTokens);
    if (FILTERED_LOOP.matcher(this.source).find()) {
      throw new CheckpointException(
          file,
          "its chat template has a loop with a condition (for ... in ... if ...), which is not supported");
    }
  }

  /** Renders messages of {@code role} and {@code content}, and the beginning of the answer. */
  String render(List<Map<String, String>> messages) {
    Map<String, Object> values = new HashMap<>(specialTokens);
    values.put("messages", messages);
    values.put("add_generation_prompt", true);
    RenderResult result = JINJA.renderForResult(source, values);
    for (TemplateError error : result.getErrors()) {
      if (error.getSeverity() == TemplateError.ErrorType.FATAL) {
        throw new CheckpointException(
            file, "its chat template fails: " + reason(error), error.getException());
      }
    }
    return result.getOutput();
  }

  private static String reason(TemplateError error) {
    @Nullable Throwable cause = error.getException();
    while (cause != null && !(cause instanceof TemplateFunctions.Refusal)) {
      cause = cause.getCause();
    }
    return cause == null
        ? Names.shortened(error.getMessage()) + " (line " + error.getLineno() + ")"
        : "it says '" + Names.shortened(String.valueOf(cause.getMessage())) + "'";
  }

  /** What Jinja does to a source while loading it, and the forms that Jinjava cannot read. */
  private static String adapted(String source) {
    String text = source.replace("\r\n", "\n").replace('\r', '\n');
    text = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    Matcher tags = GENERATION_TAG.matcher(text);
    text =
        tags.replaceAll(
            tag ->
                "{%"
                    + tag.group(1)
                    + (tag.group(2) == null ? " if true " : " endif ")
                    + tag.group(3)
                    + "%}");
    text = NAMED_SUM.matcher(text).replaceAll("$1($2)");
    return text.replace("[::-1]", "|reverse|list");
  }

  private static Jinjava jinja() {
    var resolver = new CompositeELResolver();
    resolver.add(new PythonStrings());
    resolver.add(JinjavaInterpreterResolver.DEFAULT_RESOLVER_READ_ONLY);
    var jinja =
        new Jinjava(
            JinjavaConfig.newBuilder()
                .withTrimBlocks(true)
                .withLstripBlocks(true)
                .withElResolver(resolver)
                .withNestedInterpretationEnabled(false)
                .withMaxOutputSize(MAX_OUTPUT)
                .withMaxStringLength(MAX_OUTPUT)
                .withMaxListSize(MAX_RANGE)
                .withMaxMapSize(MAX_RANGE)
                .withRangeLimit(MAX_RANGE)
                .withMaxRenderDepth(20)
                .withMaxMacroRecursionDepth(20)
                .withLegacyOverrides(pythonLike())
                .build());
    jinja.setResourceLocator(
        (name, encoding, interpreter) -> {
          throw new TemplateFunctions.Refusal("a chat template must not load '" + name + "'");
        });
    jinja.getGlobalContext().registerFilter(new Trim());
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
        .withUseTrimmingForNotesAndExpressions(true)
        .withKeepNullableLoopValues(true)
        .build();
  }

  private static final class Trim implements Filter {
    @Override
    public String getName() {
      return "trim";
    }

    @Override
    public @Nullable Object filter(
        @Nullable Object value, JinjavaInterpreter interpreter, String... arguments) {
      return value instanceof String text ? PythonStrings.strip(text) : value;
    }
  }
}
