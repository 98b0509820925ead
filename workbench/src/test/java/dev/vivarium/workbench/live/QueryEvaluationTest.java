package dev.vivarium.workbench.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.vivarium.engine.ecs.ComponentType;
import dev.vivarium.engine.schema.SchemaCodec;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.world.CommandResult;
import dev.vivarium.engine.world.World;
import dev.vivarium.engine.world.WorldCommand;
import dev.vivarium.engine.world.WorldOptions;
import dev.vivarium.workbench.query.QueryException;
import dev.vivarium.workbench.query.QueryParser;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.WorldSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random queries over a random world, against what asking entity by entity finds.
class QueryEvaluationTest {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final List<String> COMPONENTS =
      List.of("Transform", "Velocity", "Light", "Camera", "Name", "Saved", "Parent", "Player");

  private final World world = new World(WorldOptions.DEFAULT);
  private final List<Long> entities = new ArrayList<>();

  /// A line's piece with what it means.
  private record Piece(String text, Predicate<Map<String, JsonNode>> meaning) {}

  @AfterEach
  void close() {
    world.close();
  }

  private void populate(Random random) {
    for (int i = 0; i < 300; i++) {
      Map<SchemaName, JsonNode> components = new HashMap<>();
      for (String name : COMPONENTS) {
        if (random.nextInt(3) > 0 && !(name.equals("Parent") && entities.isEmpty())) {
          components.put(SchemaName.parse("vivarium/" + name), value(name, random));
        }
      }
      CommandResult done = world.execute(new WorldCommand.Spawn(components));
      entities.add(((CommandResult.Done) done).entity());
    }
    for (int i = 0; i < 40; i++) {
      long gone = entities.remove(random.nextInt(entities.size()));
      world.execute(new WorldCommand.Despawn(gone));
      entities.removeIf(e -> !world.store().isAlive(e));
    }
  }

  private JsonNode value(String component, Random random) {
    var value = NODES.objectNode();
    switch (component) {
      case "Transform" ->
          value.putArray("position").add(random.nextInt(5)).add(0).add(random.nextInt(5));
      case "Velocity" -> value.putArray("linear").add(random.nextInt(5)).add(1).add(2);
      case "Light" -> value.put("kind", random.nextBoolean() ? "Spot" : "Point");
      case "Camera" -> value.put("orthographic", random.nextBoolean());
      case "Name" -> value.put("value", random.nextBoolean() ? "Gobbo" : "Rock");
      case "Player" -> value.put("client", -1L >>> (1 + random.nextInt(2)));
      case "Parent" ->
          value.put("entity", Long.toUnsignedString(entities.get(random.nextInt(entities.size()))));
      default -> {}
    }
    return value;
  }

  private Map<String, JsonNode> valuesOf(long entity) {
    Map<String, JsonNode> values = new HashMap<>();
    for (ComponentType type : Doing.types(world.store(), entity)) {
      byte[] value = Objects.requireNonNull(world.store().get(entity, type));
      values.put(type.name().name(), SchemaCodec.decode(type.layout(), value, 0));
    }
    return values;
  }

  private static Piece term(Random random) {
    String name = COMPONENTS.get(random.nextInt(COMPONENTS.size()));
    return switch (random.nextInt(4)) {
      case 0 -> new Piece("!" + name, v -> !v.containsKey(name));
      case 1 -> new Piece("?" + name, v -> true);
      case 2 -> new Piece("vivarium/" + name, v -> v.containsKey(name));
      default -> new Piece(name, v -> v.containsKey(name));
    };
  }

  private Piece comparison(Random random) {
    int n = random.nextInt(5);
    EntityHandle some = new EntityHandle(entities.get(random.nextInt(entities.size())));
    return switch (random.nextInt(8)) {
      case 0 -> number("Transform.position.x", "Transform", "/position/0", n, random);
      case 1 -> number("Velocity.linear[0]", "Velocity", "/linear/0", n, random);
      case 2 -> number("Transform.position.z", "Transform", "/position/2", n, random);
      case 3 ->
          new Piece(
              "Light.kind = Spot",
              v -> v.containsKey("Light") && v.get("Light").get("kind").asText().equals("Spot"));
      case 4 ->
          new Piece(
              "Camera.orthographic",
              v -> v.containsKey("Camera") && v.get("Camera").get("orthographic").asBoolean());
      case 5 ->
          new Piece(
              "Name.value ~ \"gOB\"",
              v ->
                  v.containsKey("Name")
                      && v.get("Name")
                          .get("value")
                          .asText()
                          .toLowerCase(Locale.ROOT)
                          .contains("gob"));
      case 6 ->
          new Piece(
              "Player.client >= 9223372036854775807",
              v ->
                  v.containsKey("Player")
                      && v.get("Player").get("client").bigIntegerValue().bitLength() >= 63);
      default ->
          new Piece(
              "Parent.entity = " + some.label(),
              v ->
                  v.containsKey("Parent")
                      && v.get("Parent")
                          .get("entity")
                          .asText()
                          .equals(Long.toUnsignedString(some.bits())));
    };
  }

  private static Piece number(String path, String component, String at, double n, Random random) {
    List<String> signs = List.of("=", "!=", "<", "<=", ">", ">=");
    String sign = signs.get(random.nextInt(signs.size()));
    return new Piece(
        path + " " + sign + " " + n,
        v -> {
          if (!v.containsKey(component)) {
            return false;
          }
          double value = v.get(component).at(at).asDouble();
          return switch (sign) {
            case "=" -> value == n;
            case "!=" -> value != n;
            case "<" -> value < n;
            case "<=" -> value <= n;
            case ">" -> value > n;
            default -> value >= n;
          };
        });
  }

  private Piece condition(Random random, int depth) {
    if (depth == 0 || random.nextInt(3) == 0) {
      return comparison(random);
    }
    Piece a = condition(random, depth - 1);
    Piece b = condition(random, depth - 1);
    return switch (random.nextInt(3)) {
      case 0 -> new Piece("(" + a.text + " and " + b.text + ")", a.meaning.and(b.meaning));
      case 1 -> new Piece("(" + a.text + " or " + b.text + ")", a.meaning.or(b.meaning));
      default -> new Piece("not (" + a.text + ")", a.meaning.negate());
    };
  }

  private Piece line(Random random) {
    List<Piece> terms = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      terms.add(term(random));
    }
    Piece where = condition(random, 3);
    String text = String.join(", ", terms.stream().map(Piece::text).toList());
    return new Piece(
        text + " where " + where.text,
        v -> terms.stream().allMatch(t -> t.meaning.test(v)) && where.meaning.test(v));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void findsWhatAskingEntityByEntityFinds(long seed) throws QueryException {
    Random random = new Random(seed);
    populate(random);
    WorldSchema schema = SchemaReading.take(world, List.of()).schema();
    Map<Long, Map<String, JsonNode>> all = new HashMap<>();
    entities.forEach(e -> all.put(e, valuesOf(e)));
    int found = 0;
    for (int i = 0; i < 200; i++) {
      Piece line = line(random);
      List<Long> expected =
          entities.stream().filter(e -> line.meaning.test(all.get(e))).sorted().toList();
      var filter = QueryParser.parse(line.text, schema);
      QueryReading reading = QueryReading.take(world, filter, null, null);
      List<Long> actual = new ArrayList<>();
      for (int place : QueryEvaluation.matching(reading, filter)) {
        actual.add(reading.roster().row(place).handle().bits());
      }
      assertEquals(expected, actual, line.text);
      found += actual.size();
    }
    assertTrue(found > 1_000, "the queries find something");
  }
}
