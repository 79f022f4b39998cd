package io.github.em4j.training.lora;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.em4j.onnx.graph.GraphSession;
import io.github.em4j.onnx.graph.HostTensor;
import io.github.em4j.onnx.graph.SessionSettings;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the equations in plain Java and double precision. */
final class MuonUpdatesTest {
  private static final SessionSettings ONE_THREAD = new SessionSettings(1, false, false, false);

  @ParameterizedTest
  @CsvSource({
    "24, 24, 24",
    "20, 30, 20",
    "16, 64, 16",
    "64, 16, 16",
    "24, 64, 3",
    "64, 24, 5",
    "96, 256, 96"
  })
  void newtonSchulzIsTheOneOfDoublePrecision(int rows, int columns, int rank) {
    double[][] x = normalised(random(rows, columns, rank));

    double[][] expected = newtonSchulz(x);
    double[][] found = onOnnxRuntime(x);

    assertThat(length(minus(found, expected)) / length(expected)).isLessThan(1e-3);
  }

  @Test
  void momentumNesterovAndWeightDecayAreThoseOfTheEquations() {
    int rows = 24;
    int columns = 64;
    double rate = 0.02;
    Optimizer.Muon options = new Optimizer.Muon(0.9, 0.5, Optimizer.AdamW.usual(), 0.1);
    Parameter parameter = new Parameter("w", rows, columns);
    double[][] w = random(rows, columns, rows);
    parameter.set(floats(w));
    double[][] momentum = new double[rows][columns];
    try (MuonUpdates updates = new MuonUpdates(options, List.of(parameter), ONE_THREAD)) {
      for (int step = 1; step <= 3; step++) {
        double[][] gradient = scaled(random(rows, columns, rows), step);
        parameter.gradient().put(0, floats(gradient));
        updates.apply(rate, 0.5, step);

        momentum = plus(scaled(momentum, 0.9), scaled(gradient, 0.1 * 0.5));
        double[][] nesterov = plus(scaled(momentum, 0.9), scaled(gradient, 0.1 * 0.5));
        double[][] orthogonal = newtonSchulz(normalised(nesterov));
        w = minus(scaled(w, 1 - rate * 0.5), scaled(orthogonal, rate));
      }
    }
    float[] expected = floats(w);
    float[] found = parameter.copy();
    for (int i = 0; i < expected.length; i++) {
      assertThat(found[i]).isCloseTo(expected[i], within(1e-5f));
    }
  }

  @Test
  void theMatricesOfOneShapeAreCutIntoEvenRunsThatABufferHolds() {
    int most = Integer.MAX_VALUE / Float.BYTES;
    // Gate and up projections of Llama 3.2 1B: 2^29 numbers.
    assertThat(MuonUpdates.together(32, 2048 * 8192, most)).isEqualTo(16);
    assertThat(MuonUpdates.together(16, 2048 * 8192, most)).isEqualTo(16);
    assertThat(MuonUpdates.together(5, 10, 25)).isEqualTo(2);
    assertThat(MuonUpdates.together(3, 10, 5)).isEqualTo(1);
  }

  @Test
  void cutIntoSeveralRunsTheUpdatesAreTheSame() {
    List<Parameter> together = fiveMatrices();
    List<Parameter> cut = fiveMatrices();
    Optimizer.Muon options = new Optimizer.Muon(0.9, 0.5, Optimizer.AdamW.usual(), 0.1);
    try (MuonUpdates one = new MuonUpdates(options, together, ONE_THREAD);
        MuonUpdates several = new MuonUpdates(options, cut, ONE_THREAD, 2 * 24 * 64)) {
      one.apply(0.02, 1, 1);
      several.apply(0.02, 1, 1);
    }
    for (int i = 0; i < cut.size(); i++) {
      assertThat(cut.get(i).copy()).as(cut.get(i).name()).isEqualTo(together.get(i).copy());
    }
  }

  private static List<Parameter> fiveMatrices() {
    return IntStream.range(0, 5)
        .mapToObj(
            i -> {
              Parameter parameter = new Parameter("w" + i, 24, 64);
              parameter.set(floats(random(24, 64, 24 - i)));
              parameter.gradient().put(0, floats(random(24, 64, 10 + i)));
              return parameter;
            })
        .toList();
  }

  private static double[][] onOnnxRuntime(double[][] x) {
    int rows = x.length;
    int columns = x[0].length;
    try (GraphSession session =
        GraphSession.open(MuonUpdates.newtonSchulz(1, rows, columns), ONE_THREAD)) {
      float[] y =
          requireNonNull(
                  session.run(Map.of("x", HostTensor.of(floats(x), 1, rows, columns))).get("y"))
              .floats();
      double[][] result = new double[rows][columns];
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          result[i][j] = y[i * columns + j];
        }
      }
      return result;
    }
  }

  /** Five times {@code a X + b (X Xᵀ) X + c (X Xᵀ)² X}. */
  private static double[][] newtonSchulz(double[][] x) {
    double[][] turned = x;
    for (int step = 0; step < 5; step++) {
      double[][] gram = product(turned, transposed(turned));
      double[][] higher = plus(scaled(gram, -4.7750), scaled(product(gram, gram), 2.0315));
      turned = plus(scaled(turned, 3.4445), product(higher, turned));
    }
    return turned;
  }

  /** A product of two random matrices, so that its rank is known. */
  private static double[][] random(int rows, int columns, int rank) {
    SplittableRandom random = new SplittableRandom(rows + 31L * columns);
    double[][] a = new double[rows][rank];
    double[][] b = new double[rank][columns];
    for (double[][] matrix : List.of(a, b)) {
      for (double[] row : matrix) {
        for (int i = 0; i < row.length; i++) {
          row[i] = random.nextGaussian();
        }
      }
    }
    return product(a, b);
  }

  private static double[][] product(double[][] a, double[][] b) {
    double[][] result = new double[a.length][b[0].length];
    for (int i = 0; i < a.length; i++) {
      for (int k = 0; k < b.length; k++) {
        for (int j = 0; j < b[0].length; j++) {
          result[i][j] += a[i][k] * b[k][j];
        }
      }
    }
    return result;
  }

  private static double[][] transposed(double[][] a) {
    double[][] result = new double[a[0].length][a.length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a[0].length; j++) {
        result[j][i] = a[i][j];
      }
    }
    return result;
  }

  private static double[][] plus(double[][] a, double[][] b) {
    double[][] result = new double[a.length][a[0].length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a[0].length; j++) {
        result[i][j] = a[i][j] + b[i][j];
      }
    }
    return result;
  }

  private static double[][] minus(double[][] a, double[][] b) {
    return plus(a, scaled(b, -1));
  }

  private static double[][] scaled(double[][] a, double factor) {
    double[][] result = new double[a.length][a[0].length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a[0].length; j++) {
        result[i][j] = a[i][j] * factor;
      }
    }
    return result;
  }

  private static double length(double[][] a) {
    double squares = 0;
    for (double[] row : a) {
      for (double number : row) {
        squares += number * number;
      }
    }
    return Math.sqrt(squares);
  }

  private static double[][] normalised(double[][] a) {
    return scaled(a, 1 / length(a));
  }

  private static float[] floats(double[][] a) {
    float[] result = new float[a.length * a[0].length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a[0].length; j++) {
        result[i * a[0].length + j] = (float) a[i][j];
      }
    }
    return result;
  }
}
