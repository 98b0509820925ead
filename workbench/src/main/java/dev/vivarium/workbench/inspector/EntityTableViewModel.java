package dev.vivarium.workbench.inspector;

import dev.vivarium.workbench.query.QueryException;
import dev.vivarium.workbench.query.QueryParser;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.EntityOrder;
import dev.vivarium.workbench.session.EntityPage;
import dev.vivarium.workbench.session.EntityQuery;
import dev.vivarium.workbench.session.Poll;
import dev.vivarium.workbench.session.TablePage;
import dev.vivarium.workbench.session.TableQuery;
import dev.vivarium.workbench.session.WorldSchema;
import dev.vivarium.workbench.session.WorldSession;
import dev.vivarium.workbench.world.WorldTexts;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.IntConsumer;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// The live table of entities, of which only what is looked at is fetched. Belongs to the window's
/// thread.
public final class EntityTableViewModel {
  private final WorldSession session;
  private final Executor window;
  private final PagedRows rows = new PagedRows();
  private final StringProperty filter = new SimpleStringProperty("");
  private final ReadOnlyIntegerWrapper total = new ReadOnlyIntegerWrapper(-1);
  private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
  private final ReadOnlyObjectWrapper<Optional<QueryException>> problem =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final Poll<WorldSchema> schemas;
  private final ReadOnlyObjectWrapper<List<ValueColumn>> columns =
      new ReadOnlyObjectWrapper<>(List.of());
  private final ReadOnlyObjectWrapper<EntityOrder> order =
      new ReadOnlyObjectWrapper<>(EntityOrder.BY_HANDLE);
  private WorldSchema schema = WorldSchema.EMPTY;
  private int onTheWay;
  private int query;
  private String applied = "";
  private final ReadOnlyStringWrapper countText = new ReadOnlyStringWrapper("");

  public EntityTableViewModel(WorldSession session, Executor window) {
    this.session = session;
    this.window = window;
    this.schemas =
        new Poll<>(() -> session.inspection().schema(), window, this::known, reason -> {});
    schemas.ask();
    filter.subscribe((was, is) -> anew());
    total.subscribe((was, is) -> showCount());
    problem.subscribe((was, is) -> showCount());
  }

  /// Every row that matches; null where it has not arrived.
  public ObservableList<@Nullable TableRow> rows() {
    return rows;
  }

  /// As in [EntityQuery#filter()].
  public StringProperty filterProperty() {
    return filter;
  }

  /// How many match; -1 until the first answer.
  public ReadOnlyIntegerProperty totalProperty() {
    return total.getReadOnlyProperty();
  }

  /// How many are listed, and of which line where the line that stands there cannot be read.
  public ReadOnlyStringProperty countTextProperty() {
    return countText.getReadOnlyProperty();
  }

  private void showCount() {
    var count = total.get() < 0 ? "" : WorldTexts.entities(total.get());
    if (count.isEmpty() || problem.get().isEmpty()) {
      countText.set(count);
    } else if (applied.isBlank()) {
      countText.set("not applied: showing all " + count);
    } else {
      countText.set("not applied: showing %s of “%s”".formatted(count, applied.strip()));
    }
  }

  /// Why there is no list; empty while there is.
  public ReadOnlyStringProperty failureProperty() {
    return failure.getReadOnlyProperty();
  }

  /// What is wrong with the query line and where; empty while it can be read. The table shows what
  /// matched before.
  public ReadOnlyObjectProperty<Optional<QueryException>> problemProperty() {
    return problem.getReadOnlyProperty();
  }

  /// The values that the table shows beside what every entity has: those of the components that the
  /// query line names, or whose name is all that stands there.
  ReadOnlyObjectProperty<List<ValueColumn>> columnsProperty() {
    return columns.getReadOnlyProperty();
  }

  /// In which order the rows stand.
  public ReadOnlyObjectProperty<EntityOrder> orderProperty() {
    return order.getReadOnlyProperty();
  }

  /// Lists the entities in another order.
  public void orderBy(EntityOrder now) {
    if (!order.get().equals(now)) {
      order.set(now);
      fetchAnew();
    }
  }

  /// All that the table shows, for an export.
  TableQuery query() {
    return query(0);
  }

