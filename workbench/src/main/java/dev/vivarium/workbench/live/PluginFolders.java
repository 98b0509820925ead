package dev.vivarium.workbench.live;

import io.methvin.watcher.DirectoryChangeEvent;
import io.methvin.watcher.DirectoryWatcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.LoggerFactory;

/// Watches the folders of a project's plugins. A burst of changes to one plugin, such as an
/// editor's write and rename, counts as one.
final class PluginFolders implements AutoCloseable {
  /// Quiet time after a change before it counts.
  private static final long DEBOUNCE_MS = 20;

  /// Told of a plugin whose files changed, and when the first of the burst did.
  interface Listener {
    void changed(String plugin, long atNanos);
  }

  private record Burst(long since, ScheduledFuture<?> end) {}

  private final Path plugins;
  private final ScheduledExecutorService executor;
  private final LongSupplier clock;
  private final Listener listener;
  private final DirectoryWatcher watcher;
  private final Map<String, Burst> bursts = new HashMap<>();

  PluginFolders(
      Path plugins, ScheduledExecutorService executor, LongSupplier clock, Listener listener)
      throws IOException {
    // A project without plugins may get its first one while it runs.
    this.plugins = Files.createDirectories(plugins).toRealPath();
    this.executor = executor;
    this.clock = clock;
    this.listener = listener;
    this.watcher =
        DirectoryWatcher.builder()
            .path(this.plugins)
            .logger(LoggerFactory.getLogger(DirectoryWatcher.class))
            .listener(this::onChange)
            .build();
    // Registers the folders before it returns: a save right after the start must not be missed.
    var _ =
        watcher.watchAsync(task -> Thread.ofPlatform().daemon().name("plugin files").start(task));
  }

  private void onChange(DirectoryChangeEvent event) {
    Path changed = plugins.relativize(event.path());
    if (event.isDirectory() || changed.getNameCount() < 2 || !isSource(changed)) {
      return;
    }
    note(changed.getName(0).toString());
  }

  private static boolean isSource(Path file) {
    String name = String.valueOf(file.getFileName());
    return !name.startsWith(".") && (name.endsWith(".ts") || name.equals("plugin.json"));
  }

  private synchronized void note(String plugin) {
    Burst before = bursts.get(plugin);
    if (before != null) {
      before.end().cancel(false);
    }
    long since = before == null ? clock.getAsLong() : before.since();
    bursts.put(
        plugin,
        new Burst(
            since,
            executor.schedule(() -> end(plugin, since), DEBOUNCE_MS, TimeUnit.MILLISECONDS)));
  }

  private void end(String plugin, long since) {
    synchronized (this) {
      bursts.remove(plugin);
    }
    listener.changed(plugin, since);
  }

  @Override
  public void close() throws IOException {
    watcher.close();
  }
}
