package dev.vivarium.engine.world;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vivarium.engine.store.DamagedDataException;
import dev.vivarium.engine.store.DataReader;
import dev.vivarium.engine.store.DataWriter;
import dev.vivarium.engine.store.project.SceneEntity;
import dev.vivarium.engine.store.project.UnknownFields;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The entities of a scene as bytes, kept with a saved world so that a later change of the scene
/// can be told from a change at run time.
final class SceneBytes {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private static final int ENTITIES_MAX = 1_000_000;
  private static final int COMPONENTS_MAX = 256;

  private SceneBytes() {}

  static byte[] write(Collection<SceneEntity> entities) {
    DataWriter out = new DataWriter().i32(entities.size());
    for (SceneEntity entity : entities) {
      out.text(entity.id());
      optional(entity.name(), out);
      optional(entity.parent(), out);
      out.i32(entity.components().size());
      entity.components().forEach((name, value) -> out.text(name).text(value.toString()));
    }
    return out.toBytes();
  }

  private static void optional(@Nullable String text, DataWriter out) {
    out.u8(text == null ? 0 : 1);
    if (text != null) {
      out.text(text);
    }
  }

  static Map<String, SceneEntity> read(String scene, byte[] bytes) throws DamagedDataException {
    DataReader in = new DataReader("scene " + scene, bytes);
    Map<String, SceneEntity> entities = new TreeMap<>();
    for (int left = in.count(ENTITIES_MAX, 10); left > 0; left--) {
      SceneEntity entity = entity(in);
      entities.put(entity.id(), entity);
    }
    in.end();
    return entities;
  }

  private static SceneEntity entity(DataReader in) throws DamagedDataException {
    String id = in.text();
    String name = in.flag() ? in.text() : null;
    String parent = in.flag() ? in.text() : null;
    TreeMap<String, JsonNode> components = new TreeMap<>();
    for (int left = in.count(COMPONENTS_MAX, 8); left > 0; left--) {
      components.put(in.text(), json(in));
    }
    return new SceneEntity(id, name, parent, components, UnknownFields.NONE);
  }

  private static JsonNode json(DataReader in) throws DamagedDataException {
    try {
      return JSON.readTree(in.text());
    } catch (JsonProcessingException e) {
      throw in.damaged("a value that is no JSON");
    }
  }
}
