package dev.vivarium.engine.plugin.abi;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vivarium.engine.plugin.abi.QueryDescriptor.Access;
import dev.vivarium.engine.plugin.abi.QueryDescriptor.Term;
import dev.vivarium.engine.schema.ComponentSchema;
import dev.vivarium.engine.schema.Field;
import dev.vivarium.engine.schema.FieldType;
import dev.vivarium.engine.schema.Layout;
import dev.vivarium.engine.schema.Locality;
import dev.vivarium.engine.schema.MessageSchema;
import dev.vivarium.engine.schema.Range;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.schema.Storage;
import dev.vivarium.engine.tick.Stage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads a descriptor, JSON from outside: every limit of the ABI is checked, and an error names the
/// place in the JSON.
public final class DescriptorParser {
  public static final int DESCRIPTOR_BYTES_MAX = 1 << 20;
  static final int COMPONENTS_MAX = 256;
  static final int MESSAGES_MAX = 256;
  static final int SYSTEMS_MAX = 256;
  static final int FIELDS_MAX = 64;
  static final int QUERIES_MAX = 16;
  static final int TERMS_MAX = 32;
  static final int CAPABILITIES_MAX = 64;
  static final int COMPONENT_BYTES_MAX = 1024;
  static final int MESSAGE_BYTES_MAX = 65_536;
  static final int CHANNEL_COUNT_MAX = 65_536;
  static final int CHANNEL_BYTES_MAX = 16 << 20;

  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,63}");
  private static final Pattern FULL_NAME =
      Pattern.compile("[a-z][a-z0-9-]{0,63}/[A-Za-z][A-Za-z0-9_]{0,63}");
  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxNestingDepth(32)
                      .maxDocumentLength(DESCRIPTOR_BYTES_MAX)
                      .build())
              .build());

  private final String plugin;

  private DescriptorParser(String plugin) {
    this.plugin = plugin;
  }

  /// Parses the descriptor of the plugin with this name.
  public static PluginDescriptor parse(String plugin, byte[] json)
      throws InvalidDescriptorException {
    if (json.length > DESCRIPTOR_BYTES_MAX) {
      throw new InvalidDescriptorException(
          "", "%d bytes; at most %d are allowed".formatted(json.length, DESCRIPTOR_BYTES_MAX));
    }
    try {
      return new DescriptorParser(plugin).descriptor(JSON.readTree(json));
    } catch (JsonProcessingException e) {
      throw new InvalidDescriptorException("", "no valid JSON: " + e.getOriginalMessage());
    } catch (java.io.IOException e) {
      throw new InvalidDescriptorException("", "unreadable: " + e.getMessage());
    }
  }

  private PluginDescriptor descriptor(@Nullable JsonNode root) throws InvalidDescriptorException {
    if (root == null || !root.isObject()) {
      throw new InvalidDescriptorException("", "not a JSON object");
    }
    if (root.path("abi").asInt(0) != 1) {
      throw new InvalidDescriptorException(
          "abi", "version %s; this host speaks 1".formatted(root.path("abi")));
    }
    List<ComponentUse> components = components(list(root, "components", "", COMPONENTS_MAX));
    List<MessageUse> messages = messages(list(root, "messages", "", MESSAGES_MAX));
    List<SystemDescriptor> systems =
        systems(list(root, "systems", "", SYSTEMS_MAX), components.size(), messages.size());
    return new PluginDescriptor(
        plugin,
        root.path("sdk").asText("unknown"),
        integer(root, "stateVersion", "", 1, 0, Integer.MAX_VALUE),
        components,
        messages,
        systems,
        strings(root, "capabilities", "", CAPABILITIES_MAX),
        root);
  }

  private List<ComponentUse> components(List<JsonNode> nodes) throws InvalidDescriptorException {
    List<ComponentUse> components = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < nodes.size(); i++) {
      String where = "components[" + i + "]";
      ComponentUse use = component(nodes.get(i), where);
      unique(seen, use.name().toString(), where);
      components.add(use);
    }
    return components;
  }

  private ComponentUse component(JsonNode node, String where) throws InvalidDescriptorException {
    List<Field> fields = fields(node, where, true);
    Layout layout = layout(fields, where);
    if (layout.sizeBytes() > COMPONENT_BYTES_MAX) {
      throw new InvalidDescriptorException(
          where,
          "%d bytes; a component has at most %d"
              .formatted(layout.sizeBytes(), COMPONENT_BYTES_MAX));
    }
    if (node.has("use")) {
      return new ComponentUse.Foreign(foreignName(node, where), layout);
    }
    Storage storage = storage(node, where, fields.isEmpty());
    ComponentSchema schema =
        ComponentSchema.of(
            ownName(node, where),
            integer(node, "version", where, 1, 1, 65_535),
            storage,
            fields,
            node.path("doc").asText(""));
    return new ComponentUse.Own(schema, versions(node, where));
  }

  private static Storage storage(JsonNode node, String where, boolean tag)
      throws InvalidDescriptorException {
    if (tag) {
      return Storage.SPARSE;
    }
    String text = node.path("storage").asText("table");
    return switch (text) {
      case "table" -> Storage.TABLE;
      case "sparse" -> Storage.SPARSE;
      case "singleton" -> Storage.SINGLETON;
      default ->
          throw new InvalidDescriptorException(
              where + ".storage", "'%s'; use table, sparse or singleton".formatted(text));
    };
  }

  private static List<Integer> versions(JsonNode node, String where)
      throws InvalidDescriptorException {
    List<Integer> versions = new ArrayList<>();
    for (JsonNode version : list(node, "migratesFrom", where, 64)) {
      versions.add(version.asInt());
    }
    return versions;
  }

  private List<MessageUse> messages(List<JsonNode> nodes) throws InvalidDescriptorException {
    List<MessageUse> messages = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < nodes.size(); i++) {
      String where = "messages[" + i + "]";
      MessageUse use = message(nodes.get(i), where);
      unique(seen, use.name().toString(), where);
      messages.add(use);
    }
    return messages;
  }

  private MessageUse message(JsonNode node, String where) throws InvalidDescriptorException {
    List<Field> fields = fields(node, where, false);
    Layout layout = layout(fields, where);
    if (layout.sizeBytes() > MESSAGE_BYTES_MAX) {
      throw new InvalidDescriptorException(
          where,
          "%d bytes; a message has at most %d".formatted(layout.sizeBytes(), MESSAGE_BYTES_MAX));
    }
    if (node.has("use")) {
      return new MessageUse.Foreign(foreignName(node, where), layout);
    }
    return new MessageUse.Own(
        MessageSchema.of(
            ownName(node, where),
            integer(node, "version", where, 1, 1, 65_535),
            locality(node, where),
            integer(node, "maxCount", where, 1024, 1, CHANNEL_COUNT_MAX),
            integer(node, "maxBytes", where, 1 << 20, 1, CHANNEL_BYTES_MAX),
            fields,
            node.path("doc").asText("")));
  }

  private static Locality locality(JsonNode node, String where) throws InvalidDescriptorException {
    String text = node.path("locality").asText("local");
    return switch (text) {
      case "local" -> Locality.LOCAL;
      case "remote" -> Locality.REMOTE;
      default ->
          throw new InvalidDescriptorException(
              where + ".locality", "'%s'; use local or remote".formatted(text));
    };
  }

  private static Layout layout(List<Field> fields, String where) throws InvalidDescriptorException {
    try {
      return Layout.of(fields);
    } catch (IllegalArgumentException e) {
      throw new InvalidDescriptorException(where, message(e));
    }
  }

  private static List<Field> fields(JsonNode node, String where, boolean fixedOnly)
      throws InvalidDescriptorException {
    List<Field> fields = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    List<JsonNode> nodes = list(node, "fields", where, FIELDS_MAX);
    for (int i = 0; i < nodes.size(); i++) {
      String at = where + ".fields[" + i + "]";
      Field field = field(nodes.get(i), at);
      unique(seen, field.name(), at);
      if (fixedOnly && !field.type().isFixed()) {
        throw new InvalidDescriptorException(
            at, "'%s' has no fixed size; only messages may hold it".formatted(field.type()));
      }
      fields.add(field);
    }
    return fields;
  }

  private static Field field(JsonNode node, String where) throws InvalidDescriptorException {
    try {
      return new Field(
          name(node, "name", where),
          FieldType.parse(node.path("type").asText("")),
          node.hasNonNull("unit") ? node.get("unit").asText() : null,
          range(node, where),
          node.hasNonNull("default") ? node.get("default") : null,
          node.path("doc").asText(""),
          node.hasNonNull("renamedFrom") ? name(node, "renamedFrom", where) : null);
    } catch (IllegalArgumentException e) {
      throw new InvalidDescriptorException(where, message(e));
    }
  }

  private static @Nullable Range range(JsonNode node, String where)
      throws InvalidDescriptorException {
    if (!node.hasNonNull("range")) {
      return null;
    }
    JsonNode range = node.get("range");
    if (range.size() != 2 || !range.get(0).isNumber() || !range.get(1).isNumber()) {
      throw new InvalidDescriptorException(where + ".range", "give [minimum, maximum]");
    }
    return new Range(range.get(0).asDouble(), range.get(1).asDouble());
  }

  private List<SystemDescriptor> systems(List<JsonNode> nodes, int components, int messages)
      throws InvalidDescriptorException {
    List<SystemDescriptor> systems = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < nodes.size(); i++) {
      String where = "systems[" + i + "]";
      SystemDescriptor system = system(i, nodes.get(i), where, components, messages);
      unique(seen, system.id(), where);
      systems.add(system);
    }
    return systems;
  }

  private SystemDescriptor system(
      int index, JsonNode node, String where, int components, int messages)
      throws InvalidDescriptorException {
    List<QueryDescriptor> queries = new ArrayList<>();
    for (JsonNode query : list(node, "queries", where, QUERIES_MAX)) {
      queries.add(query(query, where + ".queries[" + queries.size() + "]", components));
    }
    List<Integer> subscribes = new ArrayList<>();
    for (JsonNode message : list(node, "subscribes", where, MESSAGES_MAX)) {
      subscribes.add(index(message, where + ".subscribes", messages));
    }
    return new SystemDescriptor(
        index,
        plugin + "/" + name(node, "name", where),
        stage(node, where),
        side(node, where),
        node.path("predicted").asBoolean(false),
        ids(node, "after", where),
        ids(node, "before", where),
        queries,
        subscribes);
  }

  private static Stage stage(JsonNode node, String where) throws InvalidDescriptorException {
    try {
      return Stage.of(node.path("stage").asText(Stage.UPDATE.title()));
    } catch (IllegalArgumentException e) {
      throw new InvalidDescriptorException(where + ".stage", message(e));
    }
  }

  private static Side side(JsonNode node, String where) throws InvalidDescriptorException {
    String text = node.path("side").asText("server").toLowerCase(Locale.ROOT);
    return switch (text) {
      case "server" -> Side.SERVER;
      case "client" -> Side.CLIENT;
      default ->
          throw new InvalidDescriptorException(
              where + ".side", "'%s'; use server or client".formatted(text));
    };
  }

  private List<String> ids(JsonNode node, String key, String where)
      throws InvalidDescriptorException {
    List<String> ids = new ArrayList<>();
    for (String id : strings(node, key, where, SYSTEMS_MAX)) {
      ids.add(id.contains("/") ? id : plugin + "/" + id);
    }
    return ids;
  }

  private static QueryDescriptor query(JsonNode node, String where, int components)
      throws InvalidDescriptorException {
    List<Term> terms = new ArrayList<>();
    for (JsonNode term : list(node, "terms", where, TERMS_MAX)) {
      String at = where + ".terms[" + terms.size() + "]";
      terms.add(
          new Term(
              index(term.path("component"), at + ".component", components),
              access(term, at),
              term.path("optional").asBoolean(false)));
    }
    return new QueryDescriptor(node.path("name").asText("query"), terms);
  }

  private static Access access(JsonNode term, String where) throws InvalidDescriptorException {
    String text = term.path("access").asText("read");
    return switch (text) {
      case "read" -> Access.READ;
      case "write" -> Access.WRITE;
      case "with" -> Access.WITH;
      case "without" -> Access.WITHOUT;
      case "changed" -> Access.CHANGED;
      default ->
          throw new InvalidDescriptorException(
              where + ".access", "'%s'; use read, write, with, without or changed".formatted(text));
    };
  }

  private static int index(JsonNode node, String where, int count)
      throws InvalidDescriptorException {
    if (!node.isInt() || node.asInt() < 0 || node.asInt() >= count) {
      throw new InvalidDescriptorException(
          where, "%s is no index into a list of %d".formatted(node, count));
    }
    return node.asInt();
  }

  private SchemaName ownName(JsonNode node, String where) throws InvalidDescriptorException {
    return new SchemaName(plugin, name(node, "name", where));
  }

  private SchemaName foreignName(JsonNode node, String where) throws InvalidDescriptorException {
    String text = node.path("use").asText();
    if (!FULL_NAME.matcher(text).matches()) {
      throw new InvalidDescriptorException(
          where + ".use", "'%s' is no full name such as 'tide/Tide'".formatted(text));
    }
    if (text.startsWith(plugin + "/")) {
      throw new InvalidDescriptorException(
          where + ".use", "'%s' is the plugin's own; declare it by 'name'".formatted(text));
    }
    return SchemaName.parse(text);
  }

  private static String name(JsonNode node, String key, String where)
      throws InvalidDescriptorException {
    String text = node.path(key).asText("");
    if (!NAME.matcher(text).matches()) {
      throw new InvalidDescriptorException(
          where + "." + key, "'%s' is no name (letters, digits and _; at most 64)".formatted(text));
    }
    return text;
  }

  private static void unique(Set<String> seen, String name, String where)
      throws InvalidDescriptorException {
    if (!seen.add(name)) {
      throw new InvalidDescriptorException(where, "'%s' is declared twice".formatted(name));
    }
  }

  private static int integer(
      JsonNode node, String key, String where, int fallback, int minimum, int maximum)
      throws InvalidDescriptorException {
    JsonNode value = node.path(key);
    if (value.isMissingNode()) {
      return fallback;
    }
    if (!value.isInt() || value.asInt() < minimum || value.asInt() > maximum) {
      throw new InvalidDescriptorException(
          where + "." + key, "%s is not between %d and %d".formatted(value, minimum, maximum));
    }
    return value.asInt();
  }

  private static List<String> strings(JsonNode node, String key, String where, int most)
      throws InvalidDescriptorException {
    List<String> strings = new ArrayList<>();
    for (JsonNode entry : list(node, key, where, most)) {
      if (!entry.isTextual() || entry.asText().length() > 192) {
        throw new InvalidDescriptorException(where + "." + key, entry + " is no short string");
      }
      strings.add(entry.asText());
    }
    return strings;
  }

  private static List<JsonNode> list(JsonNode node, String key, String where, int most)
      throws InvalidDescriptorException {
    JsonNode value = node.path(key);
    if (value.isMissingNode()) {
      return List.of();
    }
    String at = where.isEmpty() ? key : where + "." + key;
    if (!value.isArray()) {
      throw new InvalidDescriptorException(at, "not a list");
    }
    if (value.size() > most) {
      throw new InvalidDescriptorException(
          at, "%d entries; at most %d are allowed".formatted(value.size(), most));
    }
    List<JsonNode> nodes = new ArrayList<>(value.size());
    value.forEach(nodes::add);
    return nodes;
  }

  private static String message(IllegalArgumentException e) {
    return String.valueOf(e.getMessage());
  }
}
