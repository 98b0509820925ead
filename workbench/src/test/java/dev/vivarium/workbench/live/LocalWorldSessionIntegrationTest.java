package dev.vivarium.workbench.live;

import static dev.vivarium.workbench.live.RealWorld.answer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.engine.trace.TraceRing;
import dev.vivarium.engine.world.World;
import dev.vivarium.engine.world.WorldTap;
import dev.vivarium.workbench.session.CommandResult;
import dev.vivarium.workbench.session.ComponentValue;
import dev.vivarium.workbench.session.Decision;
import dev.vivarium.workbench.session.Diagnostic;
import dev.vivarium.workbench.session.EntityDetails;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.EntityQuery;
import dev.vivarium.workbench.session.FieldValue;
import dev.vivarium.workbench.session.LastWriter;
import dev.vivarium.workbench.session.MapFrame;
import dev.vivarium.workbench.session.MessageRecord;
import dev.vivarium.workbench.session.Origin;
import dev.vivarium.workbench.session.PluginState;
import dev.vivarium.workbench.session.ReloadReport;
import dev.vivarium.workbench.session.RunState;
import dev.vivarium.workbench.session.SessionEvent;
import dev.vivarium.workbench.session.TraceFilter;
import dev.vivarium.workbench.session.TraceSource;
import dev.vivarium.workbench.session.WorldCommand;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A sample world with the real compiler, edited on the disk.
class LocalWorldSessionIntegrationTest {
  private static final String SOURCE = "plugins/hello/hello.ts";
  private static final String SPIN = "@component class Spin { speed: f32 = 1; }\n";

  @TempDir private Path folder;

  private static Optional<ReloadReport> reload(SessionEvent event) {
    return event instanceof SessionEvent.Reloaded(ReloadReport report)
        ? Optional.of(report)
        : Optional.empty();
  }

  private static Optional<List<Diagnostic>> diagnostics(SessionEvent event) {
    return event instanceof SessionEvent.DiagnosticsChanged(List<Diagnostic> now)
        ? Optional.of(now)
        : Optional.empty();
  }

  private static EntityHandle planet(RealWorld world) throws Exception {
    var planets = new EntityQuery("planet", 0, 10);
    var page = answer(world.session().entities(planets));
    while (page.total() == 0) { // a list is up to a tenth of a second old
      page = answer(world.session().entities(planets));
    }
    assertEquals(1, page.total());
    return page.rows().getFirst().handle();
  }

  private static int point(MapFrame frame, EntityHandle handle) {
    for (int i = 0; i < frame.count(); i++) {
      if (frame.handleBits(i) == handle.bits()) {
        return i;
      }
    }
    throw new AssertionError(handle.label() + " is not on the map");
  }

