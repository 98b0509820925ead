package dev.vivarium.workbench.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A project of many entities of one component, some of which send a message in every tick.
final class Crowd {
  private static final String SOURCE =
      """
      import { Clock, Reason, Entity, spawn, set, setting, publish } from "vivarium";
      @component class Age { ticks: f32 = 0; }
      @message("local", { maxCount: 8192 }) class Aged { who: Entity; ticks: f32; }
      @query class Crowd { @write age: Age; }
      @system("postInit") function begin(clock: Clock): void {
        if (clock.reason != Reason.Fresh) return;
        let count = <i32>setting.number("count", 0);
        for (let i = 0; i < count; i++) { let one = spawn(); set(one, new Age()); }
      }
      @system("update") function grow(crowd: Crowd, clock: Clock): void {
        let most = <i32>setting.number("messages", 0);
        while (crowd.next()) {
          crowd.age.ticks += 1;
          if (crowd.row < most) publish(new Aged(crowd.entity, crowd.age.ticks));
        }
      }
      """;

  private Crowd() {}

  /// Writes the project into the folder.
  static Path project(Path project, int entities, int messagesATick) throws IOException {
    Path plugin = project.resolve("plugins/crowd");
    Files.createDirectories(plugin);
    Files.createDirectories(project.resolve("scenes"));
    Files.writeString(
        project.resolve("world.json"),
        """
        {"format":1,"name":"Crowd","seed":1,"rate":60,"master":"main","scenes":["main"]}
        """);
    Files.writeString(
        project.resolve("scenes/main.json"),
        """
        {"format":1,"name":"main","entities":[]}
        """);
    Files.writeString(
        plugin.resolve("plugin.json"),
        """
        {"name":"crowd","language":"assemblyscript","main":"crowd.ts","capabilities":[],
         "settings":{"count":%d,"messages":%d}}
        """
            .formatted(entities, messagesATick));
    Files.writeString(plugin.resolve("crowd.ts"), SOURCE);
    return project;
  }
}