  private TableQuery query(int page) {
    return new TableQuery(
        new EntityQuery(applied, page * PagedRows.PAGE, PagedRows.PAGE),
        columns.get().stream().map(ValueColumn::path).toList(),
        order.get());
  }

  /// What the query line can name.
  public WorldSchema schema() {
    return schema;
  }

  private void known(WorldSchema now) {
    if (now.version() != schema.version()) {
      schema = now;
      if (check()) {
        chooseColumns();
      } else if (applied.equals(filter.get())) {
        applied = ""; // it was tried before anybody knew that it could not be read
        fetchAnew();
      }
    }
  }

  /// Reads the query line, if it is one.
  private boolean check() {
    problem.set(Optional.empty());
    if (schema.version() >= 0 && QueryParser.isQuery(filter.get())) {
      try {
        var _ = QueryParser.parse(filter.get(), schema);
      } catch (QueryException e) {
        problem.set(Optional.of(e));
        return false;
      }
    }
    return true;
  }

  /// Fetches the pages that the table has looked at since the last call, unless answers are
  /// awaited.
  public void refresh() {
    schemas.ask();
    if (onTheWay == 0) {
      var pages = rows.takeLookedAt();
      if (pages.isEmpty()) {
        fetch(0);
      } else {
        pages.forEach(this::fetch);
      }
    }
  }

  private void anew() {
    if (check()) {
      applied = filter.get();
      chooseColumns();
      fetchAnew();
    } else if (total.get() < 0) {
      fetchAnew(); // all, so that something is listed below what is wrong
    }
  }

  private void fetchAnew() {
    query++;
    onTheWay = 0;
    fetch(0);
  }

  private void chooseColumns() {
    var now = ValueColumn.of(shownComponents(), schema);
    if (!now.equals(columns.get())) {
      columns.set(now);
    }
    var by = order.get().by();
    if (by.contains(".") && now.stream().noneMatch(c -> c.path().equals(by))) {
      order.set(EntityOrder.BY_HANDLE);
    }
  }

  private List<String> shownComponents() {
    var line = filter.get();
    if (!QueryParser.isQuery(line)) {
      var named = schema.find(line.strip());
      return named.size() == 1 ? List.of(named.getFirst().name()) : List.of();
    }
    try {
      return QueryParser.parse(line, schema).shown();
    } catch (QueryException e) {
      return List.of();
    }
  }

  private void fetch(int page) {
    var asked = query;
    onTheWay++;
    var _ =
        ask(query(page))
            .whenCompleteAsync((answer, problem) -> arrived(asked, answer, problem), window);
  }

  private CompletableFuture<TablePage> ask(TableQuery asked) {
    return asked.columns().isEmpty() && asked.order().equals(EntityOrder.BY_HANDLE)
        ? session.entities(asked.entities()).thenApply(EntityTableViewModel::plain)
        : session.inspection().table(asked);
  }

  private static TablePage plain(EntityPage page) {
    return new TablePage(page, page.rows().stream().map(row -> List.<String>of()).toList());
  }

  private void arrived(int asked, @Nullable TablePage page, @Nullable Throwable problem) {
    if (asked != query) {
      return;
    }
    onTheWay--;
    if (page == null) {
      failure.set(problem == null ? "" : reason(problem));
      return;
    }
    failure.set("");
    total.set(page.page().total());
    rows.put(page);
  }

  private static String reason(Throwable problem) {
    var cause = problem instanceof CompletionException ? problem.getCause() : problem;
    return String.valueOf(cause == null ? problem.getMessage() : cause.getMessage());
  }

  /// Asks for the place of an entity in the table and hands it out if it has one.
  void placeOf(EntityHandle handle, IntConsumer place) {
    var asked = query;
    var _ =
        session
            .inspection()
            .placeIn(query(0), handle)
            .thenAcceptAsync(
                found -> {
                  if (asked == query && found.isPresent() && found.getAsInt() < rows.size()) {
                    place.accept(found.getAsInt());
                  }
                },
                window);
  }

  /// The row of an entity, if it is among those held.
  public Optional<Integer> indexOf(EntityHandle handle) {
    for (var i = 0; i < rows.size(); i++) {
      var row = rows.held(i);
      if (row != null && row.handle().equals(handle)) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }
}
