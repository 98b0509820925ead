package dev.vivarium.workbench.problems;

import dev.vivarium.workbench.session.Diagnostic;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
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

  private static final Pattern PLAIN_WORD = Pattern.compile("[a-z]+[ ,:]");

  private final Map<String, List<Diagnostic>> found = new LinkedHashMap<>();
  private final ObservableList<Diagnostic> problems = FXCollections.observableArrayList();
  private final ReadOnlyIntegerWrapper errors = new ReadOnlyIntegerWrapper();
  private final ReadOnlyIntegerWrapper warnings = new ReadOnlyIntegerWrapper();

  public ObservableList<Diagnostic> problems() {
    return problems;
  }

  public ReadOnlyIntegerProperty errorsProperty() {
    return errors.getReadOnlyProperty();
  }

  public ReadOnlyIntegerProperty warningsProperty() {
    return warnings.getReadOnlyProperty();
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
    errors.set(count(all, Diagnostic.Severity.ERROR));
    warnings.set(count(all, Diagnostic.Severity.WARNING));
  }

  private static int count(List<Diagnostic> all, Diagnostic.Severity severity) {
    return (int) all.stream().filter(d -> d.severity() == severity).count();
  }

  /// What is wrong as a sentence, whoever found it: with a capital, unless it begins with a name
  /// from the code, and a full stop.
  public static String sentence(Diagnostic d) {
    var text = d.text().strip();
    if (text.isEmpty()) {
      return text;
    }
    var plain = PLAIN_WORD.matcher(text).lookingAt();
    var first = plain ? text.substring(0, 1).toUpperCase(Locale.ROOT) : text.substring(0, 1);
    var ended = ".!?:…".indexOf(text.charAt(text.length() - 1)) >= 0;
    return first + text.substring(1) + (ended ? "" : ".");
  }

  /// Such as `plugins/fish/fish.ts:13:7`; empty where the problem is in no file.
  public static String placeText(Diagnostic d) {
    return d.place().map(p -> p.file() + ":" + p.line() + ":" + p.column()).orElse("");
  }
}
