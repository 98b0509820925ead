package dev.vivarium.workbench.client;

import dev.vivarium.workbench.session.PluginStatus;
import dev.vivarium.workbench.session.RunState;
import dev.vivarium.workbench.session.SessionException;
import dev.vivarium.workbench.session.SwitchedSession;
import dev.vivarium.workbench.session.WorldStatus;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/// Which side of the world is shown, and whether there is another. Belongs to the window's thread.
public final class SideViewModel {
  /// Why nothing can be changed while the client's world is shown.
  static final String READ_ONLY = "The client's world can only be looked at; switch to the server";

  private static final String IN_THE_PAST = "The past has no client's world; go back to live first";

  /// Acts on entities that are another side's, while the client's world is shown.
  private static final Set<String> EDITS =
      Set.of(
          "entity.addComponent",
          "entity.despawn",
          "entity.duplicate",
          "entity.edit",
          "entity.keep",
          "entity.parent",
          "entity.unparent",
          "entity.paste",
          "entity.spawn",
          "entity.spawnWith",
          "watches.onChange",
          "world.undo",
          "world.redo");

  private final SwitchedSession session;
  private final Executor window;
  private final ReadOnlyBooleanWrapper client = new ReadOnlyBooleanWrapper();
  private final ReadOnlyStringWrapper obstacle = new ReadOnlyStringWrapper("");
  private List<Object> asked = List.of();
  private String missing = "The world is still loading";
  private boolean past;

  public SideViewModel(SwitchedSession session, Executor window) {
    this.session = session;
    this.window = window;
    obstacle.set(missing);
  }

  /// Whether the client's world is shown rather than the server's.
  public ReadOnlyBooleanProperty clientProperty() {
    return client.getReadOnlyProperty();
  }

  /// Why the client's world cannot be shown; empty where it can.
  public ReadOnlyStringProperty obstacleProperty() {
    return obstacle.getReadOnlyProperty();
  }

  /// Why an act cannot be done on the side that is shown; empty where nothing of this speaks
  /// against it.
  public String obstacle(String act) {
    return client.get() && EDITS.contains(act) ? READ_ONLY : "";
  }

  public void toggle() {
    show(!client.get());
  }

  /// Shows the client's world, if there is one, or the server's.
  public void show(boolean wanted) {
    if (wanted != client.get() && (!wanted || obstacle.get().isEmpty())) {
      session.showClient(wanted);
      client.set(wanted);
    }
  }

  /// The window shows an earlier tick, or the live world again.
  public void looksBack(boolean now) {
    past = now;
    if (now && client.get()) {
      session.forgetClient();
      client.set(false);
    }
    judge();
  }

  /// Takes what is known of the world: with other plugins it may have a client's side, or no
  /// longer.
  public void arrived(WorldStatus status) {
    // A world that is still built, or cannot be reached, cannot say.
    if (status.state() == RunState.LOADING) {
      return;
    }
    List<Object> now = List.of(status.plugins().stream().map(SideViewModel::version).toList());
    if (!now.equals(asked)) {
      asked = now;
      var _ =
          session
              .client()
              .status()
              .handleAsync(
                  (found, problem) -> {
                    missing = problem == null ? "" : reason(problem);
                    judge();
                    return true;
                  },
                  window);
    }
  }

  private static String version(PluginStatus plugin) {
    return plugin.name() + " " + plugin.version() + " " + plugin.state();
  }

  private static String reason(Throwable problem) {
    var cause = problem instanceof CompletionException ? problem.getCause() : problem;
    var text =
        cause instanceof SessionException known
            ? String.valueOf(known.getMessage())
            : "The client's world does not answer.";
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }

  private void judge() {
    obstacle.set(past ? IN_THE_PAST : missing);
    if (!missing.isEmpty()) {
      show(false);
    }
  }
}
