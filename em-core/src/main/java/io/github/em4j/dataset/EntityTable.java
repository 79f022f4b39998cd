package io.github.em4j.dataset;

import io.github.em4j.EntityDescription;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The records of one source by their ids, read from a CSV file with a column {@code id}. */
final class EntityTable {
  private final Path file;
  private final Map<String, EntityDescription> records;

  private EntityTable(Path file, Map<String, EntityDescription> records) {
    this.file = file;
    this.records = records;
  }

  /**
   * Reads a table.
   *
   * @param prefix is put before every id of a description, not before the ids of {@link #record}
   */
  static EntityTable read(Path file, String prefix, int maxLength) {
    var records = new LinkedHashMap<String, EntityDescription>();
    try (var rows = new CsvRows(file, maxLength)) {
      Header header = rows.header();
      int id = header.position("id");
      if (id < 0) {
        throw new DatasetFormatException(
            file, 1, 1, "a table needs a column 'id'; found " + header.names(), null);
      }
      for (Row row = rows.next(); row != null; row = rows.next()) {
        String key = row.at(id);
        if (key.isBlank()) {
          throw row.fault(id, "the id is missing");
        }
        if (records.putIfAbsent(key, description(row, prefix + key, id)) != null) {
          throw row.fault(id, "id '" + key + "' is there already; the ids of a table must differ");
        }
      }
    }
    return new EntityTable(file, records);
  }

  private static EntityDescription description(Row row, String id, int idColumn) {
    var attributes = new LinkedHashMap<String, String>();
    for (int i = 0; i < row.header().size(); i++) {
      if (i != idColumn) {
        attributes.put(row.header().names().get(i), row.at(i));
      }
    }
    return new EntityDescription(id, attributes);
  }

  /** The record that a row of a pair file points to. */
  EntityDescription record(Row row, int column) {
    String id = row.at(column);
    EntityDescription found = records.get(id);
    if (found == null) {
      throw row.fault(
          column,
          row.names().get(column)
              + " is '"
              + PairForm.shortened(id)
              + "'; "
              + file.getFileName()
              + " has no such id among its "
              + records.size());
    }
    return found;
  }

  List<EntityDescription> descriptions() {
    return List.copyOf(new ArrayList<>(records.values()));
  }
}
