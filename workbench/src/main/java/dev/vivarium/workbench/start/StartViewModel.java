package dev.vivarium.workbench.start;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/// What the start page offers. Belongs to the window's thread; folders are looked at off it.
public final class StartViewModel {
  private final Projects projects;
  private final RecentProjects recent;
  private final Executor window;
  private final Executor background;
  private final Consumer<Path> open;
  private final ReadOnlyObjectWrapper<List<RecentProjects.Recent>> recents =
      new ReadOnlyObjectWrapper<>(List.of());
  private final ReadOnlyObjectWrapper<List<Projects.Sample>> samples =
      new ReadOnlyObjectWrapper<>(List.of());
  private final ReadOnlyObjectWrapper<List<String>> templates =
      new ReadOnlyObjectWrapper<>(List.of());
  private final StringProperty problem = new SimpleStringProperty("");
  private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();

  /// `window` runs tasks on the window's thread, `background` runs what blocks; `open` opens a
  /// project.
  public StartViewModel(
      Projects projects,
      RecentProjects recent,
      Executor window,
      Executor background,
      Consumer<Path> open) {
    this.projects = projects;
    this.recent = recent;
    this.window = window;
    this.background = background;
    this.open = open;
  }

  public ReadOnlyObjectProperty<List<RecentProjects.Recent>> recentsProperty() {
    return recents.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<List<Projects.Sample>> samplesProperty() {
    return samples.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<List<String>> templatesProperty() {
    return templates.getReadOnlyProperty();
  }

  /// What went wrong last, ready to be shown; empty for nothing.
  public StringProperty problemProperty() {
    return problem;
  }

  public ReadOnlyBooleanProperty busyProperty() {
    return busy.getReadOnlyProperty();
  }

  public void refresh() {
    ask(recent::all, recents::set);
    ask(projects::samples, samples::set);
    ask(projects::templates, templates::set);
  }

  private <T> void ask(java.util.function.Supplier<T> question, Consumer<T> answer) {
    var _ =
        CompletableFuture.supplyAsync(question, background)
            .whenCompleteAsync(
                (value, failure) -> {
                  if (failure == null) {
                    answer.accept(value);
                  } else {
                    problem.set(reason(failure));
                  }
                },
                window);
  }

  public void open(Path folder) {
    problem.set("");
    open.accept(folder);
  }

  /// Takes a project out of the list; the project itself stays.
  public void forget(Path folder) {
    ask(
        () -> {
          recent.remove(folder);
          return recent.all();
        },
        recents::set);
  }

  /// Makes a project and opens it. A template that is not there is the first one.
  public void create(String name, String parent, String template) {
    problem.set("");
    busy.set(true);
    var _ =
        CompletableFuture.supplyAsync(
                () -> made(name.strip(), parent.strip(), template), background)
            .whenCompleteAsync(this::created, window);
  }

  private Path made(String name, String parent, String template) {
    try {
      if (parent.isEmpty()) {
        throw new IOException("Say in which folder to make it.");
      }
      return projects.create(Path.of(parent), name, template);
    } catch (InvalidPathException e) {
      throw new UncheckedIOException(new IOException(parent + " is no folder."));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void created(@Nullable Path folder, @Nullable Throwable failure) {
    busy.set(false);
    if (folder != null) {
      open.accept(folder);
    } else if (failure != null) {
      problem.set(reason(failure));
    }
  }

  private static String reason(Throwable failure) {
    var cause = failure;
    while ((cause instanceof CompletionException || cause instanceof UncheckedIOException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }
}
