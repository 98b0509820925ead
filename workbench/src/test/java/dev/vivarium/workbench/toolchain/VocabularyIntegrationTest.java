package dev.vivarium.workbench.toolchain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.engine.plugin.Gear;
import dev.vivarium.engine.plugin.PluginModule;
import dev.vivarium.engine.plugin.PluginSource;
import dev.vivarium.engine.plugin.Watchdog;
import dev.vivarium.engine.plugin.wasm.ExecutionMode;
import dev.vivarium.engine.schema.ComponentSchema;
import dev.vivarium.engine.schema.Field;
import dev.vivarium.engine.schema.MessageSchema;
import dev.vivarium.engine.schema.Vocabulary;
import dev.vivarium.engine.tick.NanoClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The engine's vocabulary and the SDK's are written down in two places; this holds them together.
class VocabularyIntegrationTest {
  private static final String USES_EVERYTHING =
      """
      import {
        Transform, Velocity, Name, Parent, Render, Camera, Light, Player, Owner, Saved, Synchronized,
        Transient, FrameTime, InputEvent, Connections, Log, UploadMesh
      } from "vivarium";
      """;

  @TempDir Path folder;

  @Test
  void theSdkDeclaresTheEnginesVocabularyFieldByField() throws Exception {
    Files.writeString(folder.resolve("all.ts"), USES_EVERYTHING);
    JsonNode descriptor = describe(build());
    Map<String, List<String>> engine = new TreeMap<>();
    for (ComponentSchema schema : Vocabulary.components()) {
      engine.put(schema.name().toString(), fields(schema.fields()));
    }
    engine.remove("vivarium/Authored");
    for (MessageSchema schema : Vocabulary.messages()) {
      engine.put(schema.name().toString(), fields(schema.fields()));
    }
    Map<String, List<String>> sdk = new TreeMap<>();
    for (String kind : List.of("components", "messages")) {
      for (JsonNode use : descriptor.path(kind)) sdk.put(use.path("use").asText(), fields(use));
    }
    assertEquals(lines(engine), lines(sdk));
  }

  private byte[] build() throws Exception {
    try (var compiler = new AssemblyScriptCompiler(Toolchain.locate())) {
      var request = new BuildRequest("all", folder, Path.of("all.ts"), Gear.QUICK);
      BuildResult result = compiler.build(request).get(60, TimeUnit.SECONDS);
      return assertInstanceOf(BuildResult.Built.class, result, result::toString).wasm();
    }
  }

  private static JsonNode describe(byte[] wasm) throws Exception {
    try (var watchdog = new Watchdog("vocabulary", NanoClock.SYSTEM)) {
      PluginSource source = PluginSource.of("all", wasm);
      return PluginModule.load(source, ExecutionMode.INTERPRETED, watchdog).descriptor().json();
    }
  }

  private static List<String> fields(List<Field> fields) {
    return fields.stream().map(field -> field.name() + ": " + field.type()).toList();
  }

  private static List<String> fields(JsonNode use) {
    return use.path("fields")
        .valueStream()
        .map(field -> field.path("name").asText() + ": " + field.path("type").asText())
        .toList();
  }

  private static String lines(Map<String, List<String>> schemas) {
    return schemas.entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .collect(Collectors.joining("\n"));
  }
}
