package dev.vivarium.engine.world;

import dev.vivarium.engine.plugin.PluginModule;
import dev.vivarium.engine.plugin.PluginSource;
import dev.vivarium.engine.plugin.wasm.ExecutionMode;
import dev.vivarium.engine.store.ContentFolder;
import dev.vivarium.engine.store.SaveFolder;
import dev.vivarium.engine.tick.StartReason;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Goes on with a saved pond, or begins one, and ticks and saves it until it is killed. Says each
/// tick that is on the disk in a line of its own.
final class SavingProcess {
  static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long TICK_NANOS = TimeUnit.MICROSECONDS.toNanos(300);

  private SavingProcess() {}

  /// @param args folder, module
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    PluginModule module =
        Pond.load(
            PluginSource.of(Pond.NAME, Files.readAllBytes(Path.of(args[1]))),
            ExecutionMode.COMPILED);
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    World world = new World(KillTest.OPTIONS);
    SaveFolder saves = SaveFolder.open(folder, 0);
    Optional<SavedWorld> saved = SavedWorld.load(folder);
    if (saved.isPresent()) {
      world.restore(saved.get().image(), Map.of(Pond.NAME, module));
    } else {
      world.addPlugins(List.of(module), StartReason.FRESH);
    }
    world.listen(event -> {
      if (event instanceof WorldEvent.Saved done) {
        out.println(done.tick());
      }
    });
    world.attach(
        new WorldSaver(
            world,
            saves,
            new ContentFolder(folder.resolve("modules"), ".wasm"),
            INTERVAL_NANOS,
            Map::of));
    while (true) {
      world.tickOnce();
      LockSupport.parkNanos(TICK_NANOS);
    }
  }
}
