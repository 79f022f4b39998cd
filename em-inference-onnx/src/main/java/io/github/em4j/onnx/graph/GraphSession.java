package io.github.em4j.onnx.graph;

import static java.util.Objects.requireNonNull;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.RunOptions;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.onnx.checkpoint.StoredTensor;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A graph ready to run on ONNX Runtime. Weights in files are mapped, weights in memory used where
 * they are. Thread-safe: runs may overlap; closing waits for those under way. Whoever opens a
 * session closes it.
 */
public final class GraphSession implements AutoCloseable {
  private final OrtEnvironment environment;
  private final OrtSession session;

  /** The weights in memory, which have to outlive the session. */
  private final List<OnnxTensor> inMemory;

  private final ReadWriteLock closing = new ReentrantReadWriteLock();
  private boolean closed;

  private GraphSession(OrtEnvironment environment, OrtSession session, List<OnnxTensor> inMemory) {
    this.environment = environment;
    this.session = session;
    this.inMemory = inMemory;
  }

  /**
   * Opens a session.
   *
   * @param graph what to run
   * @param settings how
   * @return the open session
   * @throws EntityMatchingException if ONNX Runtime refuses the graph or cannot read a weight
   */
  public static GraphSession open(Graph graph, SessionSettings settings) {
    OrtEnvironment environment = OnnxRuntime.environment();
    Map<String, OnnxTensor> inMemory = new LinkedHashMap<>();
    boolean opened = false;
    try (OrtSession.SessionOptions options = options(settings)) {
      for (Initializer initializer : graph.initializers()) {
        if (initializer.data() instanceof TensorData.InMemory memory) {
          inMemory.put(initializer.value().name(), tensor(environment, initializer, memory));
        }
      }
      if (!inMemory.isEmpty()) {
        options.addExternalInitializers(new HashMap<String, OnnxTensorLike>(inMemory));
      }
      if (settings.cuda().isEmpty()) {
        // For the optimiser ONNX Runtime has copied them; without this it would go on with the
        // copy.
        for (Map.Entry<String, OnnxTensor> weight : inMemory.entrySet()) {
          options.addInitializer(weight.getKey(), weight.getValue());
        }
      }
      Optional<Path> folder = folder(graph.storedTensors());
      if (folder.isPresent()) {
        options.addConfigEntry(
            "session.model_external_initializers_file_folder_path", folder.get().toString());
      }
      byte[] model = graph.toModel(folder.orElse(Path.of("")));
      var session =
          new GraphSession(
              environment,
              NativeCalls.ALL.call(() -> environment.createSession(model, options)),
              List.copyOf(inMemory.values()));
      opened = true;
      return session;
    } catch (OrtException e) {
      if (settings.cuda().isPresent()) {
        throw CudaProvider.refused(settings.cuda().get(), String.valueOf(e.getMessage()), e);
      }
      throw new EntityMatchingException(
          "ONNX Runtime cannot open the graph '" + graph.name() + "': " + e.getMessage(), e);
    } finally {
      if (!opened) {
        inMemory.values().forEach(OnnxTensor::close);
      }
    }
  }

  /**
   * Checks that ONNX Runtime has what the settings ask for, before anything large is read for them.
   *
   * @param settings how a graph is to run
   * @throws EntityMatchingException if a GPU is asked for that cannot be used; the message says
   *     what is missing: the right ONNX Runtime, the driver, a library, or the device
   */
  public static void requireDevice(SessionSettings settings) {
    OnnxRuntime.environment();
    // Making the options loads the provider.
    try {
      options(settings).close();
    } catch (OrtException e) {
      throw new EntityMatchingException("ONNX Runtime failed: " + e.getMessage(), e);
    }
  }

  /**
   * Breaks off the runs of all sessions for good, for a program that is about to exit: ONNX Runtime
   * crashes the JVM where it computes while the process exits. To be called before the exit begins;
   * a shutdown hook is too late, as ONNX Runtime has one of its own. From now on a run that is
   * broken off neither returns nor fails, none begins and no session opens, in this thread neither,
   * and closing one does nothing.
   *
   * @param patience how long to wait for runs to end; an operator that was begun goes on to its end
   * @return whether nothing computes any more
   */
  public static boolean endAllRuns(Duration patience) {
    return NativeCalls.ALL.end(patience);
  }

