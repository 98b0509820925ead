package dev.vivarium.engine.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.FloatNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;

/// The components and messages that every world knows, owned by [SchemaName#BUILT_IN]. Lengths are
/// in metres, angles in radians; the frame is right-handed with Y up.
public final class Vocabulary {
  private static final double MAX_LENGTH_M = 1e9;

  public static final ComponentSchema TRANSFORM =
      component(
          "Transform",
          Storage.TABLE,
          "Where an entity is; relative to its parent if it has one",
          field("position", "vec3", "Position of the origin").withUnit("m"),
          field("rotation", "quat", "Orientation as a unit quaternion x y z w")
              .withDefault(numbers(0, 0, 0, 1)),
          field("scale", "vec3", "Size along each own axis").withDefault(numbers(1, 1, 1)));

  public static final ComponentSchema VELOCITY =
      component(
          "Velocity",
          Storage.TABLE,
          "How an entity moves",
          field("linear", "vec3", "Change of position").withUnit("m/s"),
          field("angular", "vec3", "Axis of rotation times its speed").withUnit("rad/s"));

  public static final ComponentSchema NAME =
      component(
          "Name",
          Storage.TABLE,
          "What people call an entity",
          field("value", "char[64]", "The name, UTF-8"));

  public static final ComponentSchema PARENT =
      component(
          "Parent",
          Storage.SPARSE,
          "The entity that this one hangs on and ends with; never in a circle",
          field("entity", "entity", "The parent"));

  public static final ComponentSchema RENDER =
      component(
          "Render",
          Storage.TABLE,
          "What an entity looks like",
          field("mesh", "asset", "Mesh asset; none takes the primitive"),
          field("material", "asset", "Material asset; none takes the plain material"),
          field(
              "primitive",
              "enum(None,Box,Sphere,Cone,Plane,Points,Lines)",
              "Shape of unit size, or how the mesh's vertices are drawn"),
          field("color", "color", "Multiplied with the material, linear r g b a")
              .withDefault(numbers(1, 1, 1, 1)));

  public static final ComponentSchema CAMERA =
      component(
          "Camera",
          Storage.TABLE,
          "A view of the world along the entity's -Z",
          field("fovY", "f32", "Vertical field of view")
              .withUnit("rad")
              .withRange(0.01, 3.13)
              .withDefault(number(1.0472f)),
          field("near", "f32", "Nearest distance seen")
              .withUnit("m")
              .withRange(0, MAX_LENGTH_M)
              .withDefault(number(0.1f)),
          field("far", "f32", "Farthest distance seen")
              .withUnit("m")
              .withRange(0, MAX_LENGTH_M)
              .withDefault(number(1_000)),
          field("orthographic", "bool", "Parallel instead of perspective projection"),
          field("height", "f32", "Height of an orthographic view")
              .withUnit("m")
              .withRange(0, MAX_LENGTH_M)
              .withDefault(number(10)));

  public static final ComponentSchema LIGHT =
      component(
          "Light",
          Storage.TABLE,
          "A source of light; spots and directional lights shine along -Z",
          field("kind", "enum(Directional,Point,Spot,Ambient)", "How it spreads"),
          field("color", "color", "Linear r g b; a is not used").withDefault(numbers(1, 1, 1, 1)),
          field("intensity", "f32", "Factor on the color").withRange(0, 1e6).withDefault(number(1)),
          field("range", "f32", "Distance at which a point or spot light ends")
              .withUnit("m")
              .withRange(0, MAX_LENGTH_M)
              .withDefault(number(10)));

  public static final ComponentSchema PLAYER =
      component(
          "Player",
          Storage.TABLE,
          "The presence of a client in the world",
          field("client", "u64", "Client id"),
          field("name", "char[64]", "What the player is called, UTF-8"));

  public static final ComponentSchema OWNER =
      component(
          "Owner",
          Storage.SPARSE,
          "The client that may write to an entity, and that predicts it",
          field("client", "u64", "Client id"));

  public static final ComponentSchema SAVED =
      component("Saved", Storage.SPARSE, "Written to disk with the world");

  public static final ComponentSchema SYNCHRONIZED =
      component("Synchronized", Storage.SPARSE, "Sent to clients");

