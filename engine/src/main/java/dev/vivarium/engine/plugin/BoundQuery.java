package dev.vivarium.engine.plugin;

import dev.vivarium.engine.ecs.ComponentType;
import dev.vivarium.engine.ecs.EntityStore;
import dev.vivarium.engine.ecs.Query;
import dev.vivarium.engine.ecs.QueryTerm;
import dev.vivarium.engine.plugin.abi.PluginDescriptor;
import dev.vivarium.engine.plugin.abi.QueryDescriptor;
import dev.vivarium.engine.plugin.abi.QueryDescriptor.Term;
import dev.vivarium.engine.schema.Layout;
import dev.vivarium.engine.schema.Projection;
import java.util.ArrayList;
import java.util.List;

/// A plugin's query, bound to the world's component types.
final class BoundQuery {
  /// A term with a column in each chunk.
  ///
  /// @param strideBytes size of a value as the plugin declared it
  /// @param anywhere whether the plugin may write it on every entity
  /// @param onOwn whether it may write it on entities of its own
  record DataTerm(
      ComponentType type,
      Projection projection,
      int strideBytes,
      boolean write,
      boolean anywhere,
      boolean onOwn) {
    boolean isSparse() {
      return type.isSparse();
    }
  }

  private final Query query;
  private final DataTerm[] data;

  private BoundQuery(Query query, DataTerm[] data) {
    this.query = query;
    this.data = data;
  }

  /// @param types the world's type of each entry in the descriptor's component list
  static BoundQuery bind(
      EntityStore store,
      QueryDescriptor descriptor,
      PluginDescriptor plugin,
      List<ComponentType> types,
      Rights rights) {
    List<QueryTerm> terms = new ArrayList<>();
    List<DataTerm> data = new ArrayList<>();
    for (Term term : descriptor.terms()) {
      ComponentType type = types.get(term.component());
      terms.add(new QueryTerm(type, access(term.access()), term.optional()));
      if (term.carriesData()) {
        Layout consumer = plugin.components().get(term.component()).layout();
        data.add(
            new DataTerm(
                type,
                Projection.of(type.schema().layout(), consumer),
                consumer.sizeBytes(),
                term.access() == QueryDescriptor.Access.WRITE,
                rights.anywhere(type.schema().name()),
                rights.onOwnEntities(type.schema().name())));
      }
    }
    return new BoundQuery(store.query(terms), data.toArray(DataTerm[]::new));
  }

  private static dev.vivarium.engine.ecs.Access access(QueryDescriptor.Access access) {
    return switch (access) {
      case READ -> dev.vivarium.engine.ecs.Access.READ;
      case WRITE -> dev.vivarium.engine.ecs.Access.WRITE;
      case WITH -> dev.vivarium.engine.ecs.Access.WITH;
      case WITHOUT -> dev.vivarium.engine.ecs.Access.WITHOUT;
      case CHANGED -> dev.vivarium.engine.ecs.Access.CHANGED;
    };
  }

  Query query() {
    return query;
  }

  DataTerm[] data() {
    return data;
  }
}
