package dev.vivarium.workbench.editor.assist;

import dev.vivarium.workbench.editor.Excerpt;
import dev.vivarium.workbench.editor.FoundRow;
import dev.vivarium.workbench.language.LanguageService;
import dev.vivarium.workbench.language.SourceLocation;
import dev.vivarium.workbench.language.TextPosition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// The places that the last search for references found, under their files; a line that holds
/// several stands there once. Belongs to the window's thread.
public final class ReferencesViewModel {
  private static final String EMPTY =
      "No search yet. Put the caret on a name and press Shift+F12: every place that uses it would"
          + " be listed here.";
  private static final String NOTHING =
      "Nothing refers to %s. Put the caret on the name of a function, a field, a constant or a type"
          + " and press Shift+F12.";

  private final LanguageService service;
  private final Answers<List<SourceLocation>> answers;
  private final ObservableList<FoundRow> rows = FXCollections.observableArrayList();
  private final ReadOnlyStringWrapper heading = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper notice = new ReadOnlyStringWrapper(EMPTY);
  private String name = "";

  public ReferencesViewModel(LanguageService service, Executor window) {
    this.service = service;
    answers = new Answers<>(window, found -> show("reference", found), this::refused);
  }

  ObservableList<FoundRow> rows() {
    return rows;
  }

  /// How many places there are and to what, such as `7 references to SIGHT`; empty without places.
  public ReadOnlyStringProperty headingProperty() {
    return heading.getReadOnlyProperty();
  }

  /// What to say in place of places.
  public ReadOnlyStringProperty noticeProperty() {
    return notice.getReadOnlyProperty();
  }

  /// @param wanted the name at the place; empty for none
  public void search(String path, TextPosition at, String wanted) {
    name = wanted;
    clear("Searching…");
    answers.await(service.references(path, at));
  }

  /// Shows places of definitions of a name.
  public void showDefinitions(String wanted, List<SourceLocation> found) {
    name = wanted;
    show("definition", found);
  }

  private void show(String what, List<SourceLocation> found) {
    if (found.isEmpty()) {
      clear(NOTHING.formatted(name.isEmpty() ? "what is at the caret" : name));
      return;
    }
    var lines = new LinkedHashMap<String, FoundRow.Place>();
    found.stream()
        .map(this::place)
        .forEach(place -> lines.putIfAbsent(place.path() + ":" + place.line(), place));
    rows.setAll(FoundRow.grouped(List.copyOf(lines.values())));
    notice.set("");
    heading.set(heading(what, found.size(), lines.size()));
  }

  private String heading(String what, int count, int lines) {
    return "%,d %s%s%s%s"
        .formatted(
            count,
            what,
            count == 1 ? "" : "s",
            name.isEmpty() ? "" : (what.equals("reference") ? " to " : " of ") + name,
            lines == count ? "" : " on %,d lines".formatted(lines));
  }

  private FoundRow.Place place(SourceLocation location) {
    var start = location.range().start();
    var text = location.lineText();
    var match = Pattern.compile("\\b" + Pattern.quote(name) + "\\b").matcher(text);
    var found = !name.isEmpty() && match.find();
    return new FoundRow.Place(
        location.path(),
        start.line(),
        start.column(),
        new Excerpt(text, found ? match.start() : 0, found ? name.length() : 0),
        Optional.empty());
  }

  private void refused(String why) {
    clear(why);
  }

  private void clear(String why) {
    rows.clear();
    heading.set("");
    notice.set(why);
  }
}
