package io.github.em4j.onnx.checkpoint;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The tensors of a checkpoint, from one file or from shards with an index.
 *
 * @param files the safetensors files, in the order of their names
 * @param tensors every tensor by name
 */
record WeightFiles(List<SafetensorsFile> files, Map<String, StoredTensor> tensors) {
  static final String SINGLE = "model.safetensors";
  static final String INDEX = "model.safetensors.index.json";

  private static final long MAX_INDEX_BYTES = 16L << 20;
  private static final int MAX_SHARDS = 4096;

  static WeightFiles open(CheckpointFolder folder) {
    Optional<Path> single = folder.find(SINGLE);
    if (single.isPresent()) {
      SafetensorsFile file = SafetensorsFile.open(single.get());
      return new WeightFiles(List.of(file), file.tensors());
    }
    Path index =
        folder
            .find(INDEX)
            .orElseThrow(
                () ->
                    new CheckpointException(
                        folder.path(),
                        "holds neither %s nor %s; other forms of weights, such as pickled ones, are not read"
                            .formatted(SINGLE, INDEX)));
    return sharded(folder, JsonObject.read(index, MAX_INDEX_BYTES));
  }

  private static WeightFiles sharded(CheckpointFolder folder, JsonObject index) {
    JsonObject shardOf =
        index
            .object("weight_map")
            .orElseThrow(
                () -> index.broken("weight_map", "is missing; it names every tensor's file"));
    var names = new TreeSet<String>();
    for (String tensor : shardOf.fields()) {
      names.add(shard(shardOf, tensor));
    }
    if (names.size() > MAX_SHARDS) {
      throw index.broken(
          "weight_map", "names %d files; at most %d are read".formatted(names.size(), MAX_SHARDS));
    }
    var files = new ArrayList<SafetensorsFile>();
    var tensors = new LinkedHashMap<String, StoredTensor>();
    for (String name : names) {
      SafetensorsFile file = SafetensorsFile.open(folder.require(name));
      files.add(file);
      for (StoredTensor tensor : file.tensors().values()) {
        if (!shardOf.has(tensor.name()) || !shard(shardOf, tensor.name()).equals(name)) {
          throw new CheckpointException(
              file.path(),
              "holds tensor '%s', which the index does not place there"
                  .formatted(Names.shortened(tensor.name())));
        }
        tensors.put(tensor.name(), tensor);
      }
    }
    List<String> absent =
        shardOf.fields().stream().filter(name -> !tensors.containsKey(name)).toList();
    if (!absent.isEmpty()) {
      throw index.broken(
          "weight_map", "names tensors that their files do not hold: " + Names.few(absent));
    }
    return new WeightFiles(files, tensors);
  }

  private static String shard(JsonObject shardOf, String tensor) {
    return shardOf
        .text(tensor)
        .orElseThrow(() -> shardOf.broken(tensor, "has to name a file, found null"));
  }
}