  private static OrtSession.SessionOptions options(SessionSettings settings) throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    try {
      options.setIntraOpNumThreads(settings.threads());
      options.setInterOpNumThreads(1);
      options.addConfigEntry("session.intra_op.allow_spinning", settings.spinning() ? "1" : "0");
      options.addConfigEntry("session.disable_prepacking", settings.prepacking() ? "0" : "1");
      options.setMemoryPatternOptimization(settings.memoryPattern());
      if (settings.cuda().map(SessionSettings.Cuda::inLargePieces).orElse(false)) {
        // So that the pieces are those of the activations alone.
        options.addConfigEntry("session.use_device_allocator_for_initializers", "1");
      }
      settings.cuda().ifPresent(cuda -> CudaProvider.addTo(options, cuda));
      return options;
    } catch (OrtException | EntityMatchingException e) {
      options.close();
      throw e;
    }
  }

  private static OnnxTensor tensor(
      OrtEnvironment environment, Initializer initializer, TensorData.InMemory memory)
      throws OrtException {
    long[] shape =
        initializer.value().shape().dimensions().stream()
            .mapToLong(Dimension::coefficient)
            .toArray();
    return OnnxTensor.createTensor(
        environment,
        memory.buffer().duplicate().order(memory.buffer().order()),
        shape,
        javaType(initializer.value().element()));
  }

  private static OnnxJavaType javaType(ElementType element) {
    return switch (element) {
      case FLOAT -> OnnxJavaType.FLOAT;
      case DOUBLE -> OnnxJavaType.DOUBLE;
      case FLOAT16 -> OnnxJavaType.FLOAT16;
      case BFLOAT16 -> OnnxJavaType.BFLOAT16;
      case INT8 -> OnnxJavaType.INT8;
      case UINT8 -> OnnxJavaType.UINT8;
      case INT32 -> OnnxJavaType.INT32;
      case INT64 -> OnnxJavaType.INT64;
      case BOOL -> OnnxJavaType.BOOL;
    };
  }

  /** The deepest folder that holds all files: ONNX Runtime reads none outside it. */
  private static Optional<Path> folder(List<StoredTensor> tensors) {
    Optional<Path> common = Optional.empty();
    for (StoredTensor tensor : tensors) {
      Path file = tensor.file().toAbsolutePath().normalize();
      Path folder = common.orElse(file);
      while (folder.equals(file) || !file.startsWith(folder)) {
        folder = requireNonNull(folder.getParent(), "weights on different drives");
      }
      common = Optional.of(folder);
    }
    return common;
  }

  /**
   * Runs the graph.
   *
   * @param inputs one tensor per input of the graph, by name
   * @return one tensor per output, by name
   * @throws EntityMatchingException if ONNX Runtime refuses the inputs or fails
   * @throws IllegalStateException if the session is closed
   */
  public Map<String, HostTensor> run(Map<String, HostTensor> inputs) {
    return whileOpen(options -> runOpen(inputs, options));
  }

  /**
   * Runs the graph and writes what it yields into memory of the caller. An output may be the very
   * memory of an input whose only reader comes last: the optimiser's updates in place.
   *
   * @param inputs one tensor per input of the graph, by name
   * @param outputs the outputs wanted, by name, over direct buffers of the right size
   * @throws EntityMatchingException if ONNX Runtime refuses the inputs or fails
   * @throws IllegalStateException if the session is closed
   */
  public void run(Map<String, HostTensor> inputs, Map<String, HostTensor> outputs) {
    whileOpen(
        options -> {
          runInto(inputs, outputs, options);
          return outputs;
        });
  }

  private <T> T whileOpen(NativeCalls.Run<T> run) {
    try {
      return NativeCalls.ALL.run(options -> whileOpen(run, options));
    } catch (OrtException e) {
      throw new EntityMatchingException("ONNX Runtime failed: " + e.getMessage(), e);
    }
  }

  private <T> T whileOpen(NativeCalls.Run<T> run, RunOptions options) throws OrtException {
    closing.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("the session is closed");
      }
      return run.run(options);
    } finally {
      closing.readLock().unlock();
    }
  }

  private void runInto(
      Map<String, HostTensor> inputs, Map<String, HostTensor> outputs, RunOptions options)
      throws OrtException {
    Map<String, OnnxTensor> given = new HashMap<>();
    Map<String, OnnxTensor> wanted = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, HostTensor> input : inputs.entrySet()) {
        given.put(input.getKey(), tensor(input.getValue()));
      }
      for (Map.Entry<String, HostTensor> output : outputs.entrySet()) {
        if (!output.getValue().numbers().isDirect()) {
          throw new IllegalArgumentException(
              "the output '%s' needs a direct buffer".formatted(output.getKey()));
        }
        wanted.put(output.getKey(), tensor(output.getValue()));
      }
      session.run(given, Set.of(), wanted, options).close();
    } finally {
      given.values().forEach(OnnxTensor::close);
      wanted.values().forEach(OnnxTensor::close);
    }
  }

  private Map<String, HostTensor> runOpen(Map<String, HostTensor> inputs, RunOptions options)
      throws OrtException {
    Map<String, OnnxTensor> tensors = new HashMap<>();
    try {
      for (Map.Entry<String, HostTensor> input : inputs.entrySet()) {
        tensors.put(input.getKey(), tensor(input.getValue()));
      }
      try (OrtSession.Result result = session.run(tensors, options)) {
        Map<String, HostTensor> outputs = new LinkedHashMap<>();
        for (var output : result) {
          outputs.put(output.getKey(), copy(output.getKey(), (OnnxTensor) output.getValue()));
        }
        return outputs;
      }
    } finally {
      tensors.values().forEach(OnnxTensor::close);
    }
  }

  private OnnxTensor tensor(HostTensor tensor) throws OrtException {
    if (tensor.numbers() instanceof LongBuffer longs) {
      return OnnxTensor.createTensor(environment, longs, tensor.shape());
    }
    if (tensor.numbers() instanceof IntBuffer ints) {
      return OnnxTensor.createTensor(environment, ints, tensor.shape());
    }
    if (tensor.numbers() instanceof ShortBuffer bits) {
      return OnnxTensor.createTensor(environment, bits, tensor.shape(), javaType(tensor.element()));
    }
    if (tensor.numbers() instanceof DoubleBuffer doubles) {
      return OnnxTensor.createTensor(environment, doubles, tensor.shape());
    }
    return OnnxTensor.createTensor(environment, (FloatBuffer) tensor.numbers(), tensor.shape());
  }

  private static HostTensor copy(String name, OnnxTensor tensor) {
    long[] shape = tensor.getInfo().getShape();
    return switch (tensor.getInfo().type) {
      case FLOAT -> HostTensor.of(tensor.getFloatBuffer(), shape);
      case FLOAT16 ->
          HostTensor.of(ElementType.FLOAT16, tensor.getByteBuffer().asShortBuffer(), shape);
      case BFLOAT16 ->
          HostTensor.of(ElementType.BFLOAT16, tensor.getByteBuffer().asShortBuffer(), shape);
      case DOUBLE -> HostTensor.of(tensor.getDoubleBuffer().array(), shape);
      case INT64 -> HostTensor.of(tensor.getLongBuffer().array(), shape);
      case INT32 -> HostTensor.of(tensor.getIntBuffer().array(), shape);
      default ->
          throw new EntityMatchingException(
              "the output '%s' must be a real number or INT32 or INT64, found %s"
                  .formatted(name, tensor.getInfo().type));
    };
  }

  /** Releases the session and its weights; waits for runs under way. Further calls do nothing. */
  @Override
  public void close() {
    closing.writeLock().lock();
    try {
      if (!closed && !NativeCalls.ALL.hasEnded()) {
        closed = true;
        session.close();
        inMemory.forEach(OnnxTensor::close);
      }
    } catch (OrtException e) {
      throw new EntityMatchingException("ONNX Runtime cannot close a session", e);
    } finally {
      closing.writeLock().unlock();
    }
  }
}
