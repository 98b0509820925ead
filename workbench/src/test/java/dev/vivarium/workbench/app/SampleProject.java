package dev.vivarium.workbench.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The files of a small project for tests.
final class SampleProject {
  static final String FISH =
      """
      import { Transform, Velocity, Clock, Entity, publish } from "vivarium";

      @component class Hunger { @unit("s") @range(0, 120) since: f32 = 0; }
      @message("local") class Starving { fish: Entity; since: f32 = 0; }
      @query class Fish { @write transform: Transform; velocity: Velocity; @write hunger: Hunger; }

      /*
       * The school keeps together: each fish looks as far as SIGHT and turns
       * towards the middle of what it sees.
       */

      // change me: how far a fish sees, in metres
      const SIGHT: f32 = 4.0;
      const TURN: f32 = 0.08;

      @system("update")
      function swim(fish: Fish, clock: Clock): void {
        while (fish.next()) {
          const p = fish.transform.position;
          p.addScaled(fish.velocity.linear, clock.delta);
          fish.hunger.since += clock.delta;
          if (fish.hunger.since > 60) {
            publish(new Starving(fish.entity, fish.hunger.since));
          }
        }
      }

      @system("postUpdate")
      function school(fish: Fish, clock: Clock): void {
        let speed = SIGHT * TURN * 1e-2;
        while (fish.next()) {
          fish.velocity.linear.turn(speed, `school of ${fish.entity}`);
        }
      }
      """;

  private SampleProject() {}

  static Path in(Path folder) throws IOException {
    var root = folder.resolve("tidepool");
    write(root, "plugins/fish/fish.ts", FISH);
    write(
        root,
        "plugins/fish/plugin.json",
        "{\n  \"language\": \"assemblyscript\",\n  \"capabilities\": [\"write:vivarium/Transform\"],\n  \"probation\": 120\n}\n");
    write(root, "plugins/tide/tide.ts", "// The tide\nexport const PERIOD: f32 = 60.0;\n");
    write(root, "plugins/feeding/feeding.ts", "// Pellets\n");
    write(root, "scenes/pool.json", "{\n  \"entities\": []\n}\n");
    write(root, "assets/fish.glb", "");
    write(root, "world.json", "{ \"name\": \"tidepool\", \"rate\": 60 }\n");
    write(root, "README.md", "# Tidepool\n");
    return root;
  }

  private static void write(Path root, String file, String text) throws IOException {
    var path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