  private static ComponentValue component(RealWorld world, EntityHandle handle, String name)
      throws Exception {
    EntityDetails details = answer(world.session().entity(handle)).orElseThrow();
    return details.components().stream()
        .filter(component -> component.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static String value(ComponentValue component, String field) {
    return component.fields().stream()
        .filter(f -> f.schema().name().equals(field))
        .map(FieldValue::json)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void showsTheWorldAsItRuns() throws Exception {
    try (var world = RealWorld.open(RealWorld.copy("hello", folder))) {
      assertEquals(RunState.LOADING, answer(world.session().status()).state());
      world.running();
      world.session().submit(new WorldCommand.Pause()).get();
      var stepped = answer(world.session().submit(new WorldCommand.Step(3)));
      assertInstanceOf(CommandResult.Done.class, stepped);
      var status = answer(world.session().status());
      assertEquals(RunState.PAUSED, status.state());
      assertEquals(PluginState.RUNNING, status.plugins().getFirst().state());
      var planet = answer(world.session().entity(planet(world))).orElseThrow();
      assertEquals("hello", planet.row().owner());
      assertEquals(Origin.RUN_TIME, planet.row().origin());
      assertEquals(
          Optional.of(new LastWriter("hello", "turn", planet.tick() - 1)),
          component(world, planet.row().handle(), "vivarium/Transform").lastWriter());
      MapFrame frame = answer(world.session().positions());
      int point = point(frame, planet.row().handle());
      assertEquals(3, Math.hypot(frame.x(point), frame.z(point)), 0.001);
      assertEquals("hello", frame.ownerNames().get(frame.owner(point)));
      assertEquals("Hello, world.", answer(world.session().logs(0, 10)).lines().getFirst().text());
    }
  }

  @Test
  void answersAllThatItWasAskedWhenTheWorldCannotGoOn() throws Exception {
    try (var world = RealWorld.open(RealWorld.copy("hello", folder)).running()) {
      var inTheTick = new CompletableFuture<CompletableFuture<Long>>();
      var failing =
          new WorldTap() {
            @Override
            public void tickEnded(World ticked) {
              inTheTick.complete(ticked.ask(World::tick));
              throw new IllegalStateException("planted");
            }
          };
      var _ =
          world
              .live()
              .ask(w -> {
                w.attach(failing);
                return true;
              });
      assertTrue(answer(answer(inTheTick)) > 0);
      assertEquals("planted", answer(world.live().failure()).getMessage());
      assertTrue(answer(world.live().ask(World::tick)) > 0);
      assertInstanceOf(
          CommandResult.Done.class, answer(world.session().submit(new WorldCommand.ResetWorld())));
      assertTrue(answer(world.live().ask(World::tick)) >= 0);
    }
  }

  @Test
  void beginsNoFlightRecordingWhereTheyTakeTooMuchRoomAlready() throws Exception {
    Path project = RealWorld.copy("hello", folder);
    try (var world = RealWorld.open(project).running()) {
      Path taken = Files.createDirectories(project.resolve(".vivarium/profiles"));
      try (var file = new RandomAccessFile(taken.resolve("flight-1.jfr").toFile(), "rw")) {
        file.setLength(LocalProfile.FLIGHTS_BYTES_MAX + 1);
      }
      var refused =
          assertInstanceOf(
              CommandResult.Refused.class, answer(world.session().profile().startFlight()));
      assertTrue(refused.reason().contains("delete some"), refused.reason());
    }
  }

  @Test
  void showsWhatASaveDid() throws Exception {
    try (var world = RealWorld.open(RealWorld.copy("hello", folder)).running()) {
      var planet = planet(world);
      world.save(SOURCE, world.source(SOURCE).replace("RADIUS: f32 = 3", "RADIUS: f32 = 9"));
      assertEquals(
          "hello",
          world.next(event ->
              event instanceof SessionEvent.BuildStarted(String plugin)
                  ? Optional.of(plugin)
                  : Optional.empty()));
      ReloadReport report = world.next(LocalWorldSessionIntegrationTest::reload);
      assertEquals(ReloadReport.Outcome.SWAPPED, report.outcome());
      assertEquals(1, report.kept());
      assertEquals(planet, planet(world));
      MapFrame frame = answer(world.session().positions());
      int point = point(frame, planet);
      assertEquals(9, Math.hypot(frame.x(point), frame.z(point)), 0.001);
    }
  }

  @Test
  void showsABrokenSaveAtItsLineUntilItIsMended() throws Exception {
    try (var world = RealWorld.open(RealWorld.copy("hello", folder)).running()) {
      String good = world.source(SOURCE);
      world.save(SOURCE, good.replace("RADIUS * Mathf.sin", "RADIOS * Mathf.sin"));
      Diagnostic error = world.next(LocalWorldSessionIntegrationTest::diagnostics).getFirst();
      int line = (int) good.substring(0, good.indexOf("RADIUS * Mathf.sin")).lines().count();
      assertEquals(new Diagnostic.Place(SOURCE, line, 36, 6), error.place().orElseThrow());
      ReloadReport report = world.next(LocalWorldSessionIntegrationTest::reload);
      assertEquals(ReloadReport.Outcome.COMPILE_FAILED, report.outcome());
      world.save(SOURCE, good.replace("RADIUS: f32 = 3", "RADIUS: f32 = 4"));
      assertEquals(List.of(), world.next(LocalWorldSessionIntegrationTest::diagnostics));
      assertEquals(
          ReloadReport.Outcome.SWAPPED,
          world.next(LocalWorldSessionIntegrationTest::reload).outcome());
    }
  }

  @Test
  void opensWithAPluginThatDoesNotCompileAndStartsItOnceMended() throws Exception {
    Path project = RealWorld.copy("hello", folder);
    String good = Files.readString(project.resolve(SOURCE));
    Files.writeString(project.resolve(SOURCE), good.replace("spawn()", "spwan()"));
    try (var world = RealWorld.open(project).running()) {
      var plugin = answer(world.session().status()).plugins().getFirst();
      assertEquals(PluginState.FAILED, plugin.state());
      while (answer(world.session().diagnostics()).isEmpty()) {
        Thread.onSpinWait();
      }
      assertEquals(
          Optional.of(SOURCE),
          answer(world.session().diagnostics()).getFirst().place().map(Diagnostic.Place::file));
      world.save(SOURCE, good);
      assertEquals(
          ReloadReport.Outcome.SWAPPED,
          world.next(LocalWorldSessionIntegrationTest::reload).outcome());
      assertEquals(List.of(), answer(world.session().diagnostics()));
      answer(world.session().submit(new WorldCommand.Pause()));
      answer(world.session().submit(new WorldCommand.Step(2)));
      planet(world);
    }
  }

  @Test
  void editsTheWorld() throws Exception {
    try (var world = RealWorld.open(RealWorld.copy("hello", folder)).running()) {
      var planet = planet(world);
      var set = new WorldCommand.SetField(planet, "vivarium/Name", "value", "\"Globe\"");
      assertInstanceOf(CommandResult.Done.class, answer(world.session().submit(set)));
      var name = component(world, planet, "vivarium/Name");
      assertEquals("\"Globe\"", value(name, "value"));
      assertEquals("workbench", name.lastWriter().orElseThrow().plugin());
      var wrong = new WorldCommand.SetField(planet, "vivarium/Name", "value", "7");
      assertInstanceOf(CommandResult.Refused.class, answer(world.session().submit(wrong)));
      var spawn = new WorldCommand.Spawn("Moon", List.of("vivarium/Transform"));
      var moon =
          assertInstanceOf(CommandResult.Done.class, answer(world.session().submit(spawn)))
              .spawned()
              .orElseThrow();
      assertEquals(1, answer(world.session().entities(new EntityQuery("moon", 0, 10))).total());
      answer(world.session().submit(new WorldCommand.Despawn(moon)));
      assertTrue(answer(world.session().entity(moon)).isEmpty());
      answer(world.session().submit(new WorldCommand.ResetWorld()));
      answer(world.session().submit(new WorldCommand.Pause()));
      answer(world.session().submit(new WorldCommand.Step(2)));
      assertEquals("\"Planet\"", value(component(world, planet(world), "vivarium/Name"), "value"));
    }
  }

  @Test
  void asksBeforeAComponentIsReset() throws Exception {
    Path project = RealWorld.copy("hello", folder);
    Path file = project.resolve(SOURCE);
    String good =
        Files.readString(file)
            .replace("@tag class Planet {}", SPIN + "@tag class Planet {}")
            .replace("set<Planet>(planet);", "set<Planet>(planet); set(planet, new Spin());");
    Files.writeString(file, good);
    try (var world = RealWorld.open(project).running()) {
      var planet = planet(world);
      world.save(SOURCE, good.replace(SPIN, "@component class Spin { speed: bool = true; }\n"));
      Decision decision =
          world
              .next(event ->
                  event instanceof SessionEvent.DecisionsChanged(List<Decision> now)
                          && !now.isEmpty()
                      ? Optional.of(now)
                      : Optional.empty())
              .getFirst();
      assertEquals("hello/Spin", decision.component());
      assertEquals(1, decision.rows());
      assertEquals("1.0", value(component(world, planet, "hello/Spin"), "speed"));
      var decide = new WorldCommand.Decide(decision.id(), Decision.Choice.RESET_COMPONENT);
      assertInstanceOf(CommandResult.Done.class, answer(world.session().submit(decide)));
      assertEquals("true", value(component(world, planet, "hello/Spin"), "speed"));
      assertEquals(List.of(), answer(world.session().decisions()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "assert(clock.tick == 0);",
        "log.info(load<i32>(<usize>0xfffffff0).toString());",
        "log.info((1 / <i32>(clock.delta - clock.delta)).toString());",
        "log.info(StaticArray.fromArray<i32>([1])[<i32>clock.tick + 1].toString());"
      })
  void showsWhereAPluginTrapped(String trap) throws Exception {
    try (var world = RealWorld.open(RealWorld.copy("hello", folder)).running()) {
      String good = world.source(SOURCE);
      int line = (int) good.lines().takeWhile(l -> !l.contains("let angle")).count() + 1;
      world.save(SOURCE, good.replace("    let angle", "    " + trap + "\n    let angle"));
      Diagnostic error = world.next(LocalWorldSessionIntegrationTest::diagnostics).getFirst();
      assertEquals(Optional.of(SOURCE), error.place().map(Diagnostic.Place::file));
      assertEquals(Optional.of(line), error.place().map(Diagnostic.Place::line));
      assertEquals(
          PluginState.RUNNING, answer(world.session().status()).plugins().getFirst().state());
    }
  }

  /// A copy of hello whose system also does this, of which it has a message `Turned`.
  private Path publishing(String statements) throws IOException {
    Path project = RealWorld.copy("hello", folder);
    Path file = project.resolve(SOURCE);
    Files.writeString(
        file,
        Files.readString(file)
            .replace("spawn, set, log", "spawn, set, log, publish, Entity")
            .replace(
                "@tag class Planet {}",
                "@tag class Planet {}\n@message(\"local\") class Turned { angle: f32 = 0; who: Entity; }")
            .replace(
                "    planets.transform.position.x",
                "    " + statements + "\n    planets.transform.position.x"));
    return project;
  }

  @Test
  void listsMessagesWithWhatTheySay() throws Exception {
    Path project =
        publishing(
            "if (clock.tick % 2 == 0) { let m = new Turned(); m.angle = 1.5; m.who = planets.entity; publish(m); }");
    try (var world = RealWorld.open(project).running()) {
      answer(world.session().submit(new WorldCommand.Pause()));
      answer(world.session().submit(new WorldCommand.Step(4)));
      var page = answer(world.session().trace().newest(TraceFilter.ALL, 0, 10));
      MessageRecord message = page.messages().getFirst();
      assertEquals("hello/Turned", message.channel());
      assertEquals("hello/turn", message.sender());
      assertEquals(
          "{\"angle\":1.5,\"who\":\"" + planet(world).label() + "\"}", message.payloadJson());
      assertEquals(
          Optional.of(planet(world)), message.cause().flatMap(MessageRecord.Cause::entity));
      var later = answer(world.session().trace().newest(TraceFilter.ALL, page.lastSequence(), 10));
      assertEquals(0, later.messages().size());
      assertEquals(0, later.missed());
    }
  }

  @Test
  void whoeverReadsMessagesIsToldHowManyHeMissed() throws Exception {
    Path project = publishing("for (let i = 0; i < 500; i++) publish(new Turned());");
    try (var world = RealWorld.open(project).running()) {
      TraceSource trace = world.session().trace();
      answer(world.session().submit(new WorldCommand.Pause()));
      long seen = answer(trace.newest(TraceFilter.ALL, 0, 10)).lastSequence();
      answer(world.session().submit(new WorldCommand.Step(100)));
      for (int reader = 0; reader < 2; reader++) {
        var page = answer(trace.newest(TraceFilter.ALL, seen, 10));
        assertEquals(10, page.messages().size());
        assertEquals(page.lastSequence() - seen - 10, page.missed());
        assertTrue(page.missed() > TraceRing.DEFAULT_ENTRIES, "more than the world keeps");
      }
    }
  }
}
