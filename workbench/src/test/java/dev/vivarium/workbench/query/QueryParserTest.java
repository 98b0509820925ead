package dev.vivarium.workbench.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.workbench.query.EntityFilter.Comparison;
import dev.vivarium.workbench.query.EntityFilter.Condition;
import dev.vivarium.workbench.query.EntityFilter.Term;
import dev.vivarium.workbench.session.FieldSchema;
import dev.vivarium.workbench.session.FieldType;
import dev.vivarium.workbench.session.Origin;
import dev.vivarium.workbench.session.WorldSchema;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryParserTest {
  private static final WorldSchema SCHEMA =
      new WorldSchema(
          1,
          List.of(
              component("fish/Fish", field("mood", new FieldType.Choice(List.of("Calm", "Shy")))),
              component("fish/Sleeping"),
              component("vivarium/Velocity", field("linear", new FieldType.Vector(3))),
              component("vivarium/Name", field("value", new FieldType.Text(64))),
              component("vivarium/Parent", field("entity", new FieldType.Entity())),
              component(
                  "fish/Bits",
                  field("flag", new FieldType.Bool()),
                  field("slots", new FieldType.FixedArray(new FieldType.Whole(8, false), 4))),
              component("tide/Level", field("now", new FieldType.Real(32))),
              component("pool/Level", field("now", new FieldType.Real(32)))),
          List.of(),
          List.of(),
          List.of());

  private static WorldSchema.Component component(String name, FieldSchema... fields) {
    return new WorldSchema.Component(
        name, 1, WorldSchema.Storage.TABLE, 8, "", Arrays.asList(fields));
  }

  private static FieldSchema field(String name, FieldType type) {
    return new FieldSchema(name, type, "", Optional.empty(), "");
  }

  @Test
  void readsTermsAndConditions() throws QueryException {
    var filter =
        QueryParser.parse(
            "Fish, vivarium/Velocity, !Sleeping, ?Name, owner:fish, origin:scene "
                + "where Velocity.linear.x > -2.5e1 and not Name.value ~ \"Gob\"",
            SCHEMA);
    assertEquals(
        List.of(
            new Term.Has("fish/Fish", false),
            new Term.Has("vivarium/Velocity", false),
            new Term.Has("fish/Sleeping", true),
            new Term.OwnedBy("fish", false),
            new Term.From(Origin.SCENE, false)),
        filter.terms());
    assertEquals(List.of("fish/Fish", "vivarium/Velocity", "vivarium/Name"), filter.shown());
    var and = (Condition.And) filter.where().orElseThrow();
    var number = (Condition.Real) and.left();
    assertEquals(Comparison.MORE, number.comparison());
    assertEquals(-25, number.value());
    assertEquals(0, number.path().part());
    assertTrue(and.right() instanceof Condition.Not);
  }

  @Test
  void bindsAndTighterThanOr() throws QueryException {
    var where =
        QueryParser.parse("where Bits.flag or Bits.slots[2] = 3 and Parent.entity = #7", SCHEMA)
            .where()
            .orElseThrow();
    assertTrue(((Condition.Or) where).right() instanceof Condition.And);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Fsh, Name                          | 0  | 3  | there is no component “Fsh”
          Fish, Name where Nme.value = 'a'   | 17 | 20 | there is no component “Nme”
          Fish where Fish.moood = Calm       | 16 | 21 | has no field “moood”
          Fish where Fish.mood = Happy       | 23 | 28 | expected one of Calm, Shy
          Fish where Velocity.linear > 2     | 11 | 26 | name one of its parts
          Fish where Velocity.linear.q > 2   | 27 | 28 | is no part of a vec3
          Fish where Velocity.linear.x > fast| 31 | 35 | expected a number
          Fish where Velocity.linear.x 2     | 29 | 30 | expected a comparison
          Fish where (Bits.flag              | 21 | 21 | expected “)”
          Fish,                              | 5  | 5  | expected a component
          Fish Name,                         | 5  | 9  | expected a comma or “where”
          Level, Fish                        | 0  | 5  | write its full name
          Fish where Bits.slots[4] = 1       | 22 | 23 | a number from 0 to 3
          origin:moon                        | 7  | 11 | “scene” or “run-time”
          Fish, $                            | 6  | 7  | has no meaning here
          """)
  void saysWhatIsWrongAndWhere(String line, int start, int end, String reason) {
    var problem =
        assertThrows(QueryException.class, () -> QueryParser.parse(line.stripTrailing(), SCHEMA));
    assertTrue(problem.reason().contains(reason), problem.reason());
    assertEquals(start, problem.start());
    assertEquals(end, problem.end());
  }

  @Test
  void leavesPlainWordsToTheSearch() {
    assertFalse(QueryParser.isQuery("fish gobbo #214"));
    assertFalse(QueryParser.isQuery("vivarium/Transform somewhere"));
    assertTrue(QueryParser.isQuery("Fish, Name"));
    assertTrue(QueryParser.isQuery("!Fish"));
    assertTrue(QueryParser.isQuery("owner:fish"));
    assertTrue(QueryParser.isQuery("Fish where Bits.flag"));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void answersAnyTextWithAFilterOrAPlaceWithinIt(long seed) {
    var random = new Random(seed);
    var pieces =
        List.of(
            "Fish",
            "Velocity",
            ".",
            "linear",
            "x",
            ",",
            "!",
            "?",
            "where",
            "and",
            "or",
            "not",
            "(",
            ")",
            ">",
            "=",
            "~",
            "2",
            "-1.5",
            "\"a\"",
            "#7",
            "[",
            "]",
            "owner",
            ":",
            " ",
            "é",
            "Bits.flag",
            "\"",
            "#",
            "1e",
            "<=");
    for (var i = 0; i < 20_000; i++) {
      var line = new StringBuilder();
      for (var n = random.nextInt(12); n >= 0; n--) {
        line.append(pieces.get(random.nextInt(pieces.size())));
        line.append(random.nextBoolean() ? " " : "");
      }
      try {
        QueryParser.parse(line.toString(), SCHEMA);
      } catch (QueryException e) {
        assertTrue(e.start() >= 0 && e.end() <= line.length() && e.start() <= e.end());
      }
    }
  }

  @Test
  void completesComponentsFieldsAndParts() {
    assertEquals("Velocity", first("Fish, Vel"));
    assertEquals("linear", first("Fish where Velocity.li"));
    assertEquals("x", first("Fish where Velocity.linear."));
    assertEquals("where", first("Fish wh"));
    assertEquals("tide/Level", first("tide"));
    assertEquals(List.of(), QueryCompletion.at("Name.value ~ \"Fi", 16, SCHEMA));
  }

  private static String first(String line) {
    return QueryCompletion.at(line, line.length(), SCHEMA).getFirst().text();
  }
}
