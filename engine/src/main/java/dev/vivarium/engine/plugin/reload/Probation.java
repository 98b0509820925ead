package dev.vivarium.engine.plugin.reload;

import dev.vivarium.engine.plugin.PluginFailure;
import dev.vivarium.engine.plugin.PluginHost;
import dev.vivarium.engine.plugin.PluginSwap;
import dev.vivarium.engine.tick.StructuralChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The first ticks of new versions, in which a failure puts the old ones back. Owned by the tick
/// thread.
public final class Probation {
  /// Ticks that a new version has to survive.
  public static final int TICKS = 120;

  private final PluginSwap.Undo undo;
  private final List<Integer> owners;
  private final long endTick;
  private final List<Long> born = new ArrayList<>();
  private @Nullable PluginFailure failure;

  /// @param startTick the first tick with the new versions
  public Probation(PluginHost host, PluginSwap.Undo undo, long startTick) {
    this.undo = undo;
    this.owners = undo.plugins().stream().map(host::ownerId).toList();
    this.endTick = startTick + TICKS;
  }

  public List<String> plugins() {
    return undo.plugins();
  }

  public PluginSwap.Undo undo() {
    return undo;
  }

  /// Entities that the new versions spawned so far.
  public List<Long> born() {
    return List.copyOf(born);
  }

  /// Notes what the new versions spawn.
  public void applied(StructuralChange change) {
    if (change instanceof StructuralChange.Spawn spawn && owners.contains(spawn.owner())) {
      born.add(spawn.entity());
    }
  }

  /// Notes a failure of one of the new versions; only the first counts.
  public void failed(PluginFailure next) {
    if (failure == null && undo.plugins().contains(next.plugin())) {
      failure = next;
    }
  }

  public Optional<PluginFailure> failure() {
    return Optional.ofNullable(failure);
  }

  /// Whether it was survived once this tick has ended.
  public boolean isOverAfter(long tick) {
    return tick + 1 >= endTick;
  }
}
