package io.github.em4j.onnx.checkpoint;

import static java.util.Objects.requireNonNull;

import io.github.em4j.model.Message;
import io.github.em4j.model.Prompt;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The tokenizer of a checkpoint together with its chat template: turns prompts into token ids as
 * the transformers library does with {@code apply_chat_template(..., add_generation_prompt=True)}.
 *
 * <p>Messages carry data of strangers. A special token such as {@code <|eot_id|>} that is spelt out
 * inside a message stays plain text here and cannot end the message; the transformers library would
 * take it for the token. Where no message spells one out, the ids are the same.
 *
 * <p>A checkpoint without a chat template is a base model: its prompt is the texts of the messages,
 * joined by newlines, with the special tokens around it that {@code tokenizer.json} asks for.
 *
 * <p>A template that asks for today's date gets a fixed one, so that scores do not change with the
 * day. Thread-safe; closing frees native memory, use after that is refused.
 */
public final class ChatTokenizer implements AutoCloseable {
  // Noncharacters of Unicode: valid in a string, and never part of a text.
  private static final char TOKEN_MARK = '\uFDD0';
  private static final char PLAIN_MARK = '\uFDD1';

  /** What a template is asked to answer, to see what it puts around an answer. */
  private static final String PROBED_ANSWER = "Yes";

  /** A line break is a token of its own in every family, and nothing joins it. */
  private static final AnswerPlace NO_PLACE = new AnswerPlace("\n", "", "");

  private final TokenizerFiles files;
  private final NativeTokenizer tokenizer;
  private final List<String> spellings;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Reads spelt-out tokens as plain text; opened when the first one comes. */
  private @Nullable NativeTokenizer strict;

  private @Nullable AnswerPlace answerPlace;

  private ChatTokenizer(TokenizerFiles files) {
    this.files = files;
    this.tokenizer = new NativeTokenizer(files.definition().file(), files.definition().text());
    this.spellings = files.definition().spellings();
  }

  /**
   * Opens the tokenizer of a checkpoint or adapter folder.
   *
   * @param folder holds {@code tokenizer.json}, and may hold {@code tokenizer_config.json} and
   *     {@code chat_template.jinja}
   * @return a tokenizer, to be closed by the caller
   * @throws CheckpointException if a file is missing or broken
   */
  public static ChatTokenizer open(Path folder) {
    return open(CheckpointFolder.of(requireNonNull(folder, "folder")));
  }

  static ChatTokenizer open(CheckpointFolder folder) {
    return new ChatTokenizer(TokenizerFiles.open(folder));
  }

  /**
   * Whether the checkpoint has a chat template.
   *
   * @return false for a base model
   */
  public boolean hasChatTemplate() {
    return files.template().isPresent();
  }

  /**
   * Renders a prompt up to the place where the answer begins, without turning it into tokens. A
   * template that can have a model think aloud before it answers ({@code enable_thinking}) is told
   * not to.
   *
   * @param prompt the messages
   * @return the text
   * @throws CheckpointException if the template refuses the messages, for example a system message
   */
  public String render(Prompt prompt) {
    return render(prompt.messages().stream().map(Message::content).toList(), prompt);
  }

  private String render(List<String> contents, Prompt prompt) {
    Optional<ChatTemplate> template = files.template();
    if (template.isEmpty()) {
      return String.join("\n", contents);
    }
    var messages = new ArrayList<Map<String, String>>();
    for (int i = 0; i < contents.size(); i++) {
      String role = prompt.messages().get(i).role().name().toLowerCase(Locale.ROOT);
      var message = new LinkedHashMap<String, String>();
      message.put("role", role);
      message.put("content", contents.get(i));
      messages.add(message);
    }
    return template.get().render(messages);
  }

