package dev.vivarium.workbench.problems;

import dev.vivarium.workbench.session.Diagnostic;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// What is wrong now, worst first. Belongs to the window's thread.
public final class ProblemsViewModel {
  private static final Comparator<Diagnostic> WORST_FIRST =
      Comparator.comparing(Diagnostic::severity)
          .thenComparing(Diagnostic::source)
          .thenComparing(d -> d.place().map(Diagnostic.Place::file).orElse(""))
          .thenComparing(d -> d.place().map(Diagnostic.Place::line).orElse(0));

  private final Map<String, List<Diagnostic>> found = new LinkedHashMap<>();
  private final ObservableList<Diagnostic> problems = FXCollections.observableArrayList();
  private final ReadOnlyIntegerWrapper errors = new ReadOnlyIntegerWrapper();

  public ObservableList<Diagnostic> problems() {
    return problems;
  }

  public ReadOnlyIntegerProperty errorsProperty() {
    return errors.getReadOnlyProperty();
  }

  /// Takes what is wrong with the world.
  public void show(List<Diagnostic> ofWorld) {
    show("", ofWorld);
  }

  /// Takes what somebody else found, in place of what that one found before.
  public void show(String finder, List<Diagnostic> now) {
    found.put(finder, List.copyOf(now));
    showAll(found.values().stream().flatMap(List::stream).toList());
  }

  private void showAll(List<Diagnostic> all) {
    problems.setAll(all.stream().sorted(WORST_FIRST).toList());
    errors.set((int) all.stream().filter(d -> d.severity() == Diagnostic.Severity.ERROR).count());
  }

  /// Such as `plugins/fish/fish.ts:13:7`; empty where the problem is in no file.
  public static String placeText(Diagnostic d) {
    return d.place().map(p -> p.file() + ":" + p.line() + ":" + p.column()).orElse("");
  }
}
