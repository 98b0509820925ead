package dev.vivarium.workbench.editor.assist;

import dev.vivarium.workbench.language.LanguageService;
import dev.vivarium.workbench.language.SourceLocation;
import dev.vivarium.workbench.language.TextPosition;
import java.util.List;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// The places that the last search for references found. Belongs to the window's thread.
public final class ReferencesViewModel {
  private static final String EMPTY =
      "No search yet. Put the caret on a name and press Shift+F12: every place that uses it would"
          + " be listed here.";

  private final LanguageService service;
  private final Answers<List<SourceLocation>> answers;
  private final ObservableList<SourceLocation> places = FXCollections.observableArrayList();
  private final ReadOnlyStringWrapper notice = new ReadOnlyStringWrapper(EMPTY);

  public ReferencesViewModel(LanguageService service, Executor window) {
    this.service = service;
    answers = new Answers<>(window, this::show, this::refused);
  }

  public ObservableList<SourceLocation> places() {
    return places;
  }

  /// What to say in place of places.
  public ReadOnlyStringProperty noticeProperty() {
    return notice.getReadOnlyProperty();
  }

  public void search(String path, TextPosition at) {
    places.clear();
    notice.set("Searching…");
    answers.await(service.references(path, at));
  }

  /// Shows places found elsewhere.
  public void show(List<SourceLocation> found) {
    places.setAll(found);
    notice.set(found.isEmpty() ? "There is no name at the caret that anything refers to." : "");
  }

  private void refused(String why) {
    places.clear();
    notice.set(why);
  }
}
