package dev.vivarium.workbench.session;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/// What the inspector asks of the world in memory.
final class TestInspection implements EntitySource {
  private static final List<String> SYSTEMS = List.of("swim", "feed");

  private final TestWorldSession world;

  TestInspection(TestWorldSession world) {
    this.world = world;
  }

  @Override
  public CompletableFuture<WorldSchema> schema() {
    return world.later(() -> {
      Map<String, WorldSchema.Component> components = new LinkedHashMap<>();
      world.rows().stream()
          .collect(Collectors.toMap(EntityRow::components, r -> r, (a, b) -> a))
          .values()
          .stream()
          .flatMap(row -> world.detailsNow(row.handle()).orElseThrow().components().stream())
          .forEach(c ->
              components.put(
                  c.name(),
                  new WorldSchema.Component(
                      c.name(),
                      1,
                      WorldSchema.Storage.TABLE,
                      16,
                      c.doc(),
                      c.fields().stream().map(FieldValue::schema).toList())));
      return new WorldSchema(
          1,
          List.copyOf(components.values()),
          List.of(new WorldSchema.Channel("feeding/Eaten", true, "", List.of("fish: entity"))),
          SYSTEMS.stream()
              .map(s ->
                  new WorldSchema.PluginSystem(
                      "fish",
                      s,
                      "Update",
                      List.of("vivarium/Velocity"),
                      List.of("vivarium/Transform", "fish/Hunger"),
                      List.of()))
              .toList(),
          List.of("pool"));
    });
  }

  @Override
  public CompletableFuture<ChildPage> children(
      Optional<EntityHandle> parent, int offset, int limit) {
    return world.later(() -> {
      var parents = world.parents();
      var rows =
          world.rows().stream()
              .filter(row ->
                  Optional.ofNullable(parents.get(row.handle().bits()))
                      .map(EntityHandle::new)
                      .equals(parent))
              .toList();
      var page = rows.stream().skip(offset).limit(limit).toList();
      var counts =
          page.stream()
              .map(row ->
                  (int) parents.values().stream().filter(p -> p == row.handle().bits()).count())
              .toList();
      return new ChildPage(0, rows.size(), offset, page, counts);
    });
  }

  @Override
  public CompletableFuture<List<EntityHandle>> ancestors(EntityHandle handle) {
    return world.later(() ->
        Optional.ofNullable(world.parents().get(handle.bits()))
            .map(p -> List.of(new EntityHandle(p)))
            .orElse(List.of()));
  }

  @Override
  public CompletableFuture<List<EntityDetails>> entities(List<EntityHandle> handles) {
    return world.later(() -> handles.stream().flatMap(h -> world.detailsNow(h).stream()).toList());
  }

  @Override
  public CompletableFuture<String> copy(List<EntityHandle> handles) {
    return world.later(() -> "{\"vivarium\": \"entities\", \"entities\": []}");
  }

  @Override
  public CompletableFuture<EntityStatistics> statistics() {
    return world.later(() -> {
      var byComponents =
          world.rows().stream()
              .collect(Collectors.groupingBy(EntityRow::components, Collectors.summingInt(r -> 1)));
      return new EntityStatistics(
          0,
          world.rows().size(),
          1L << 20,
          byComponents.entrySet().stream()
              .map(e -> new EntityStatistics.Archetype(e.getKey(), e.getValue(), 64))
              .toList(),
          List.of(new EntityStatistics.Use("vivarium/Transform", world.rows().size(), 40)));
    });
  }
}
