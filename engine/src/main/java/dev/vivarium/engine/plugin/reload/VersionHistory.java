package dev.vivarium.engine.plugin.reload;

import dev.vivarium.engine.plugin.PluginModule;
import dev.vivarium.engine.plugin.PluginSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The last versions of each plugin that survived their probation, to be put back by hand. Owned by
/// the tick thread.
public final class VersionHistory {
  public static final int KEPT = 10;

  /// A version that proved good.
  ///
  /// @param tick at which it was found good
  public record Version(String version, long tick, PluginSource source) {}

  private final Map<String, Deque<Version>> versions = new HashMap<>();

  /// Notes a good version; one that is known already becomes the newest.
  public void good(PluginModule module, long tick) {
    Deque<Version> known = versions.computeIfAbsent(module.name(), name -> new ArrayDeque<>());
    known.removeIf(version -> version.version().equals(module.version()));
    known.addFirst(new Version(module.version(), tick, module.source()));
    while (known.size() > KEPT) {
      known.removeLast();
    }
  }

  /// Goes on with what an earlier world of the same project found good, as after a reset.
  public void takeOver(VersionHistory earlier) {
    versions.clear();
    earlier.versions.forEach((plugin, known) -> versions.put(plugin, new ArrayDeque<>(known)));
  }

  /// Good versions of a plugin, newest first.
  public List<Version> of(String plugin) {
    return new ArrayList<>(versions.getOrDefault(plugin, new ArrayDeque<>()));
  }
}
