package io.github.em4j.dataset.synthetic;

import io.github.em4j.EntityDescription;
import java.util.Map;

/**
 * How one source describes an entity, and what a reader can learn of the entity from it.
 *
 * @param entity the key of the entity
 * @param description the record
 * @param facts what the record shows of the entity's facts
 */
record View(String entity, EntityDescription description, Map<String, Fact> facts) {}
