package dev.vivarium.engine.world;

import dev.vivarium.engine.plugin.WatPlugin;
import java.util.ArrayList;
import java.util.List;

/// Descriptors that are no JSON, contradict themselves, or ask for too much.
class HostileDescriptorTest extends HostilePlugins {
  @Override
  List<Hostile> plugins() {
    List<Hostile> all = new ArrayList<>();
    descriptors(all);
    return all;
  }

  private static Hostile described(String name, String says, String json) {
    return new Hostile(name, WatPlugin.describedBy(json).system("").wasm(), says);
  }

  private static void descriptors(List<Hostile> all) {
    String field = "{\"name\": \"f\", \"type\": \"%s\"}";
    all.add(described("no JSON", "no valid JSON", "nonsense"));
    all.add(described("nothing", "not a JSON object", ""));
    all.add(described("a list", "not a JSON object", "[]"));
    all.add(
        described(
            "deep JSON",
            "nesting",
            "{\"abi\": 1, \"sdk\": " + "[".repeat(5000) + "]".repeat(5000) + "}"));
    all.add(described("another ABI", "version 2", "{\"abi\": 2}"));
    all.add(
        described(
            "ten thousand components",
            "at most 256",
            "{\"abi\": 1, \"components\": ["
                + "{\"name\": \"A\"},".repeat(9999)
                + "{\"name\": \"A\"}]}"));
    all.add(
        described(
            "a name with a NUL",
            "is no name",
            "{\"abi\": 1, \"components\": [{\"name\": \"A\\u0000\"}]}"));
    all.add(
        described(
            "a name twice",
            "twice",
            "{\"abi\": 1, \"components\": [{\"name\": \"A\"}, {\"name\": \"A\"}]}"));
    all.add(
        described(
            "a field twice",
            "twice",
            "{\"abi\": 1, \"components\": [{\"name\": \"A\", \"fields\": [%s, %s]}]}"
                .formatted(field.formatted("i32"), field.formatted("i32"))));
    all.add(
        described(
            "a component too large",
            "bytes",
            "{\"abi\": 1, \"components\": [{\"name\": \"A\", \"fields\": [%s]}]}"
                .formatted(field.formatted("char[4000]"))));
    all.add(
        described(
            "an array beyond all numbers",
            SOMETHING,
            "{\"abi\": 1, \"components\": [{\"name\": \"A\", \"fields\": [%s]}]}"
                .formatted(field.formatted("mat4[99999999999]"))));
    all.add(
        described(
            "an unknown type",
            "type",
            "{\"abi\": 1, \"components\": [{\"name\": \"A\", \"fields\": [%s]}]}"
                .formatted(field.formatted("quark"))));
    all.add(
        described(
            "a string in a component",
            "fixed size",
            "{\"abi\": 1, \"components\": [{\"name\": \"A\", \"fields\": [%s]}]}"
                .formatted(field.formatted("string<9>"))));
    all.add(
        described(
            "another's schema declared",
            "is no name",
            "{\"abi\": 1, \"components\": [{\"name\": \"victim/Count\"}]}"));
    all.add(
        described(
            "a schema that nobody has",
            NOTHING,
            "{\"abi\": 1, \"components\": [{\"use\": \"ghost/Thing\"}]}"));
    all.add(
        described(
            "a field that the owner lacks",
            "victim",
            "{\"abi\": 1, \"components\": [{\"use\": \"victim/Count\", \"fields\": [%s]}]}"
                .formatted(field.formatted("i32"))));
    all.add(
        described(
            "a component out of range",
            "no index",
            "{\"abi\": 1, \"systems\": [{\"name\": \"s\", \"queries\": [{\"terms\": [{\"component\": 7}]}]}]}"));
    all.add(
        described(
            "a negative component",
            "no index",
            "{\"abi\": 1, \"systems\": [{\"name\": \"s\", \"queries\": [{\"terms\": [{\"component\": -1}]}]}]}"));
    all.add(
        described(
            "a stage that does not exist",
            "no stage",
            "{\"abi\": 1, \"systems\": [{\"name\": \"s\", \"stage\": \"Never\"}]}"));
    all.add(
        described(
            "a default of the wrong type",
            "f",
            "{\"abi\": 1, \"components\": [{\"name\": \"A\", \"fields\": [{\"name\": \"f\", \"type\": \"i32\", \"default\": \"x\"}]}]}"));
    all.add(
        described(
            "a capability not granted",
            "not granted",
            "{\"abi\": 1, \"capabilities\": [\"write:victim/Count\"]}"));
    all.add(
        described(
            "a capability that does not exist",
            "no capability",
            "{\"abi\": 1, \"capabilities\": [\"rule:world\"]}"));
    all.add(
        described(
            "wrong kinds everywhere",
            "not a list",
            "{\"abi\": 1, \"components\": {}, \"systems\": 7}"));
    all.add(
        described(
            "a system that waits for itself",
            "wait for each other",
            "{\"abi\": 1, \"systems\": [{\"name\": \"s\", \"after\": [\"s\"]}]}"));
    all.add(
        new Hostile(
            "bytes that are no text",
            WatPlugin.describedBy(new byte[] {-1, -2, 0, 7}).system("").wasm(),
            "no valid JSON"));
    for (String span :
        List.of(
            "(i64.const -1)",
            "(i64.const 0x7fffffff00000010)",
            "(i64.const 0x0000fff000100000)",
            "(i64.const 0x00000010fffffff0)")) {
      all.add(
          new Hostile(
              "a descriptor at " + span,
              plain().system("").export("vivarium_descriptor", "(result i64) " + span).wasm(),
              "outside its memory"));
    }
  }
}