  /**
   * Turns a prompt into tokens, up to the place where the answer begins.
   *
   * @param prompt the messages
   * @return the token ids, special tokens included
   * @throws CheckpointException if the template refuses the messages
   * @throws IllegalStateException if the tokenizer is closed
   */
  public int[] encode(Prompt prompt) {
    requireOpen();
    boolean addSpecialTokens = !hasChatTemplate();
    List<String> contents = prompt.messages().stream().map(Message::content).toList();
    if (contents.stream().noneMatch(this::spellsOutAToken)) {
      return tokenizer.encode(render(contents, prompt), addSpecialTokens);
    }
    List<String> plain = contents.stream().map(this::markedPlain).toList();
    String rendered = mark(render(plain, prompt), TOKEN_MARK, 0);
    return strict().encode(rendered.replace(String.valueOf(PLAIN_MARK), ""), addSpecialTokens);
  }

  /**
   * Turns a text into tokens: no special token is added, and one that the text spells out stays
   * plain text.
   *
   * @param text for example an answer
   * @return the token ids
   * @throws IllegalStateException if the tokenizer is closed
   */
  public int[] encode(String text) {
    requireOpen();
    return spellsOutAToken(text)
        ? strict().encode(withoutMarks(text), false)
        : tokenizer.encode(text, false);
  }

  /**
   * Turns an answer into the tokens that follow those of a prompt. Where the checkpoint has a chat
   * template, it says what stands between prompt and answer, for example a space; elsewhere the
   * answer follows directly.
   *
   * @param answer for example {@code Yes}; what stands in front of it counts as part of it
   * @return the token ids, without the one that ends an answer
   * @throws IllegalStateException if the tokenizer is closed
   */
  public int[] encodeAnswer(String answer) {
    requireOpen();
    if (spellsOutAToken(answer)) {
      return encode(answer);
    }
    AnswerPlace place = answerPlace();
    boolean spaceAnyway = place.lead().isBlank() && answer.startsWith(" ");
    String led = spaceAnyway ? answer : place.lead() + answer;
    int[] before = tokenizer.encode(place.before(), false);
    int[] whole = tokenizer.encode(place.before() + led, false);
    return startsWith(whole, before)
        ? Arrays.copyOfRange(whole, before.length, whole.length)
        : encode(answer);
  }

  /**
   * The tokens that a finished answer ends with, as a model in training has to learn them: under a
   * chat template what follows the answer, up to the first special token, which ends the turn;
   * elsewhere {@link #endToken}.
   *
   * @return the token ids; none where the checkpoint knows no end
   * @throws IllegalStateException if the tokenizer is closed
   */
  public int[] encodeAnswerEnd() {
    requireOpen();
    String tail = answerPlace().tail();
    for (int at = 0; at < tail.length(); at++) {
      int length = tokenAt(tail, at);
      if (length > 0) {
        return tokenizer.encode(tail.substring(0, at + length), false);
      }
    }
    OptionalInt end = endToken();
    return end.isPresent() ? new int[] {end.getAsInt()} : new int[0];
  }

  private static boolean startsWith(int[] whole, int[] beginning) {
    return whole.length > beginning.length
        && Arrays.equals(whole, 0, beginning.length, beginning, 0, beginning.length);
  }

  /**
   * The end of a prompt.
   *
   * @param before what a prompt ends with
   * @param lead what the template puts between that and an answer
   * @param tail what the template puts behind an answer
   */
  private record AnswerPlace(String before, String lead, String tail) {}

  private synchronized AnswerPlace answerPlace() {
    if (answerPlace == null) {
      answerPlace = files.template().map(ChatTokenizer::place).orElse(NO_PLACE);
    }
    return answerPlace;
  }

  /** What a template puts around an answer, to a question alone or below a system message. */
  private static AnswerPlace place(ChatTemplate template) {
    Map<String, String> system = Map.of("role", "system", "content", "Compare.");
    Map<String, String> question = Map.of("role", "user", "content", "Same?");
    return place(template, List.of(question))
        .or(() -> place(template, List.of(system, question)))
        .orElse(NO_PLACE);
  }

  /** Empty where the template refuses the messages. */
  private static Optional<AnswerPlace> place(
      ChatTemplate template, List<Map<String, String>> messages) {
    try {
      return Optional.of(place(template, messages, template.render(messages)));
    } catch (CheckpointException e) {
      return Optional.empty();
    }
  }

