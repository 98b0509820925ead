package dev.vivarium.workbench.live;

import dev.vivarium.engine.ecs.ComponentType;
import dev.vivarium.engine.schema.ComponentSchema;
import dev.vivarium.engine.tick.NanoClock;
import dev.vivarium.engine.world.World;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.EntityOrder;
import dev.vivarium.workbench.session.EntityPage;
import dev.vivarium.workbench.session.EntityRow;
import dev.vivarium.workbench.session.TablePage;
import dev.vivarium.workbench.session.TableQuery;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Lists entities with values, ordered by one of them. Values are those of the page only; an order
/// by value copies the one column that it needs. May be called from any thread.
final class LocalTables {
  private static final double ORDERS_HZ = 2;
  private static final int ORDERS_KEPT = 8;

  private record Asked(String filter, EntityOrder order) {}

  private final LocalInspection.Asking world;
  private final Function<String, CompletableFuture<LocalQueries.Answer>> matching;
  private final Executor reader;
  private final NanoClock clock;
  private final Map<Asked, Order> orders =
      new LinkedHashMap<>(ORDERS_KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Asked, Order> eldest) {
          return size() > ORDERS_KEPT;
        }
      };

  /// @param matching those that a filter matches, in ascending handle order
  LocalTables(
      LocalInspection.Asking world,
      Function<String, CompletableFuture<LocalQueries.Answer>> matching,
      Executor reader,
      NanoClock clock) {
    this.world = world;
    this.matching = matching;
    this.reader = reader;
    this.clock = clock;
  }

  /// Something was changed on purpose and has to be seen.
  void expire() {
    synchronized (orders) {
      orders.values().forEach(order -> order.answers.expire());
    }
  }

  CompletableFuture<TablePage> table(TableQuery query) {
    return ordered(query)
        .thenApplyAsync(answer -> answer.page(query.entities()), reader)
        .thenCompose(page -> withValues(page, query.columns()));
  }

  CompletableFuture<OptionalInt> place(TableQuery query, EntityHandle handle) {
    return ordered(query)
        .thenApplyAsync(
            answer -> {
              int index = answer.roster().find(handle.bits()).orElse(-1);
              return IntStream.range(0, answer.places().length)
                  .filter(i -> answer.places()[i] == index)
                  .findFirst();
            },
            reader);
  }

  private CompletableFuture<LocalQueries.Answer> ordered(TableQuery query) {
    if (query.order().equals(EntityOrder.BY_HANDLE)) {
      return matching.apply(query.entities().filter());
    }
    Order order;
    synchronized (orders) {
      order =
          orders.computeIfAbsent(new Asked(query.entities().filter(), query.order()), Order::new);
    }
    return order.answers.get();
  }

  /// One order of one filter's entities, made anew twice a second.
  private final class Order {
    private final Asked asked;
    private final Sampler<LocalQueries.Answer> answers =
        new Sampler<>(clock, ORDERS_HZ, this::take);
    private volatile @Nullable QueryReading last;

    Order(Asked asked) {
      this.asked = asked;
    }

    private CompletableFuture<LocalQueries.Answer> take() {
      CompletableFuture<LocalQueries.Answer> found = matching.apply(asked.filter());
      return switch (asked.order().by()) {
        case "" -> found.thenApplyAsync(a -> sorted(a, Comparator.naturalOrder()), reader);
        case EntityOrder.NAME -> byText(found, EntityRow::name);
        case EntityOrder.OWNER -> byText(found, EntityRow::owner);
        case EntityOrder.ORIGIN -> byText(found, row -> row.origin().name());
        default -> byValue(found, ValuePath.parse(asked.order().by()));
      };
    }

    private CompletableFuture<LocalQueries.Answer> byText(
        CompletableFuture<LocalQueries.Answer> found, Function<EntityRow, String> text) {
      return found.thenApplyAsync(
          answer -> {
            List<String> texts = new ArrayList<>(answer.places().length);
            for (int place : answer.places()) {
              texts.add(text.apply(answer.roster().row(place)));
            }
            return sorted(answer, byKey(texts, String.CASE_INSENSITIVE_ORDER, String::isEmpty));
          },
          reader);
    }

    private CompletableFuture<LocalQueries.Answer> byValue(
        CompletableFuture<LocalQueries.Answer> found, ValuePath path) {
      return found.thenCompose(answer ->
          world
              .ask(w ->
                  QueryReading.take(w, Set.of(path.component().toString()), answer.roster(), last))
              .thenApplyAsync(
                  reading -> {
                    last = reading;
                    return byValue(answer, reading, path);
                  },
                  reader));
    }

    private LocalQueries.Answer byValue(
        LocalQueries.Answer answer, QueryReading reading, ValuePath path) {
      ColumnValues values = new ColumnValues(reading, path);
      if (values.isNumber()) {
        List<Double> numbers = new ArrayList<>(answer.places().length);
        for (int place : answer.places()) {
          numbers.add(values.number(answer.roster().handle(place)));
        }
        return sorted(answer, byKey(numbers, Comparator.naturalOrder(), n -> n.isNaN()));
      }
      List<String> texts = new ArrayList<>(answer.places().length);
      for (int place : answer.places()) {
        texts.add(values.text(answer.roster().handle(place)));
      }
      return sorted(answer, byKey(texts, String.CASE_INSENSITIVE_ORDER, String::isEmpty));
    }

    /// Those without a key last, the rest by it, equal ones by handle.
    ///
    /// @param keys in the order of the answer's places
    private <K> Comparator<Integer> byKey(
        List<K> keys, Comparator<? super K> order, Function<K, Boolean> none) {
      Comparator<? super K> directed = asked.order().descending() ? order.reversed() : order;
      return (a, b) -> {
        K left = keys.get(a);
        K right = keys.get(b);
        int byNone = Boolean.compare(none.apply(left), none.apply(right));
        int byValue = byNone != 0 ? byNone : directed.compare(left, right);
        return byValue != 0 ? byValue : Integer.compare(a, b);
      };
    }

    /// @param order of positions among the answer's places, which are in ascending handle order
    private LocalQueries.Answer sorted(LocalQueries.Answer answer, Comparator<Integer> order) {
      boolean backwards = asked.order().by().isEmpty() && asked.order().descending();
      int[] places =
          IntStream.range(0, answer.places().length)
              .boxed()
              .sorted(backwards ? order.reversed() : order)
              .mapToInt(position -> answer.places()[position])
              .toArray();
      return new LocalQueries.Answer(answer.tick(), answer.roster(), places);
    }
  }

  /// A component's bytes of one entity.
  private record Bytes(ComponentSchema schema, byte[] value) {}

  private CompletableFuture<TablePage> withValues(EntityPage page, List<String> columns) {
    if (columns.isEmpty()) {
      List<List<String>> none = page.rows().stream().map(row -> List.<String>of()).toList();
      return CompletableFuture.completedFuture(new TablePage(page, none));
    }
    List<ValuePath> paths = columns.stream().map(ValuePath::parse).toList();
    return world
        .ask(w -> page.rows().stream().map(row -> copy(w, row.handle().bits(), paths)).toList())
        .thenApplyAsync(
            copies -> new TablePage(page, copies.stream().map(c -> texts(c, paths)).toList()),
            reader);
  }

  private static Map<String, Bytes> copy(World world, long entity, List<ValuePath> paths) {
    Map<String, Bytes> copied = new LinkedHashMap<>();
    for (ValuePath path : paths) {
      ComponentType type = world.store().findType(path.component());
      byte @Nullable [] value =
          type == null || !world.store().isAlive(entity) ? null : world.store().get(entity, type);
      if (type != null && value != null) {
        copied.put(path.component().toString(), new Bytes(type.schema(), value));
      }
    }
    return copied;
  }

  private static List<String> texts(Map<String, Bytes> copied, List<ValuePath> paths) {
    List<String> texts = new ArrayList<>();
    for (ValuePath path : paths) {
      Bytes bytes = copied.get(path.component().toString());
      texts.add(bytes == null ? "" : path.json(bytes.schema(), bytes.value()));
    }
    return texts;
  }
}
