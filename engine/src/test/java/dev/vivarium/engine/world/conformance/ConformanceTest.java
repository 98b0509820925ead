package dev.vivarium.engine.world.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.vivarium.engine.plugin.WatPlugin;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConformanceTest {
  private static WatPlugin reference() {
    return WatPlugin.fixture("conformance")
        .system("(call $birth (local.get $f))")
        .system(
            "(call $add (local.get $f) (i32.const 4) (call $inbox (local.get $f)) (i32.const 0))")
        .system("(call $count (local.get $f))")
        .system("(call $unmark (local.get $f))")
        .export(
            "vivarium_save",
            "(result i64) (i32.store (i32.const 64) (global.get $dispatches)) (i64.const"
                + " 0x4000000004)")
        .export(
            "vivarium_restore",
            "(param $at i32) (param $bytes i32) (param $version i32) (result i32)"
                + " (global.set $dispatches (i32.load (local.get $at))) (i32.const 0)");
  }

  @Test
  void passesTheReference() {
    List<Conformance.Result> results = Conformance.check(reference().wasm());
    assertEquals(12, results.size());
    assertEquals(List.of(), results.stream().filter(result -> !result.passed()).toList());
  }

  @Test
  void namesThePointThatAPluginMisses() {
    byte[] forgetful = reference().without("vivarium_restore").wasm();
    List<String> missed =
        Conformance.check(forgetful).stream()
            .filter(result -> !result.passed())
            .map(Conformance.Result::point)
            .toList();
    assertEquals(List.of("private state outlives a reload"), missed);
    assertFalse(Conformance.check(new byte[] {1, 2, 3}).getFirst().passed());
  }
}
