package dev.vivarium.workbench.editor;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// What is filled in to search and to replace, in one document or in all of a project. Belongs to
/// the window's thread.
public abstract class SearchForm {
  private final StringProperty query = new SimpleStringProperty("");
  private final StringProperty replacement = new SimpleStringProperty("");
  private final BooleanProperty matchCase = new SimpleBooleanProperty();
  private final BooleanProperty wholeWord = new SimpleBooleanProperty();
  private final BooleanProperty regex = new SimpleBooleanProperty();
  private final BooleanProperty replacing = new SimpleBooleanProperty();

  protected SearchForm() {}

  public final StringProperty queryProperty() {
    return query;
  }

  public final StringProperty replacementProperty() {
    return replacement;
  }

  public final BooleanProperty matchCaseProperty() {
    return matchCase;
  }

  public final BooleanProperty wholeWordProperty() {
    return wholeWord;
  }

  public final BooleanProperty regexProperty() {
    return regex;
  }

  /// Whether what would take the place of each match is shown.
  public final BooleanProperty replacingProperty() {
    return replacing;
  }

  protected final TextSearch search() {
    return new TextSearch(query.get(), matchCase.get(), wholeWord.get(), regex.get());
  }
}
