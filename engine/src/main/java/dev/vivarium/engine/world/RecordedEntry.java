package dev.vivarium.engine.world;

import dev.vivarium.engine.plugin.PluginSource;
import dev.vivarium.engine.plugin.StopOrder;
import dev.vivarium.engine.plugin.abi.Side;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.store.Pieces;
import dev.vivarium.engine.tick.StartReason;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// One record of a recording. `tick` is the tick that ran next.
sealed interface RecordedEntry {
  /// @param hashEveryTicks ticks between two state hashes
  record Header(long seed, int rateHz, Side side, int hashEveryTicks) implements RecordedEntry {}

  /// A module, referred to by its place among the modules of the file, from 0.
  record Module(PluginSource source) implements RecordedEntry {}

  /// @param modules place of the module of each plugin, by name
  record Keyframe(long tick, Map<String, Integer> modules, Pieces pieces)
      implements RecordedEntry {}

  record Command(long tick, WorldCommand command) implements RecordedEntry {}

  record Swap(long tick, List<Replaced> versions) implements RecordedEntry {}

  /// @param module its place
  record Replaced(int module, Set<SchemaName> reset) {}

  record Added(long tick, List<Integer> modules, StartReason reason) implements RecordedEntry {}

  record Rate(long tick, int rateHz) implements RecordedEntry {}

  record Stop(StopOrder order) implements RecordedEntry {}

  /// What reached the world from a client at the end of a tick.
  record Arrived(long tick, SchemaName channel, long client, byte[] payload)
      implements RecordedEntry {}

  /// A client half failed in that tick.
  record ClientFailed(long tick, String plugin, String message) implements RecordedEntry {}

  record Hash(long tick, long stateHash) implements RecordedEntry {}

  record End(long tick) implements RecordedEntry {}
}
