package dev.vivarium.workbench.live;

import dev.vivarium.engine.store.project.LoadedProject;
import dev.vivarium.engine.store.project.ProjectStore;
import dev.vivarium.engine.world.ProjectWorld.Opening;
import dev.vivarium.engine.world.WorldOptions;
import dev.vivarium.workbench.script.TestWorlds;
import dev.vivarium.workbench.session.SessionException;
import dev.vivarium.workbench.session.WorldSession;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/// Worlds for tests: each begins at tick 0 from the project's scenes and seed, stands still until
/// it is stepped, and lives in a copy of the project, so that neither the files nor the world that
/// runs in a window are touched. One thread at a time.
public final class FreshWorlds implements TestWorlds {
  /// Most files of a project that are copied.
  public static final int MAX_FILES = 20_000;

  private static final Set<String> LEFT_OUT = Set.of("node_modules", "target", "build");

  private final Path copy;
  private final PluginBuilder builder;

  /// @param project the project's folder
  /// @param builder builds the plugins of that folder; stays the caller's
  public FreshWorlds(Path project, PluginBuilder builder) throws IOException {
    this.builder = builder;
    this.copy = Files.createTempDirectory("vivarium-test");
    copyTree(project, copy);
  }

  private static void copyTree(Path from, Path to) throws IOException {
    int[] left = {MAX_FILES};
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            String name = String.valueOf(folder.getFileName());
            if (!folder.equals(from) && (name.startsWith(".") || LEFT_OUT.contains(name))) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(to.resolve(from.relativize(folder)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (left[0]-- <= 0) {
              throw new IOException("the project has more than %,d files".formatted(MAX_FILES));
            }
            if (attributes.isRegularFile()) {
              Files.copy(file, to.resolve(from.relativize(file)), LinkOption.NOFOLLOW_LINKS);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  @Override
  public long nanos() {
    return WorldOptions.DEFAULT.clock().nanos();
  }

  @Override
  public Path folder() {
    return copy;
  }

  @Override
  public WorldSession open() throws IOException, InterruptedException {
    ProjectStore store = ProjectStore.at(copy);
    LoadedProject loaded = store.load();
    LocalWorldSession session =
        new LocalWorldSession(
            loaded,
            WorldOptions.DEFAULT.clock(),
            (times, events) -> {
              LiveWorld live =
                  LiveWorld.open(
                      store,
                      loaded.project(),
                      builder,
                      WorldOptions.DEFAULT,
                      Opening.RESET,
                      times,
                      events);
              live.loop().pause();
              return live;
            });
    try {
      List<String> problems = session.opened().get().startProblems();
      if (!problems.isEmpty()) {
        session.close();
        throw new SessionException(String.join("\n", problems));
      }
      return session;
    } catch (ExecutionException e) {
      session.close();
      Throwable cause = e.getCause();
      throw new SessionException(String.valueOf(cause == null ? e : cause.getMessage()));
    } catch (InterruptedException e) {
      session.close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> tree = Files.walk(copy)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
