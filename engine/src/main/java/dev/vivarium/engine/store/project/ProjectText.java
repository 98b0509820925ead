package dev.vivarium.engine.store.project;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The text of each file: known fields first, in the order of the documentation, then unknown ones
/// by name.
final class ProjectText {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private ProjectText() {}

  static void world(WorldFile world, Appendable out) throws IOException {
    Map<String, JsonNode> fields = new LinkedHashMap<>();
    fields.put("format", JSON.numberNode(WorldFile.FORMAT));
    fields.put("name", JSON.textNode(world.name()));
    fields.put("seed", JSON.numberNode(world.seed()));
    fields.put("rate", JSON.numberNode(world.rate()));
    fields.put("master", JSON.textNode(world.master()));
    fields.put("scenes", list(world.scenes()));
    if (world.plugins() != null) {
      fields.put("plugins", list(world.plugins()));
    }
    WorldFile.FirstEdit edit = world.firstEdit();
    if (edit != null) {
      fields.put("firstEdit", JSON.objectNode().put("file", edit.file()).put("line", edit.line()));
    }
    putUnlessEmpty(fields, "limits", limits(world.limits()));
    fields.putAll(world.unknown().byName());
    object(fields, out);
  }

  static void plugin(PluginFile plugin, Appendable out) throws IOException {
    Map<String, JsonNode> fields = new LinkedHashMap<>();
    fields.put("name", JSON.textNode(plugin.name()));
    fields.put("language", JSON.textNode(plugin.language()));
    fields.put("main", JSON.textNode(plugin.main()));
    putUnlessEmpty(fields, "capabilities", list(plugin.capabilities()));
    putUnlessEmpty(fields, "settings", values(plugin.settings()));
    putUnlessEmpty(fields, "limits", limits(plugin.limits()));
    fields.putAll(plugin.unknown().byName());
    object(fields, out);
  }

  /// Entity by entity, so that a large scene is never in memory as text.
  static void scene(SceneFile scene, Appendable out) throws IOException {
    JsonText text = new JsonText(out);
    text.raw("{");
    field(text, "format", JSON.numberNode(SceneFile.FORMAT), 1, "");
    field(text, "name", JSON.textNode(scene.name()), 1, ",");
    text.raw(",");
    text.newLine(1);
    text.key("entities");
    entities(scene.entities(), text);
    for (Map.Entry<String, JsonNode> entry : scene.unknown().byName().entrySet()) {
      field(text, entry.getKey(), entry.getValue(), 1, ",");
    }
    end(text, out);
  }

  private static void entities(List<SceneEntity> entities, JsonText text) throws IOException {
    text.raw("[");
    String separator = "";
    for (SceneEntity entity : sorted(entities)) {
      text.raw(separator);
      text.newLine(2);
      entity(entity, text);
      separator = ",";
    }
    if (!entities.isEmpty()) {
      text.newLine(1);
    }
    text.raw("]");
  }

  private static List<SceneEntity> sorted(List<SceneEntity> entities) {
    return entities.stream().sorted(Comparator.comparing(SceneEntity::id)).toList();
  }

  private static void entity(SceneEntity entity, JsonText text) throws IOException {
    Map<String, JsonNode> fields = new LinkedHashMap<>();
    fields.put("id", JSON.textNode(entity.id()));
    if (entity.name() != null) {
      fields.put("name", JSON.textNode(entity.name()));
    }
    if (entity.parent() != null) {
      fields.put("parent", JSON.textNode(entity.parent()));
    }
    putUnlessEmpty(fields, "components", values(entity.components()));
    fields.putAll(entity.unknown().byName());
    fields(text, fields, 2);
  }

  private static void object(Map<String, JsonNode> fields, Appendable out) throws IOException {
    JsonText text = new JsonText(out);
    fields(text, fields, 0);
    out.append('\n');
  }

  private static void fields(JsonText text, Map<String, JsonNode> fields, int level)
      throws IOException {
    text.raw("{");
    String separator = "";
    for (Map.Entry<String, JsonNode> entry : fields.entrySet()) {
      field(text, entry.getKey(), entry.getValue(), level + 1, separator);
      separator = ",";
    }
    text.newLine(level);
    text.raw("}");
  }

  private static void field(JsonText text, String name, JsonNode value, int level, String separator)
      throws IOException {
    text.raw(separator);
    text.newLine(level);
    text.key(name);
    text.value(value, level);
  }

  private static void end(JsonText text, Appendable out) throws IOException {
    text.newLine(0);
    text.raw("}");
    out.append('\n');
  }

  private static void putUnlessEmpty(Map<String, JsonNode> fields, String name, JsonNode value) {
    if (!value.isEmpty()) {
      fields.put(name, value);
    }
  }

  private static ArrayNode list(List<String> texts) {
    ArrayNode list = JSON.arrayNode();
    texts.forEach(list::add);
    return list;
  }

  private static ObjectNode limits(Map<String, Long> limits) {
    ObjectNode object = JSON.objectNode();
    limits.forEach((name, limit) -> object.put(name, limit));
    return object;
  }

  private static ObjectNode values(Map<String, JsonNode> values) {
    ObjectNode object = JSON.objectNode();
    values.forEach((name, value) -> object.set(name, value));
    return object;
  }
}
