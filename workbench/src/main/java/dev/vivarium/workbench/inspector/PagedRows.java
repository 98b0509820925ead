package dev.vivarium.workbench.inspector;

import dev.vivarium.workbench.session.TablePage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import javafx.collections.ObservableListBase;
import org.jspecify.annotations.Nullable;

/// All rows of a query as one list of which only the pages that were looked at lately are held.
/// Rows that have not arrived are null. Belongs to the window's thread.
final class PagedRows extends ObservableListBase<@Nullable TableRow> {
  static final int PAGE = 100;
  private static final int MAX_PAGES_HELD = 32;

  private final Map<Integer, List<TableRow>> pages = new HashMap<>();
  private final TreeSet<Integer> lookedAt = new TreeSet<>();
  private int size;

  @Override
  public @Nullable TableRow get(int index) {
    lookedAt.add(index / PAGE);
    return held(index);
  }

  /// The row if it is here, without asking for its page.
  @Nullable TableRow held(int index) {
    var page = index / PAGE;
    var rows = pages.get(page);
    var at = index - page * PAGE;
    return rows == null || at >= rows.size() ? null : rows.get(at);
  }

  @Override
  public int size() {
    return size;
  }

  /// The pages that were looked at since the last call.
  List<Integer> takeLookedAt() {
    var taken = List.copyOf(lookedAt);
    lookedAt.clear();
    return taken;
  }

  /// Takes a page in and tells which rows changed.
  void put(TablePage table) {
    var page = table.page();
    var arrived = new ArrayList<TableRow>();
    for (var i = 0; i < page.rows().size(); i++) {
      arrived.add(new TableRow(page.rows().get(i), table.values().get(i)));
    }
    beginChange();
    resize(page.total());
    var number = page.offset() / PAGE;
    var before = Optional.ofNullable(pages.put(number, arrived)).orElse(List.of());
    for (var i = 0; i < arrived.size() && page.offset() + i < size; i++) {
      if (i >= before.size() || !before.get(i).equals(arrived.get(i))) {
        nextUpdate(page.offset() + i);
      }
    }
    forgetFarPages(number);
    endChange();
  }

  /// Forgets every row, for another query.
  void clearPages() {
    beginChange();
    pages.clear();
    resize(0);
    endChange();
  }

  private void resize(int total) {
    if (total > size) {
      nextAdd(size, total);
    } else if (total < size) {
      var removed = new ArrayList<@Nullable TableRow>(Collections.nCopies(size - total, null));
      nextRemove(total, removed);
    }
    size = total;
  }

  private void forgetFarPages(int near) {
    while (pages.size() > MAX_PAGES_HELD) {
      pages.keySet().stream()
          .max(Comparator.comparingInt(p -> Math.abs(p - near)))
          .ifPresent(pages::remove);
    }
  }
}
