package dev.vivarium.net.client.realtime;

import dev.vivarium.net.protocol.realtime.Sha256;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Keeps modules as long as the process runs, at most [#MAX_BYTES] of them.
public final class MemoryModuleStore implements ModuleStore {
  public static final long MAX_BYTES = ModuleFetch.MAX_BYTES;

  /// By access, what was used longest ago first. Guarded by this.
  private final Map<Sha256, byte[]> modules = new LinkedHashMap<>(16, 0.75f, true);

  private long bytes;

  @Override
  public synchronized Optional<byte[]> find(Sha256 digest) {
    return Optional.ofNullable(modules.get(digest));
  }

  @Override
  public synchronized void keep(Sha256 digest, byte[] module) {
    if (modules.putIfAbsent(digest, module) == null) {
      bytes += module.length;
    }
    Iterator<byte[]> oldest = modules.values().iterator();
    while (bytes > MAX_BYTES) {
      bytes -= oldest.next().length;
      oldest.remove();
    }
  }
}