  public static final ComponentSchema TRANSIENT =
      component("Transient", Storage.SPARSE, "Ends when its plugin is reloaded");

  public static final ComponentSchema AUTHORED =
      component(
          "Authored",
          Storage.SPARSE,
          "Where in a scene an entity is written down",
          field("scene", "asset", "The scene"),
          field("id", "char[64]", "The entity's id in that scene, UTF-8"));

  public static final MessageSchema FRAME_TIME =
      message(
          "FrameTime",
          Locality.LOCAL,
          "Published at the start of every tick",
          field("tick", "u64", "Number of the tick"),
          field("time", "f64", "World time at this tick").withUnit("s"),
          field("delta", "f32", "Length of a tick").withUnit("s"));

  public static final MessageSchema INPUT_EVENT =
      message(
          "InputEvent",
          Locality.REMOTE,
          "Something that a person did with a device",
          field("kind", inputKinds(), "What happened"),
          field("device", "u8", "Which device of its kind, from 0"),
          field("modifiers", "u16", "Bits: 1 shift, 2 control, 4 alt, 8 super"),
          field("code", "i32", "Key (USB HID usage), button, axis or Unicode character"),
          field("x", "f32", "Pointer position from the left of the view, 0 to 1"),
          field("y", "f32", "Pointer position from the top of the view, 0 to 1"),
          field("value", "f32", "Pressure, axis position or scroll steps").withRange(-1e6, 1e6));

  public static final MessageSchema CONNECTIONS =
      message(
          "Connections",
          Locality.LOCAL,
          "Published when clients came or went",
          field("clients", "list<u64,1024>", "Ids of all clients now connected"),
          field("joined", "list<u64,1024>", "Ids of those that came since the last one"),
          field("left", "list<u64,1024>", "Ids of those that went since the last one"));

  public static final MessageSchema LOG =
      message(
          "Log",
          Locality.LOCAL,
          "A line that a plugin or the host logged",
          field("level", "enum(Trace,Debug,Info,Warn,Error)", "How serious it is"),
          field("plugin", "string<64>", "Who logged it"),
          field("text", "string<1024>", "The line"));

  public static final MessageSchema UPLOAD_MESH =
      message(
          "UploadMesh",
          Locality.REMOTE,
          "Gives clients the content of a mesh that was made at run time",
          field("mesh", "asset", "Handle that Render refers to"),
          field("vertices", "bytes<49152>", "Position, normal (f32 x y z each) and uv (f32 u v)"),
          field("indices", "bytes<16320>", "u16 indices, little-endian, three a triangle"));

  private Vocabulary() {}

  /// All built-in components.
  public static List<ComponentSchema> components() {
    return List.of(
        TRANSFORM,
        VELOCITY,
        NAME,
        PARENT,
        RENDER,
        CAMERA,
        LIGHT,
        PLAYER,
        OWNER,
        SAVED,
        SYNCHRONIZED,
        TRANSIENT,
        AUTHORED);
  }

  /// All built-in messages.
  public static List<MessageSchema> messages() {
    return List.of(FRAME_TIME, INPUT_EVENT, CONNECTIONS, LOG, UPLOAD_MESH);
  }

  private static String inputKinds() {
    return "enum(KeyDown,KeyUp,Text,PointerMove,PointerDown,PointerUp,Scroll,"
        + "GamepadDown,GamepadUp,GamepadAxis)";
  }

  private static SchemaName name(String name) {
    return new SchemaName(SchemaName.BUILT_IN, name);
  }

  private static ComponentSchema component(
      String name, Storage storage, String doc, Field... fields) {
    return ComponentSchema.of(name(name), 1, storage, List.of(fields), doc);
  }

  private static MessageSchema message(
      String name, Locality locality, String doc, Field... fields) {
    return MessageSchema.of(name(name), 1, locality, 1_024, 1 << 20, List.of(fields), doc);
  }

  private static Field field(String name, String type, String doc) {
    return Field.of(name, type).withDoc(doc);
  }

  private static JsonNode number(float value) {
    return FloatNode.valueOf(value);
  }

  private static JsonNode numbers(int... values) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (int value : values) {
      array.add(IntNode.valueOf(value));
    }
    return array;
  }
}
