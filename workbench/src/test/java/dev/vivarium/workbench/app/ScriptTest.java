package dev.vivarium.workbench.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScriptTest {
  private static Script.Step only(String line) {
    return Script.parse(List.of(line)).lines().getFirst().step();
  }

  @Test
  void leavesOutCommentsAndKeepsLineNumbers() {
    var script = Script.parse(List.of("# a picture", "", "select #214"));
    assertEquals(
        List.of(new Script.Line(3, new Script.Step.Select(List.of(214L)))), script.lines());
  }

  @Test
  void understandsEveryStep() {
    assertEquals(new Script.Step.Open("a.ts:13"), only("open a.ts:13"));
    assertEquals(new Script.Step.Type("a\nb"), only("type a\\nb"));
    assertEquals(new Script.Step.Type("  a"), only("type   a"));
    assertEquals(new Script.Step.Click("Run on"), only("click Run on"));
    assertEquals(new Script.Step.WaitScript(), only("wait-script"));
    assertEquals(new Script.Step.WaitTests(), only("wait-tests"));
    assertEquals(new Script.Step.Enter("pebbles"), only("enter pebbles"));
    assertEquals(new Script.Step.OpenRecording(1), only("recording 1"));
    assertEquals(new Script.Step.Resize(1280, 720), only("resize 1280 720"));
    assertEquals(new Script.Step.Run("file.save"), only("save"));
    assertEquals(new Script.Step.Measure(Path.of("a.json")), only("measure a.json"));
    assertEquals(new Script.Step.Tour("a/sample", List.of(), false), only("tour a/sample"));
    assertEquals(new Script.Step.Tour("a/sample", List.of(), true), only("tour-all a/sample"));
    assertEquals(
        new Script.Step.Tour("a/sample", List.of("people", "map"), false),
        only("tour a/sample people map"));
    assertEquals(
        new Script.Step.Fill("play-script", "bots/wander.bots"),
        only("fill play-script bots/wander.bots"));
    assertEquals(
        new Script.Step.SetField("fish/Fish", "mood", "\"Calm\""),
        only("set fish/Fish.mood \"Calm\""));
  }

  @Test
  void namesTheLineOfAMistake() {
    var failure =
        assertThrows(ScriptException.class, () -> Script.parse(List.of("save", "jump 3")));
    assertEquals("script line 2: “jump” is no command", failure.getMessage());
  }

  @Test
  void refusesAThemeThatIsNone() {
    var failure = assertThrows(ScriptException.class, () -> only("theme blue"));
    assertTrue(String.valueOf(failure.getMessage()).contains("dark or light"));
  }

  @Test
  void readsPlacesInFiles() {
    assertEquals(new FilePlace("a/b.ts", 13, 1), FilePlace.parse("a/b.ts:13"));
    assertEquals(new FilePlace("a/b.ts", 13, 7), FilePlace.parse("a/b.ts:13:7"));
    assertEquals(new FilePlace("a/b.ts", 0, 1), FilePlace.parse("a/b.ts"));
  }
}
