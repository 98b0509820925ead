package dev.vivarium.workbench.inspector;

import dev.vivarium.workbench.session.EntityPage;
import dev.vivarium.workbench.session.EntityRow;
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
final class PagedRows extends ObservableListBase<@Nullable EntityRow> {
  static final int PAGE = 100;
  private static final int MAX_PAGES_HELD = 32;

  private final Map<Integer, List<EntityRow>> pages = new HashMap<>();
  private final TreeSet<Integer> lookedAt = new TreeSet<>();
  private int size;

  @Override
  public @Nullable EntityRow get(int index) {
    lookedAt.add(index / PAGE);
    return held(index);
  }

  /// The row if it is here, without asking for its page.
  @Nullable EntityRow held(int index) {
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
  void put(EntityPage page) {
    beginChange();
    resize(page.total());
    var number = page.offset() / PAGE;
    var before = Optional.ofNullable(pages.put(number, page.rows())).orElse(List.of());
    for (var i = 0; i < page.rows().size() && page.offset() + i < size; i++) {
      if (i >= before.size() || !before.get(i).equals(page.rows().get(i))) {
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
      var removed = new ArrayList<@Nullable EntityRow>(Collections.nCopies(size - total, null));
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
