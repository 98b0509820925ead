package dev.vivarium.workbench.app;

import dev.vivarium.workbench.attach.PinnedServers;
import dev.vivarium.workbench.attach.Servers;
import dev.vivarium.workbench.remote.RemoteWorldSession;
import dev.vivarium.workbench.start.Projects;
import dev.vivarium.workbench.start.RecentProjects;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.stage.Stage;

/// All windows of the process: one for each open project, and the start page. When the last is
/// closed, the program is over. Belongs to the window's thread.
final class Windows {
  private final Projects projects;
  private final Program program;
  private final Path stateFolder;
  private final Executor window;
  private final Executor background;
  private final Dialogs dialogs;
  private final TrustQuestion trust;
  private final Runnable lastClosed;
  private final RecentProjects recent;
  private final Servers servers;
  private final List<WorkbenchWindow> open = new ArrayList<>();
  private Optional<StartWindow> start = Optional.empty();
  private Optional<AttachWindow> attach = Optional.empty();
  private Optional<FarLaunch> firstFar = Optional.empty();
  private int opening;

  Windows(
      Projects projects,
      Program program,
      Path stateFolder,
      Executor window,
      Executor background,
      Dialogs dialogs,
      TrustQuestion trust,
      Runnable lastClosed) {
    this.projects = projects;
    this.program = program;
    this.stateFolder = stateFolder;
    this.window = window;
    this.background = background;
    this.dialogs = dialogs;
    this.trust = trust;
    this.lastClosed = lastClosed;
    this.recent = new RecentProjects(stateFolder);
    this.servers = new PinnedServers(stateFolder);
  }

  List<RecentProjects.Recent> recents() {
    return recent.all().stream().filter(r -> !r.missing()).toList();
  }

  List<WorkbenchWindow> open() {
    return List.copyOf(open);
  }

  StartWindow showStart() {
    var shown = start.orElseGet(this::newStart);
    start = Optional.of(shown);
    shown.show();
    return shown;
  }

  private StartWindow newStart() {
    var fresh =
        new StartWindow(
            projects, recent, program, window, background, this::open, () -> showAttach(""));
    fresh.onClosed(() -> {
      start = Optional.empty();
      endIfLast();
    });
    return fresh;
  }

  /// Shows the way to a server's world; tries at once where an address is given.
  AttachWindow showAttach(String address) {
    var shown = attach.orElseGet(this::newAttach);
    attach = Optional.of(shown);
    shown.show(address);
    return shown;
  }

  /// The same; the window on the world that is chosen is opened on this.
  AttachWindow showAttach(String address, FarLaunch launch) {
    firstFar = Optional.of(launch);
    return showAttach(address);
  }

  private AttachWindow newAttach() {
    var fresh = new AttachWindow(servers, program, window, background, this::attached);
    fresh.onClosed(() -> {
      attach = Optional.empty();
      endIfLast();
    });
    return fresh;
  }

  private void attached(RemoteWorldSession session) {
    opening++;
    var launch = firstFar.orElse(s -> LaunchOptions.far(s, stateFolder));
    firstFar = Optional.empty();
    later(
        () -> launch.options(session),
        options -> {
          show(options, session::close);
          attach.ifPresent(AttachWindow::close);
          opened();
        });
  }

  /// Opens a project in a window of its own; the one where it is open already comes to the front.
  void open(Path folder) {
    opening++;
    later(() -> projects.look(folder), this::ask);
  }

  private void ask(Projects.Preview project) {
    var there =
        open.stream()
            .filter(w -> w.workbench().options().far().isEmpty())
            .filter(w -> w.workbench().options().project().root().equals(project.folder()))
            .findFirst();
    if (there.isPresent()) {
      there.get().toFront();
      opened();
      return;
    }
    switch (project.trusted() ? TrustQuestion.Answer.TRUST : trust.ask(project)) {
      case TRUST -> run(project);
      case READ_ONLY -> later(() -> projects.open(project.folder(), false), o -> show(o, project));
      case CANCEL -> opened();
    }
  }

  private void run(Projects.Preview project) {
    later(
        () -> {
          if (!project.trusted()) {
            projects.trust(project.folder());
          }
          return projects.open(project.folder(), true);
        },
        opened -> show(opened, trusted(project)));
  }

  private static Projects.Preview trusted(Projects.Preview p) {
    return new Projects.Preview(p.name(), p.folder(), true, p.owner(), p.runs());
  }

  private void show(Projects.Opened opened, Projects.Preview project) {
    var options =
        new LaunchOptions(
            opened.session(),
            opened.files(),
            stateFolder,
            opened.openFirst(),
            Optional.empty(),
            Optional.empty(),
            line -> {},
            new LaunchOptions.Services(opened.testWorlds(), opened.language(), opened.playTests()));
    var shown = show(options, opened.close());
    if (!project.trusted()) {
      shown
          .workbench()
          .view()
          .offerTrust(
              project.name()
                  + " is open read-only: it is not trusted, so nothing of it runs and nothing is saved.",
              () -> {
                opening++;
                shown.close();
                run(project);
              });
    }
    opened();
  }

  /// Shows a window on an open project; `close` ends its world once the window is closed.
  WorkbenchWindow show(LaunchOptions options, Runnable close) {
    var shown =
        new WorkbenchWindow(
            new Workbench(options, window, background, dialogs, program), new Stage());
    open.add(shown);
    shown.onClosed(() -> closed(shown, close));
    shown.show();
    if (options.screenshot().isEmpty() && options.far().isEmpty()) {
      var files = options.project();
      background.execute(() -> recent.add(files.name(), files.root()));
    }
    return shown;
  }

  private void closed(WorkbenchWindow gone, Runnable close) {
    open.remove(gone);
    background.execute(close);
    endIfLast();
  }

  /// The project's own window is there, or will not come: the start page has done its work.
  private void opened() {
    opening--;
    if (!open.isEmpty()) {
      start.ifPresent(StartWindow::close);
    }
    endIfLast();
  }

  private void endIfLast() {
    if (open.isEmpty() && start.isEmpty() && attach.isEmpty() && opening == 0) {
      lastClosed.run();
    }
  }

  private <T> void later(Callable<T> work, Consumer<T> then) {
    var _ =
        CompletableFuture.supplyAsync(() -> call(work), background)
            .whenCompleteAsync(
                (value, failure) -> {
                  if (failure == null) {
                    then.accept(value);
                  } else {
                    failed(failure);
                  }
                },
                window);
  }

  private static <T> T call(Callable<T> work) {
    try {
      return work.call();
    } catch (Exception e) {
      throw new CompletionException(e);
    }
  }

  private void failed(Throwable failure) {
    var cause = failure.getCause() == null ? failure : failure.getCause();
    var text =
        cause instanceof IOException
            ? String.valueOf(cause.getMessage())
            : "It could not be opened: " + cause;
    opening--;
    if (open.isEmpty()) {
      showStart().showProblem(text);
    } else {
      open.forEach(w -> w.workbench().warn(text));
    }
  }
}
