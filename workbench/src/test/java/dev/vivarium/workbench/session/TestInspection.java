package dev.vivarium.workbench.session;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
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
      var rows = under(parent);
      var page = rows.stream().skip(offset).limit(limit).toList();
      var counts =
          page.stream()
              .map(row ->
                  (int) parents.values().stream().filter(p -> p == row.handle().bits()).count())
              .toList();
      return new ChildPage(0, rows.size(), offset, page, counts);
    });
  }

  private List<EntityRow> under(Optional<EntityHandle> parent) {
    var parents = world.parents();
    return world.rows().stream()
        .filter(row ->
            Optional.ofNullable(parents.get(row.handle().bits()))
                .map(EntityHandle::new)
                .equals(parent))
        .toList();
  }

  @Override
  public CompletableFuture<OptionalInt> placeUnder(
      Optional<EntityHandle> parent, EntityHandle child) {
    return world.later(() -> {
      var place = under(parent).stream().map(EntityRow::handle).toList().indexOf(child);
      return place < 0 ? OptionalInt.empty() : OptionalInt.of(place);
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

  @Override
  public CompletableFuture<TablePage> table(TableQuery query) {
    return world.later(() -> {
      var rows = ordered(query);
      var page =
          rows.stream().skip(query.entities().offset()).limit(query.entities().limit()).toList();
      return new TablePage(
          new EntityPage(0, rows.size(), query.entities().offset(), page),
          page.stream()
              .map(row -> query.columns().stream().map(c -> value(row, c)).toList())
              .toList());
    });
  }

  private List<EntityRow> ordered(TableQuery query) {
    var rows = new ArrayList<>(world.matching(query.entities().filter()));
    var by = query.order().by();
    Comparator<EntityRow> order =
        switch (by) {
          case "" -> Comparator.comparingLong(row -> row.handle().bits());
          case EntityOrder.NAME -> Comparator.comparing(EntityRow::name);
          case EntityOrder.OWNER -> Comparator.comparing(EntityRow::owner);
          case EntityOrder.ORIGIN -> Comparator.comparing(EntityRow::origin);
          default -> Comparator.comparingDouble(row -> number(value(row, by)));
        };
    rows.sort(query.order().descending() ? order.reversed() : order);
    return rows;
  }

  private static double number(String json) {
    try {
      return Double.parseDouble(json);
    } catch (NumberFormatException e) {
      return Double.POSITIVE_INFINITY;
    }
  }

  private String value(EntityRow row, String column) {
    var words = column.split("\\.", -1);
    var json =
        world.detailsNow(row.handle()).orElseThrow().components().stream()
            .filter(c -> c.name().equals(words[0]))
            .flatMap(c -> c.fields().stream())
            .filter(f -> f.schema().name().equals(words[1]))
            .map(FieldValue::json)
            .findFirst()
            .orElse("");
    return words.length < 3 || json.isEmpty()
        ? json
        : json.substring(1, json.length() - 1).split(",", -1)["xyzw".indexOf(words[2])];
  }

  @Override
  public CompletableFuture<OptionalInt> placeIn(TableQuery query, EntityHandle handle) {
    return world.later(() -> {
      var place = ordered(query).stream().map(EntityRow::handle).toList().indexOf(handle);
      return place < 0 ? OptionalInt.empty() : OptionalInt.of(place);
    });
  }

  @Override
  public CompletableFuture<EntityGroups> groups(EntityGrouping grouping) {
    return world.later(() -> {
      var names = new ArrayList<String>();
      var rows = world.rows();
      var groups = new short[rows.size()];
      for (var i = 0; i < groups.length; i++) {
        var name = group(rows.get(i), grouping);
        if (!names.contains(name)) {
          names.add(name);
        }
        groups[i] = (short) names.indexOf(name);
      }
      return new EntityGroups(
          names, rows.stream().mapToLong(r -> r.handle().bits()).toArray(), groups);
    });
  }

  private static String group(EntityRow row, EntityGrouping grouping) {
    return switch (grouping) {
      case EntityGrouping.Owner owner -> row.owner();
      case EntityGrouping.Archetype archetype -> String.join(" ", row.components());
      case EntityGrouping.Mover mover -> row.owner();
      case EntityGrouping.Component component -> {
        var name = component.component().substring(component.component().indexOf('/') + 1);
        yield row.components().contains(name) ? "with " + name : "without";
      }
    };
  }

  @Override
  public CompletableFuture<List<AssetName>> assets() {
    return world.later(() -> List.of(new AssetName("models/fish.glb", 77)));
  }
}