  private static AnswerPlace place(
      ChatTemplate template, List<Map<String, String>> messages, String before) {
    List<Map<String, String>> answered = new ArrayList<>(messages);
    answered.add(Map.of("role", "assistant", "content", PROBED_ANSWER));
    String whole;
    try {
      whole = template.render(answered, false);
    } catch (CheckpointException e) {
      return new AnswerPlace(before, "", "");
    }
    int at = whole.startsWith(before) ? whole.indexOf(PROBED_ANSWER, before.length()) : -1;
    return at < 0
        ? new AnswerPlace(before, "", "")
        : new AnswerPlace(
            before,
            whole.substring(before.length(), at),
            whole.substring(at + PROBED_ANSWER.length()));
  }

  /**
   * Turns tokens into text.
   *
   * @param ids token ids; unknown ones are left out
   * @return the text without special tokens
   * @throws IllegalStateException if the tokenizer is closed
   */
  public String decode(int[] ids) {
    requireOpen();
    return tokenizer.decode(ids, true);
  }

  /**
   * The token that a text begins with.
   *
   * @return the id of {@code bos_token}, empty where there is none
   */
  public OptionalInt beginToken() {
    return token("bos_token");
  }

  /**
   * The token that ends a text.
   *
   * @return the id of {@code eos_token}, empty where there is none
   */
  public OptionalInt endToken() {
    return token("eos_token");
  }

  /**
   * How many ids there are, counting unused ones.
   *
   * @return one more than the highest id
   */
  public int size() {
    return files.definition().highestId() + 1;
  }

  private OptionalInt token(String name) {
    Integer id = files.definition().addedTokens().get(files.specialTokens().getOrDefault(name, ""));
    return id == null ? OptionalInt.empty() : OptionalInt.of(id);
  }

  private boolean spellsOutAToken(String text) {
    return spellings.stream().anyMatch(text::contains);
  }

  private String markedPlain(String content) {
    return mark(withoutMarks(content), PLAIN_MARK, 1);
  }

  private static String withoutMarks(String text) {
    return text.replace(TOKEN_MARK, '\uFFFD').replace(PLAIN_MARK, '\uFFFD');
  }

  /** Puts a mark into every spelt-out token, the longest at each place, after some characters. */
  private String mark(String text, char mark, int after) {
    var marked = new StringBuilder(text.length() + 16);
    int at = 0;
    while (at < text.length()) {
      int length = tokenAt(text, at);
      if (length == 0) {
        marked.append(text.charAt(at++));
      } else {
        marked.append(text, at, at + after).append(mark).append(text, at + after, at + length);
        at += length;
      }
    }
    return marked.toString();
  }

  private int tokenAt(String text, int at) {
    for (String spelling : spellings) {
      if (text.startsWith(spelling, at)) {
        return spelling.length();
      }
    }
    return 0;
  }

  private synchronized NativeTokenizer strict() {
    requireOpen();
    if (strict == null) {
      TokenizerJson definition = files.definition();
      var opened = new NativeTokenizer(definition.file(), definition.withMarkedTokens(TOKEN_MARK));
      for (String spelling : spellings) {
        int[] expected = tokenizer.encode(spelling, false);
        if (!Arrays.equals(opened.encode(TOKEN_MARK + spelling, false), expected)) {
          opened.close();
          throw new CheckpointException(
              definition.file(),
              "a message spells out a special token, and this tokenizer cannot keep it plain: "
                  + Names.shortened(spelling));
        }
      }
      strict = opened;
    }
    return strict;
  }

  private void requireOpen() {
    if (closed.get()) {
      throw new IllegalStateException("the tokenizer is closed");
    }
  }

  @Override
  public synchronized void close() {
    if (closed.compareAndSet(false, true)) {
      tokenizer.close();
      if (strict != null) {
        strict.close();
      }
    }
  }

  @Override
  public String toString() {
    return files.definition().file()
        + files.specialTokens().keySet().stream().collect(Collectors.joining(", ", " (", ")"));
  }
}
