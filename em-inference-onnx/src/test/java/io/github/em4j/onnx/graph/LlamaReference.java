package io.github.em4j.onnx.graph;

import static java.util.Objects.requireNonNull;

import io.github.em4j.onnx.checkpoint.LlamaConfig;
import java.util.Arrays;
import java.util.Map;

/**
 * A Llama-like decoder in double precision, one sequence at a time, written from the equations and
 * sharing nothing with the graphs that it checks.
 */
public final class LlamaReference {
  private final LlamaConfig config;
  private final Map<String, float[]> weights;

  public LlamaReference(LlamaConfig config, Map<String, float[]> weights) {
    this.config = config;
    this.weights = weights;
  }

  /** Logits after each token: {@code [tokens][vocabulary]}. */
  public double[][] logits(int[] tokens) {
    float[] embedding = weight("model.embed_tokens.weight");
    double[][] x = new double[tokens.length][config.hiddenSize()];
    for (int t = 0; t < tokens.length; t++) {
      for (int i = 0; i < config.hiddenSize(); i++) {
        x[t][i] = embedding[tokens[t] * config.hiddenSize() + i];
      }
    }
    for (int layer = 0; layer < config.layers(); layer++) {
      String name = "model.layers." + layer + ".";
      double[][] attended = attention(norm(x, name + "input_layernorm"), name + "self_attn.");
      addTo(x, attended);
      addTo(x, feedForward(norm(x, name + "post_attention_layernorm"), name + "mlp."));
    }
    String head = config.tiedEmbeddings() ? "model.embed_tokens" : "lm_head";
    return linear(norm(x, "model.norm"), head, config.vocabSize());
  }

  /** Log-probabilities of every next token after each token. */
  public double[][] logProbabilities(int[] tokens) {
    double[][] logits = logits(tokens);
    for (double[] row : logits) {
      double highest = Arrays.stream(row).max().orElseThrow();
      double sum = Arrays.stream(row).map(logit -> Math.exp(logit - highest)).sum();
      for (int i = 0; i < row.length; i++) {
        row[i] -= highest + Math.log(sum);
      }
    }
    return logits;
  }

  private float[] weight(String name) {
    return requireNonNull(weights.get(name), name);
  }

  private double[][] attention(double[][] h, String name) {
    int size = config.headSize();
    double[][] q = linear(h, name + "q_proj", config.heads() * size);
    double[][] k = linear(h, name + "k_proj", config.keyValueHeads() * size);
    double[][] v = linear(h, name + "v_proj", config.keyValueHeads() * size);
    if (config.queryKeyNorm()) {
      normHeads(q, weight(name + "q_norm.weight"));
      normHeads(k, weight(name + "k_norm.weight"));
    }
    rotate(q);
    rotate(k);
    int group = config.heads() / config.keyValueHeads();
    double[][] result = new double[h.length][config.heads() * size];
    for (int head = 0; head < config.heads(); head++) {
      int from = head * size;
      int shared = head / group * size;
      for (int t = 0; t < h.length; t++) {
        double[] scores = new double[t + 1];
        for (int u = 0; u <= t; u++) {
          for (int i = 0; i < size; i++) {
            scores[u] += q[t][from + i] * k[u][shared + i] / Math.sqrt(size);
          }
        }
        double highest = Arrays.stream(scores).max().orElseThrow();
        double sum = Arrays.stream(scores).map(score -> Math.exp(score - highest)).sum();
        for (int u = 0; u <= t; u++) {
          for (int i = 0; i < size; i++) {
            result[t][from + i] += Math.exp(scores[u] - highest) / sum * v[u][shared + i];
          }
        }
      }
    }
    return linear(result, name + "o_proj", config.hiddenSize());
  }

  private void normHeads(double[][] x, float[] weight) {
    int size = config.headSize();
    for (double[] row : x) {
      for (int from = 0; from < row.length; from += size) {
        double[] head = Arrays.copyOfRange(row, from, from + size);
        System.arraycopy(norm(head, weight), 0, row, from, size);
      }
    }
  }

  private void rotate(double[][] x) {
    int size = config.headSize();
    for (int position = 0; position < x.length; position++) {
      for (int from = 0; from < x[position].length; from += size) {
        for (int i = 0; i < size / 2; i++) {
          double angle = position * frequency(i);
          double a = x[position][from + i];
          double b = x[position][from + i + size / 2];
          x[position][from + i] = a * Math.cos(angle) - b * Math.sin(angle);
          x[position][from + i + size / 2] = b * Math.cos(angle) + a * Math.sin(angle);
        }
      }
    }
  }

  private double frequency(int pair) {
    double frequency = 1 / Math.pow(config.ropeTheta(), 2.0 * pair / config.headSize());
    if (config.ropeScaling().isEmpty()) {
      return frequency;
    }
    LlamaConfig.RopeScaling scaling = config.ropeScaling().get();
    double wavelength = 2 * Math.PI / frequency;
    double original = scaling.originalMaxPositions();
    if (wavelength < original / scaling.highFrequencyFactor()) {
      return frequency;
    }
    if (wavelength > original / scaling.lowFrequencyFactor()) {
      return frequency / scaling.factor();
    }
    double smooth =
        (original / wavelength - scaling.lowFrequencyFactor())
            / (scaling.highFrequencyFactor() - scaling.lowFrequencyFactor());
    return (1 - smooth) * frequency / scaling.factor() + smooth * frequency;
  }

  private double[][] feedForward(double[][] h, String name) {
    double[][] gate = linear(h, name + "gate_proj", config.intermediateSize());
    double[][] up = linear(h, name + "up_proj", config.intermediateSize());
    for (int t = 0; t < h.length; t++) {
      for (int i = 0; i < config.intermediateSize(); i++) {
        gate[t][i] = gate[t][i] / (1 + Math.exp(-gate[t][i])) * up[t][i];
      }
    }
    return linear(gate, name + "down_proj", config.hiddenSize());
  }

  private double[][] linear(double[][] x, String name, int out) {
    float[] weight = weight(name + ".weight");
    float[] bias = weights.getOrDefault(name + ".bias", new float[out]);
    double[][] y = new double[x.length][out];
    for (int t = 0; t < x.length; t++) {
      for (int o = 0; o < out; o++) {
        double sum = bias[o];
        for (int i = 0; i < x[t].length; i++) {
          sum += x[t][i] * weight[o * x[t].length + i];
        }
        y[t][o] = sum;
      }
    }
    return y;
  }

  private double[][] norm(double[][] x, String name) {
    float[] weight = weight(name + ".weight");
    return Arrays.stream(x).map(row -> norm(row, weight)).toArray(double[][]::new);
  }

  private double[] norm(double[] x, float[] weight) {
    double square = Arrays.stream(x).map(number -> number * number).average().orElseThrow();
    double[] result = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      result[i] = x[i] / Math.sqrt(square + config.normEpsilon()) * weight[i];
    }
    return result;
  }

  private static void addTo(double[][] x, double[][] update) {
    for (int t = 0; t < x.length; t++) {
      for (int i = 0; i < x[t].length; i++) {
        x[t][i] += update[t][i];
      }
    }
  }
}
