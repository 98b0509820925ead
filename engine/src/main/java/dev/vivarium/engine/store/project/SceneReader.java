package dev.vivarium.engine.store.project;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads one scene, entity by entity. Entities that make no sense are left out, each reported.
final class SceneReader {
  private static final String ID_RULE = "1 to 64 letters, digits, '.', '_' and '-'";

  private final String name;
  private final String file;
  private final ProjectLimits limits;
  private final Problems problems;
  private final List<SceneEntity> entities = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();

  SceneReader(String name, ProjectLimits limits, Problems problems) {
    this.name = name;
    this.file = "scenes/" + name + ".json";
    this.limits = limits;
    this.problems = problems;
  }

  @Nullable SceneFile read(JsonFile json) {
    ObjectNode object = json.read(file, limits.sceneBytes(), "entities", this::entity);
    if (object == null) {
      return null;
    }
    Fields fields = new Fields(object, file, "", 0, problems);
    if (!fields.takeFormat(SceneFile.FORMAT)) {
      return null;
    }
    String said = fields.text("name", ProjectName::isValid, "the file's name without .json");
    if (said != null && !said.equals(name)) {
      fields.wrong("name", "the scene calls itself " + said, "Write \"name\": \"" + name + "\"");
    }
    if (object.remove("entities") != null) {
      fields.wrong("entities", "not a list", "Write \"entities\": [...]");
    }
    return new SceneFile(
        name, new Parents(file, limits, problems).checked(entities), fields.rest());
  }

  private boolean entity(JsonNode value, int index, int line) {
    String path = "entities[" + index + "]";
    if (index >= limits.entitiesPerScene()) {
      problems.error(
          file,
          path,
          line,
          "more than " + limits.entitiesPerScene() + " entities; the rest was left out",
          "Move some to another scene");
      return false;
    }
    if (value instanceof ObjectNode object) {
      entity(new Fields(object, file, path, line, problems));
    } else {
      problems.error(file, path, line, "an entity is an object", "Write {\"id\": ...}");
    }
    return true;
  }

  private void entity(Fields fields) {
    String id = fields.neededText("id", ProjectName::isEntityId, ID_RULE);
    if (id == null) {
      return;
    }
    if (!ids.add(id)) {
      fields.wrong("id", "another entity has the id " + id, "Give this one an id of its own");
      return;
    }
    String label = fields.text("name", Fields::isPlainText, "a name of at most 256 characters");
    String parent = fields.text("parent", ProjectName::isEntityId, "the id of another entity");
    NavigableMap<String, JsonNode> components = components(fields);
    entities.add(new SceneEntity(id, label, parent, components, fields.rest()));
  }

  private NavigableMap<String, JsonNode> components(Fields fields) {
    NavigableMap<String, JsonNode> components = fields.values("components");
    if (components.size() > limits.componentsPerEntity()) {
      fields.wrong(
          "components",
          components.size() + " components, at most " + limits.componentsPerEntity(),
          "Split the entity");
      components.clear();
    }
    components.entrySet().removeIf(entry -> isWrong(entry.getKey(), entry.getValue(), fields));
    return components;
  }

  private static boolean isWrong(String component, JsonNode value, Fields fields) {
    String place = "components." + component;
    if (!ProjectName.isComponent(component)) {
      fields.wrong(place, "no component can be called so", "Write owner/Name");
      return true;
    } else if (!value.isObject()) {
      fields.wrong(place, "a component's value is an object", "Write {\"field\": value}");
      return true;
    }
    return false;
  }
}
