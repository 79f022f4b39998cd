package io.github.em4j.onnx.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import io.github.em4j.onnx.checkpoint.StoredTensor;
import java.io.File;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Writes graphs as ONNX's protocol buffers. */
final class ModelWriter {
  /** What stands for the file of a tensor in memory: no file of that name is ever read. */
  static final String IN_MEMORY = "in-memory";

  private static final int IR_VERSION = 10;
  private static final int OPERATOR_SET = 21;

  private final Path folder;

  ModelWriter(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  byte[] write(Graph graph) {
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName("em4j")
        .addOpsetImport(operatorSet(Operator.ONNX, OPERATOR_SET))
        .addOpsetImport(operatorSet(Operator.MICROSOFT, 1))
        .setGraph(graph(graph))
        .build()
        .toByteArray();
  }

  private static OperatorSetIdProto operatorSet(String domain, long version) {
    return OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(version).build();
  }

  private GraphProto graph(Graph graph) {
    GraphProto.Builder proto = GraphProto.newBuilder().setName(graph.name());
    graph.inputs().forEach(value -> proto.addInput(valueInfo(value)));
    graph.initializers().forEach(initializer -> proto.addInitializer(tensor(initializer)));
    Set<String> read = new HashSet<>();
    collectRead(graph, read);
    graph.nodes().forEach(node -> proto.addNode(node(node, read)));
    graph.outputs().forEach(value -> proto.addOutput(valueInfo(value)));
    return proto.build();
  }

  private static ValueInfoProto valueInfo(Value value) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (Dimension dimension : value.shape().dimensions()) {
      TensorShapeProto.Dimension.Builder size = shape.addDimBuilder();
      if (dimension.isFixed()) {
        size.setDimValue(dimension.coefficient());
      } else {
        size.setDimParam(dimension.toString());
      }
    }
    TypeProto.Tensor.Builder tensor =
        TypeProto.Tensor.newBuilder().setElemType(value.element().onnxCode()).setShape(shape);
    return ValueInfoProto.newBuilder()
        .setName(value.name())
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  private static void collectRead(Graph graph, Set<String> read) {
    graph.outputs().forEach(output -> read.add(output.name()));
    for (Node node : graph.nodes()) {
      node.inputs().forEach(input -> input.ifPresent(value -> read.add(value.name())));
      for (Attribute attribute : node.operator().attributes().values()) {
        if (attribute instanceof Attribute.Body body) {
          collectRead(body.graph(), read);
        }
      }
    }
  }

  private NodeProto node(Node node, Set<String> read) {
    NodeProto.Builder proto =
        NodeProto.newBuilder()
            .setName(node.name())
            .setOpType(node.operator().opType())
            .setDomain(node.operator().domain());
    // ONNX writes an input that is left out as the empty name.
    node.inputs().forEach(input -> proto.addInput(input.map(Value::name).orElse("")));
    // Likewise an output that nobody reads, so that it need not be computed. ONNX Runtime crashes
    // where that is one of a loop, or a piece.
    boolean allOutputs = node.operator() instanceof Loop || node.operator() instanceof Layout.Split;
    node.outputs()
        .forEach(
            output ->
                proto.addOutput(allOutputs || read.contains(output.name()) ? output.name() : ""));
    // Sorted, so that the same graph is always the same bytes.
    new TreeMap<>(node.operator().attributes())
        .forEach((name, value) -> proto.addAttribute(attribute(name, value)));
    return proto.build();
  }

  private AttributeProto attribute(String name, Attribute attribute) {
    AttributeProto.Builder proto = AttributeProto.newBuilder().setName(name);
    if (attribute instanceof Attribute.Int whole) {
      proto.setType(AttributeProto.AttributeType.INT).setI(whole.value());
    } else if (attribute instanceof Attribute.Real real) {
      proto.setType(AttributeProto.AttributeType.FLOAT).setF(real.value());
    } else if (attribute instanceof Attribute.Text text) {
      proto
          .setType(AttributeProto.AttributeType.STRING)
          .setS(ByteString.copyFromUtf8(text.value()));
    } else if (attribute instanceof Attribute.Ints ints) {
      proto.setType(AttributeProto.AttributeType.INTS).addAllInts(ints.values());
    } else if (attribute instanceof Attribute.Body body) {
      proto.setType(AttributeProto.AttributeType.GRAPH).setG(graph(body.graph()));
    }
    return proto.build();
  }

  private TensorProto tensor(Initializer initializer) {
    Value value = initializer.value();
    TensorProto.Builder proto =
        TensorProto.newBuilder().setName(value.name()).setDataType(value.element().onnxCode());
    value.shape().dimensions().forEach(dimension -> proto.addDims(dimension.coefficient()));
    TensorData data = initializer.data();
    if (data instanceof TensorData.Inline inline) {
      proto.setRawData(ByteString.copyFrom(inline.bytes().duplicate()));
    } else if (data instanceof TensorData.InFile inFile) {
      StoredTensor tensor = inFile.tensor();
      external(proto, location(tensor), tensor.offset(), tensor.byteCount());
    } else {
      external(proto, IN_MEMORY, 0, data.byteCount());
    }
    return proto.build();
  }

  private static void external(
      TensorProto.Builder proto, String location, long offset, long byteCount) {
    proto.setDataLocation(TensorProto.DataLocation.EXTERNAL);
    Map.of(
            "location", location,
            "offset", Long.toString(offset),
            "length", Long.toString(byteCount))
        .entrySet()
        .stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            entry ->
                proto.addExternalData(
                    StringStringEntryProto.newBuilder()
                        .setKey(entry.getKey())
                        .setValue(entry.getValue())));
  }

  private String location(StoredTensor tensor) {
    Path file = tensor.file().toAbsolutePath().normalize();
    if (!file.startsWith(folder)) {
      throw new IllegalArgumentException(
          "the tensor '%s' must lie in a file under %s, found %s"
              .formatted(tensor.name(), folder, file));
    }
    return folder.relativize(file).toString().replace(File.separatorChar, '/');
  }
}
