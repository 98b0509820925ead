package dev.vivarium.workbench.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A project whose plugin has a client half: lamps of the server's that glow at the client only.
public final class TwoSidedProject {
  /// A component that no entity has at the server.
  public static final String GLOW = "hello/Glow";

  private static final String SOURCE =
      """
      import { Transform, Name, Synchronized, Vec3, spawn, set } from "vivarium";

      @tag class Lamp {}
      @component class Glow { level: f32 = 0; }

      @query class Dark { transform: Transform; @with lamp: Lamp; @without glow: Glow; }

      @system("postInit")
      function begin(): void {
        for (let i = 0; i < 3; i++) {
          const lamp = spawn();
          set(lamp, new Transform(new Vec3(<f32>i, 0, 2)));
          set(lamp, new Name(`Lamp ${i}`));
          set<Lamp>(lamp);
          set<Synchronized>(lamp);
        }
        const hidden = spawn();
        set(hidden, new Name("Only at the server"));
        set<Lamp>(hidden);
      }

      @system("update", { side: "client" })
      function shine(dark: Dark): void {
        while (dark.next()) set(dark.entity, new Glow(0.75));
      }
      """;

  private TwoSidedProject() {}

  /// @return the project's folder, in `folder`
  public static Path make(Path folder) throws IOException {
    Path project = RealWorld.copy("hello", folder);
    Files.writeString(project.resolve("plugins/hello/hello.ts"), SOURCE);
    return project;
  }
}
