package dev.vivarium.workbench.language;

import static dev.vivarium.workbench.language.Places.answer;
import static dev.vivarium.workbench.language.Places.in;
import static dev.vivarium.workbench.language.Places.names;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.workbench.session.Diagnostic;
import dev.vivarium.workbench.toolchain.Toolchain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against the real process and the sources of the sample world.
class AssemblyScriptLanguageIntegrationTest {
  private static final String FISH = "plugins/fish/fish.ts";
  private static final String TIDE = "plugins/tide/tide.ts";

  @TempDir static Path project;
  private static AssemblyScriptLanguage service;
  private static String fish;

  @BeforeAll
  static void start() throws IOException {
    var toolchain = Toolchain.locate();
    var sample = Path.of("../projects/tidepool/plugins").toAbsolutePath().normalize();
    try (Stream<Path> files = Files.walk(sample)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var copy = project.resolve("plugins").resolve(sample.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    fish = Files.readString(project.resolve(FISH));
    service =
        new AssemblyScriptLanguage(toolchain, project, CompletableFuture.completedFuture(null));
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @AfterEach
  void forget() {
    service.textDropped(FISH);
    service.textDropped(TIDE);
  }

  @Test
  void offersTheTermsOfAQueryAndWhatQueriesDo() throws Exception {
    var typed = fish.replace("    fish.hunger += dt;", "    shoal.");
    service.textChanged(FISH, typed);
    var names = names(answer(service.complete(FISH, in(typed, "    shoal.", "\n"))));
    assertTrue(names.containsAll(List.of("transform", "velocity", "fish", "next", "entity")));
    assertFalse(names.stream().anyMatch(name -> name.startsWith("__")), names.toString());
  }

  @Test
  void offersTheFieldsOfAComponentWithTheirDocumentation() throws Exception {
    var place = in(fish, "fish.", "hunger += dt");
    var completion = answer(service.complete(FISH, place));
    assertEquals(List.of("hunger", "school", "temper"), names(completion));
    var details = answer(service.describe(FISH, place, completion.items().getFirst()));
    assertTrue(details.code().contains("hunger: f32"), details.code());
    assertTrue(details.doc().contains("Seconds since it was last full."), details.doc());
  }

  @Test
  void importsANameOfTheSdkOnceItIsChosen() throws Exception {
    var typed = fish.replace("fish.hunger += dt;", "desp");
    service.textChanged(FISH, typed);
    var place = in(typed, "    desp", "\n");
    var completion = answer(service.complete(FISH, place));
    var despawn = completion.items().stream().filter(i -> i.name().equals("despawn")).findFirst();
    var details = answer(service.describe(FISH, place, despawn.orElseThrow()));
    var edited = TextEdit.applied(typed, details.edits());
    assertTrue(edited.contains("setting,\n  despawn,\n} from \"vivarium\""), edited);
  }

  @Test
  void offersDecoratorsBehindTheAtSign() throws Exception {
    var names = names(answer(service.complete(FISH, in(fish, "@", "query class Shoal"))));
    assertTrue(names.containsAll(List.of("query", "component", "with", "unit")), names.toString());
    assertFalse(names.contains("Fish"));
  }

  @Test
  void saysWhatAFieldOfTheClockIs() throws Exception {
    var hover = answer(service.hover(FISH, in(fish, "clock.de", "lta"))).orElseThrow();
    assertEquals("(property) Clock.delta: f32", hover.code());
    assertEquals("Length of a tick, in seconds.", hover.doc());
  }

  @Test
  void showsTheFieldsThatAComponentIsMadeFrom() throws Exception {
    var signature =
        answer(service.signature(FISH, in(fish, "new Fish(school, ", "random"))).orElseThrow();
    assertEquals("Fish(school?: u32, hunger?: f32, temper?: f32): Fish", signature.label());
    assertEquals(1, signature.active());
    var active = signature.parameters().get(1);
    assertEquals("hunger?: f32", signature.label().substring(active.start(), active.end()));
  }

  @Test
  void goesToDefinitionsInTheSdkAndInOtherPlugins() throws Exception {
    var delta = answer(service.definition(FISH, in(fish, "clock.de", "lta"))).getFirst();
    assertEquals("~lib/vivarium/runtime.ts", delta.path());
    var source = answer(service.read(delta.path()));
    assertTrue(source.substring(delta.range().start().offsetIn(source)).startsWith("delta(): f32"));
    var daylight = answer(service.definition(FISH, in(fish, "tide.day", "light"))).getFirst();
    assertEquals(TIDE, daylight.path());
    assertEquals("@range(0, 1) daylight: f32 = 1;", daylight.lineText());
    var next = answer(service.definition(FISH, in(fish, "shoal.ne", "xt()"))).getFirst();
    assertEquals("~lib/vivarium/runtime.ts", next.path());
  }

  @Test
  void findsReferencesInEveryPlugin() throws Exception {
    var files =
        answer(service.references(FISH, in(fish, "tide.day", "light"))).stream()
            .map(SourceLocation::path)
            .distinct()
            .sorted()
            .toList();
    assertEquals(List.of(FISH, TIDE), files);
  }

  @Test
  void renamesAFieldAcrossTwoPluginsAndKeepsItsValues() throws Exception {
    var rename = answer(service.rename(FISH, in(fish, "tide.day", "light"), "sun"));
    assertEquals("daylight", rename.name());
    assertEquals(2, rename.files().size());
    for (var file : rename.files()) {
      var path = project.resolve(file.path());
      var renamed = TextEdit.applied(Files.readString(path), file.edits());
      service.textChanged(file.path(), renamed);
      assertTrue(renamed.contains("tide.sun = ") || renamed.contains("= sea.tide.sun;"), renamed);
    }
    var tide = rename.files().stream().filter(f -> f.path().equals(TIDE)).findFirst().orElseThrow();
    var text = TextEdit.applied(Files.readString(project.resolve(TIDE)), tide.edits());
    assertTrue(text.contains("@renamedFrom(\"daylight\") @range(0, 1) sun: f32 = 1;"), text);
    assertEquals(List.of(), answer(service.check(TIDE)));
    assertEquals(List.of(), answer(service.check(FISH)));
  }

  @Test
  void refusesToRenameWhatBelongsToTheSdk() {
    var answer = service.rename(FISH, in(fish, "clock.de", "lta"), "step");
    var problem = assertThrows(ExecutionException.class, () -> answer(answer));
    assertEquals(
        "'delta' belongs to the SDK or the language and cannot be renamed.",
        Objects.requireNonNull(problem.getCause()).getMessage());
  }

  @Test
  void warnsThatARenamedComponentLosesItsData() throws Exception {
    var rename = answer(service.rename(FISH, in(fish, "export class Fi", "sh {"), "Swimmer"));
    assertTrue(rename.note().contains("entities lose it"), rename.note());
  }

  @Test
  void saysWhatIsWrongWithUnsavedTextAndWhere() throws Exception {
    var typed = fish.replace("fish.hunger += dt;", "fish.hungr += dt;");
    service.textChanged(FISH, typed);
    var found = answer(service.check(FISH)).getFirst();
    var at = in(typed, "    fish.", "hungr");
    assertEquals(Diagnostic.Severity.ERROR, found.severity());
    assertTrue(found.text().startsWith("Property 'hungr' does not exist"), found.text());
    assertEquals(
        new Diagnostic.Place(FISH, at.line(), at.column(), 5), found.place().orElseThrow());
  }

  @Test
  void forgetsWhatWasWrongAfterFiftyQuickChanges() throws Exception {
    var checks = new ArrayList<CompletableFuture<List<Diagnostic>>>();
    for (var i = 0; i < 50; i++) {
      var name = i % 2 == 0 ? "hungr" + i : "hunger";
      service.textChanged(FISH, fish.replace("fish.hunger += dt;", "fish." + name + " += dt;"));
      checks.add(service.check(FISH));
    }
    assertEquals(List.of(), answer(checks.getLast()));
    assertTrue(checks.stream().filter(CompletableFuture::isCompletedExceptionally).count() > 25);
  }

  @Test
  void seesAChangeOfAnotherPluginThatIsNotSaved() throws Exception {
    var tide = Files.readString(project.resolve(TIDE));
    service.textChanged(TIDE, tide.replace("daylight: f32", "light: f32"));
    assertTrue(answer(service.check(FISH)).getFirst().text().contains("'daylight' does not exist"));
  }

  @Test
  void outlinesAFileInItsOrder() throws Exception {
    var outline = answer(service.outline(FISH));
    var names = outline.stream().map(OutlineSymbol::name).toList();
    assertEquals(List.of("SIGHT", "SPEED", "SCHOOLING"), names.subList(0, 3));
    assertTrue(names.indexOf("Fish") < names.indexOf("swim"));
    var component = outline.get(names.indexOf("Fish"));
    assertEquals(SymbolKind.CLASS, component.kind());
    assertEquals(
        List.of("school", "hunger", "temper"),
        component.children().stream().map(OutlineSymbol::name).toList());
  }

  @Test
  void formatsWithoutTouchingWhatIsInShape() throws Exception {
    assertEquals(List.of(), answer(service.format(FISH)));
    var untidy = fish.replace("  let dt = clock.delta;", "      let dt=clock.delta;");
    service.textChanged(FISH, untidy);
    assertEquals(fish, TextEdit.applied(untidy, answer(service.format(FISH))));
  }

  @Test
  void goesOnAfterItsProcessWasKilled() throws Exception {
    var typed = fish.replace("fish.hunger += dt;", "fish.hungr += dt;");
    service.textChanged(FISH, typed);
    assertFalse(answer(service.check(FISH)).isEmpty());
    var process = ProcessHandle.of(service.pid().orElseThrow()).orElseThrow();
    process.destroyForcibly();
    process.onExit().get(10, TimeUnit.SECONDS);
    assertFalse(answer(service.check(FISH)).isEmpty(), "unsaved text is told anew");
  }
}
