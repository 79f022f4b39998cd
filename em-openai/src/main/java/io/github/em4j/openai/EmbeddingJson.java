package io.github.em4j.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.em4j.TokenUsage;
import io.github.em4j.openai.UnreadableAnswerException.Defect;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Writes the requests and reads the answers of {@code POST /embeddings}. */
final class EmbeddingJson {
  static final String PATH = "/embeddings";

  private EmbeddingJson() {}

  static ObjectNode write(EmbeddingRequest request) {
    ObjectNode body = Json.object();
    body.put("model", request.model());
    request.texts().forEach(body.putArray("input")::add);
    // Base64 would be smaller, but not every server knows it.
    body.put("encoding_format", "float");
    request.dimensions().ifPresent(dimensions -> body.put("dimensions", dimensions));
    return body;
  }

  /** How many bytes an answer can have: 8,192 numbers of 25 characters make 200 kB a text. */
  static long largestAnswer(int texts) {
    return (1L << 20) + (long) texts * (256 << 10);
  }

  static Exchange.Read<EmbeddingAnswer> read(Reply reply, int texts) {
    ObjectNode body = Json.parseObject(reply.body());
    JsonNode data = Json.array(body, "data");
    var vectors = new float[texts][];
    int place = 0;
    for (JsonNode entry : data) {
      // Where a server numbers them, their order means nothing.
      long index = Json.optionalNumber(entry, "index").orElse(place++);
      if (index < 0 || index >= texts || vectors[(int) index] != null) {
        throw wrong("one vector for each of %d texts, found index %d".formatted(texts, index));
      }
      vectors[(int) index] = vector(entry.path("embedding"));
    }
    for (float[] vector : vectors) {
      if (vector == null || vector.length == 0 || vector.length != vectors[0].length) {
        throw wrong(
            "%d vectors of one length, found %d or unlike ones".formatted(texts, data.size()));
      }
    }
    JsonNode usage = body.path("usage");
    EmbeddingAnswer answer = new EmbeddingAnswer(List.of(vectors), ChatJson.usage(usage));
    Optional<TokenUsage> counted =
        ChatJson.isCount(usage, "prompt_tokens") ? Optional.of(answer.usage()) : Optional.empty();
    return new Exchange.Read<>(answer, counted, Optional.empty());
  }

  private static float[] vector(JsonNode node) {
    if (node.isTextual()) {
      return base64(node.textValue());
    }
    var vector = new float[node.size()];
    for (int i = 0; i < vector.length; i++) {
      JsonNode value = node.get(i);
      if (!value.isNumber()) {
        throw wrong("a vector of numbers, found another value");
      }
      vector[i] = value.floatValue();
    }
    return vector;
  }

  /** Little-endian floats: some servers send them whatever was asked for. */
  private static float[] base64(String text) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new MalformedAnswer(Defect.WRONG_SHAPE, "a vector is text, but no base64", e);
    }
    FloatBuffer floats = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    var vector = new float[floats.remaining()];
    floats.get(vector);
    return vector;
  }

  private static MalformedAnswer wrong(String expected) {
    return new MalformedAnswer(Defect.WRONG_SHAPE, "the answer must hold " + expected);
  }
}
