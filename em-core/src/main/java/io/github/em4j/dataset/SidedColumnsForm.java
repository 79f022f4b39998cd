package io.github.em4j.dataset;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.LabeledPair;
import io.github.em4j.PairAnnotations;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** A column per attribute and side. */
final class SidedColumnsForm implements PairForm {
  private static final String ID = "id";
  private static final String ENTITY = "cluster_id";

  private final Map<String, Integer> left;
  private final Map<String, Integer> right;
  private final int leftId;
  private final int rightId;
  private final int leftEntity;
  private final int rightEntity;
  private final int pairId;
  private final int label;
  private final int hardNegative;

  SidedColumnsForm(Header header, SideNaming naming) {
    this.left = columns(header, name -> naming.left(name).orElse(""));
    this.right = columns(header, name -> naming.right(name).orElse(""));
    this.leftId = take(left, ID);
    this.rightId = take(right, ID);
    this.leftEntity = take(left, ENTITY);
    this.rightEntity = take(right, ENTITY);
    this.pairId = header.position("pair_id");
    this.label = header.position("label");
    this.hardNegative = header.position("is_hard_negative");
  }

  private static Map<String, Integer> columns(Header header, Function<String, String> attribute) {
    var columns = new LinkedHashMap<String, Integer>();
    for (String name : header.names()) {
      String found = attribute.apply(name);
      if (!found.isEmpty()) {
        columns.put(found, header.position(name));
      }
    }
    return columns;
  }

  private static int take(Map<String, Integer> columns, String name) {
    Integer position = columns.remove(name);
    return position == null ? -1 : position;
  }

  @Override
  public LabeledPair pair(Row row) {
    PairIds ids = PairIds.of(row, leftId, rightId, pairId);
    return new LabeledPair(
        new CandidatePair(description(row, ids.left(), left), description(row, ids.right(), right)),
        PairForm.label(row, label),
        new PairAnnotations(
            PairForm.present(row, leftEntity),
            PairForm.present(row, rightEntity),
            PairForm.flag(row, hardNegative)));
  }

  private static EntityDescription description(Row row, String id, Map<String, Integer> columns) {
    var attributes = new LinkedHashMap<String, String>();
    columns.forEach((name, column) -> attributes.put(name, row.at(column)));
    return new EntityDescription(id, attributes);
  }
}
