package dev.vivarium.workbench.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vivarium.engine.ecs.ComponentType;
import dev.vivarium.engine.ecs.EntityStore;
import dev.vivarium.engine.schema.Field;
import dev.vivarium.engine.schema.Kind;
import dev.vivarium.engine.schema.SchemaCodec;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.schema.Vocabulary;
import dev.vivarium.engine.world.World;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.EntitySource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Entities as readable text, for the clipboard: `{"vivarium": "entities", "entities": [{"id": 7,
/// "components": {"vivarium/Transform": {…}}}]}`. An entity field that names one of the copied
/// entities names its copy once pasted. Belongs to the world's thread.
final class EntityText {
  private static final String KIND = "vivarium";
  private static final String ENTITIES = "entities";
  private static final Set<SchemaName> OF_THE_SCENE =
      Set.of(Vocabulary.AUTHORED.name(), Vocabulary.SAVED.name());
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private EntityText() {}

  /// @throws RefusedException if there are too many
  static String copy(World world, List<EntityHandle> handles) {
    EntityStore store = world.store();
    Set<Long> wanted = new LinkedHashSet<>();
    List<Long> queue = new ArrayList<>();
    handles.stream().map(EntityHandle::bits).filter(store::isAlive).forEach(queue::add);
    for (int i = 0; i < queue.size(); i++) {
      if (wanted.add(queue.get(i))) {
        for (long child : store.children(queue.get(i))) {
          queue.add(child);
        }
      }
      if (wanted.size() > EntitySource.MAX_ENTITIES) {
        throw new RefusedException(
            "at most %,d entities can be copied at once".formatted(EntitySource.MAX_ENTITIES));
      }
    }
    ObjectNode root = JSON.createObjectNode().put(KIND, ENTITIES);
    ArrayNode list = root.putArray(ENTITIES);
    wanted.forEach(entity -> list.add(written(store, entity)));
    try {
      return JSON.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ObjectNode written(EntityStore store, long entity) {
    ObjectNode node = JSON.createObjectNode().put("id", Long.toUnsignedString(entity));
    ObjectNode components = node.putObject("components");
    for (ComponentType type : Doing.types(store, entity)) {
      byte[] value = store.get(entity, type);
      if (value != null && !OF_THE_SCENE.contains(type.name()) && !isSingleton(type)) {
        components.set(type.name().toString(), SchemaCodec.decode(type.layout(), value, 0));
      }
    }
    return node;
  }

  private static boolean isSingleton(ComponentType type) {
    return type.schema().storage() == dev.vivarium.engine.schema.Storage.SINGLETON;
  }

  /// Makes what the text describes.
  ///
  /// @return those that were made, in the text's order
  /// @throws RefusedException if it is no such text, or a component is unknown
  static List<EntityHandle> paste(Doing doing, String text) {
    JsonNode list = entities(text);
    Map<String, EntityHandle> made = new HashMap<>();
    List<EntityHandle> inOrder = new ArrayList<>();
    for (JsonNode entity : list) {
      EntityHandle handle = doing.spawn(Map.of());
      made.put(entity.path("id").asText(), handle);
      inOrder.add(handle);
    }
    for (int i = 0; i < inOrder.size(); i++) {
      for (Map.Entry<String, JsonNode> component : list.get(i).path("components").properties()) {
        fill(doing, inOrder.get(i), component, made);
      }
    }
    return inOrder;
  }

  private static JsonNode entities(String text) {
    try {
      JsonNode list = JSON.readTree(text).path(ENTITIES);
      if (list.isArray() && !list.isEmpty() && list.size() <= EntitySource.MAX_ENTITIES) {
        return list;
      }
    } catch (JsonProcessingException e) {
      throw new RefusedException("the clipboard holds no entities: " + e.getOriginalMessage());
    }
    throw new RefusedException("the clipboard holds no entities; copy some first");
  }

  private static void fill(
      Doing doing,
      EntityHandle entity,
      Map.Entry<String, JsonNode> component,
      Map<String, EntityHandle> made) {
    ComponentType type = doing.type(component.getKey());
    if (!(component.getValue() instanceof ObjectNode value) || OF_THE_SCENE.contains(type.name())) {
      return;
    }
    ObjectNode taken = value.deepCopy();
    for (Field field : type.layout().fields()) {
      JsonNode named = taken.path(field.name());
      if (field.type().kind() == Kind.ENTITY && made.containsKey(named.asText())) {
        taken.put(field.name(), Long.toUnsignedString(made.get(named.asText()).bits()));
      }
    }
    doing.set(entity.bits(), type.name(), taken, false);
  }
}
