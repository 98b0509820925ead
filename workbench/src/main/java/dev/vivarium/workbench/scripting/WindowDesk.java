package dev.vivarium.workbench.scripting;

import dev.vivarium.workbench.part.Desk;
import dev.vivarium.workbench.script.ScriptDesk;
import dev.vivarium.workbench.script.ScriptEntity;
import dev.vivarium.workbench.script.ScriptFailure;
import dev.vivarium.workbench.script.ScriptWorld;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// The window as scripts see it: each call is done on the window's thread, and the script waits.
final class WindowDesk implements ScriptDesk {
  private static final int PATIENCE_S = 30;

  private final Desk desk;
  private final ScriptWorld world;

  WindowDesk(Desk desk, ScriptWorld world) {
    this.desk = desk;
    this.world = world;
  }

  private <T> T onWindow(Supplier<T> act) {
    return await(CompletableFuture.supplyAsync(act, desk.window()));
  }

  private static <T> T await(CompletableFuture<T> answer) {
    try {
      return answer.get(PATIENCE_S, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ScriptFailure("The script was stopped.");
    } catch (TimeoutException e) {
      throw new ScriptFailure("The window did not answer within " + PATIENCE_S + " s.");
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw new ScriptFailure(String.valueOf(cause == null ? e : cause.getMessage()));
    }
  }

  @Override
  public List<String> commands() {
    return onWindow(
        () -> desk.commands().all().stream().map(c -> c.id() + "  " + c.title()).sorted().toList());
  }

  @Override
  public void run(String command) {
    String reason =
        onWindow(() -> {
          if (desk.commands().find(command).isEmpty()) {
            throw new ScriptFailure(
                "There is no command called '%s'; workbench.commands() lists them."
                    .formatted(command));
          }
          var now = desk.commands().get(command).obstacle().reason();
          desk.commands().run(command);
          return now;
        });
    if (!reason.isEmpty()) {
      throw new ScriptFailure("'%s' cannot be done now: %s.".formatted(command, reason));
    }
  }

  @Override
  public void open(String place) {
    if (!await(onWindow(() -> desk.links().openPlace(place)))) {
      throw new ScriptFailure(place + " cannot be opened.");
    }
  }

  @Override
  public void select(ScriptEntity... entities) {
    var handles = List.of(entities).stream().map(ScriptEntity::handle).toList();
    onWindow(() -> {
      desk.selection().selectAll(handles);
      return handles;
    });
  }

  @Override
  public List<ScriptEntity> selection() {
    return onWindow(() -> List.copyOf(desk.selection().selectedProperty().get())).stream()
        .map(world::entity)
        .toList();
  }

  @Override
  public void show(String panel) {
    if (!onWindow(() -> desk.links().showPanel(panel))) {
      throw new ScriptFailure("There is no panel called '%s'.".formatted(panel));
    }
  }

  @Override
  public void screenshot(String file) {
    var path = desk.project().root().resolve(file).normalize();
    if (!path.startsWith(desk.project().root())) {
      throw new ScriptFailure(file + " lies outside the project.");
    }
    onWindow(() -> {
      desk.links().writePicture(path);
      return file;
    });
  }

  @Override
  public String toString() {
    return "the window on " + desk.project().name();
  }
}
