package dev.vivarium.net.protocol.replication;

import java.util.List;

/// What is replicated and how, from one reload to the next.
///
/// @param epoch counts the sets of schemas that a world has had; a frame decodes with the plan of
///   its epoch only
/// @param components in the order in which frames hold them
public record SnapshotPlan(int epoch, List<ComponentPlan> components) {
  public SnapshotPlan {
    components = List.copyOf(components);
    if (epoch < 0) {
      throw new IllegalArgumentException("an epoch is at least 0, not " + epoch);
    }
    if (components.size() > ReplicationLimits.COMPONENTS) {
      throw new IllegalArgumentException(
          components.size() + " components; at most " + ReplicationLimits.COMPONENTS);
    }
  }
}
