package dev.vivarium.engine.plugin.abi;

import dev.vivarium.engine.tick.Stage;
import java.util.List;

/// A system as a plugin declares it.
///
/// @param index position in the descriptor, the argument of `vivarium_dispatch`
/// @param id `PLUGIN/system`
/// @param subscribes indices in the descriptor's message list
public record SystemDescriptor(
    int index,
    String id,
    Stage stage,
    Side side,
    boolean predicted,
    List<String> after,
    List<String> before,
    List<QueryDescriptor> queries,
    List<Integer> subscribes) {
  public SystemDescriptor {
    after = List.copyOf(after);
    before = List.copyOf(before);
    queries = List.copyOf(queries);
    subscribes = List.copyOf(subscribes);
  }

  public String name() {
    return id.substring(id.indexOf('/') + 1);
  }
}
