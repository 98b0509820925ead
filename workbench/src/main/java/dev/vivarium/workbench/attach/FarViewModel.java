package dev.vivarium.workbench.attach;

import dev.vivarium.workbench.part.WallClock;
import dev.vivarium.workbench.remote.FarLink;
import dev.vivarium.workbench.remote.RemoteWorldSession;
import dev.vivarium.workbench.session.SessionRole;
import dev.vivarium.workbench.session.Subscription;
import java.util.Set;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/// How the window's far world is reached, and what its user may do there. Belongs to the window's
/// thread.
public final class FarViewModel {
  /// Acts that change the world or what others see of it.
  private static final Set<String> BUILDERS_ACTS =
      Set.of(
          "world.toggle",
          "world.resume",
          "world.pause",
          "world.step",
          "world.slower",
          "world.faster",
          "world.realTime",
          "world.setSpeed", // in the top bar
          "world.undo",
          "world.redo",
          "entity.addComponent",
          "entity.despawn",
          "entity.edit", // of a value in the inspector
          "entity.duplicate",
          "entity.keep",
          "entity.parent",
          "entity.unparent",
          "entity.paste",
          "entity.spawn",
          "entity.spawnWith",
          "messages.sendNew",
          "plugins.reload",
          "plugins.start",
          "plugins.stop",
          "watches.onAny",
          "watches.onChange",
          "watches.onCondition",
          "watches.remove",
          "time.record",
          "time.save",
          "profile.sample");

  private static final Set<String> ADMINS_ACTS =
      Set.of("world.reset", "time.runOn", "profile.flight");

  private static final long MS_A_SECOND = 1_000;

  /// First words of the acts on a project's files.
  private static final Set<String> FILE_ACTS = Set.of("project", "search", "test", "file.save");

  private final RemoteWorldSession session;
  private final ReadOnlyObjectWrapper<FarLink> link;
  private final ReadOnlyBooleanWrapper savedHere = new ReadOnlyBooleanWrapper();
  private final ReadOnlyStringWrapper loss = new ReadOnlyStringWrapper("");
  private final WallClock clock;
  private final boolean hasFiles;
  private final Subscription changes;
  private long retryAtMs;
  private boolean toldOfSaves;

  /// @param hasFiles whether the window has the files of a project of this machine
  public FarViewModel(
      RemoteWorldSession session, Executor window, WallClock clock, boolean hasFiles) {
    this.session = session;
    this.clock = clock;
    this.hasFiles = hasFiles;
    link = new ReadOnlyObjectWrapper<>(session.link());
    changes = session.onLink(now -> window.execute(() -> arrived(now)));
    arrived(session.link());
  }

  private void arrived(FarLink now) {
    retryAtMs = clock.epochMillis() + now.retryMs();
    link.set(now);
    refresh();
  }

  /// Counts down to the next try.
  public void refresh() {
    loss.set(loss(link.get(), retryAtMs - clock.epochMillis()));
  }

  /// What became of the connection, what follows from it and what comes next; empty while it is
  /// open.
  public ReadOnlyStringProperty lossProperty() {
    return loss.getReadOnlyProperty();
  }

  static String loss(FarLink now, long leftMs) {
    var why = now.trouble().isEmpty() ? "" : now.trouble() + " ";
    return switch (now.state()) {
      case OPEN -> "";
      case CONNECTING ->
          now.trouble().isEmpty()
              ? "Connecting to " + now.server() + "."
              : why
                  + next(now, leftMs)
                  + " Until then you see the world as it last was and cannot change it.";
      case OVER -> why + "You see the world as it last was; attach again to go on.";
    };
  }

  private static String next(FarLink now, long leftMs) {
    return now.retryMs() == 0 || leftMs <= 0
        ? "Reconnecting now."
        : "Reconnecting in %d s.".formatted((leftMs + MS_A_SECOND - 1) / MS_A_SECOND);
  }

  public ReadOnlyObjectProperty<FarLink> linkProperty() {
    return link.getReadOnlyProperty();
  }

  public void tryNow() {
    session.tryNow();
  }

  /// Why an act of the window cannot be done here; empty where nothing of this speaks against it.
  public String obstacle(String act) {
    if (!hasFiles && FILE_ACTS.stream().anyMatch(act::startsWith)) {
      return "The project's files lie on the server";
    }
    var needed =
        ADMINS_ACTS.contains(act)
            ? SessionRole.ADMIN
            : BUILDERS_ACTS.contains(act) ? SessionRole.BUILDER : SessionRole.VIEWER;
    var now = link.get();
    if (needed != SessionRole.VIEWER && !now.isOpen()) {
      return "There is no connection to " + now.server();
    }
    return now.role().covers(needed)
        ? ""
        : "You are a %s here; this asks for the role %s"
            .formatted(now.role().text(), needed.text());
  }

  /// Where the world is and as what one works on it, in a few words.
  public String place() {
    var now = link.get();
    var ping = now.pingMs() < 0 ? "" : " · " + now.pingMs() + " ms";
    return now.server() + " · " + now.role().text() + (now.isOpen() ? ping : " · not connected");
  }

  /// The same in whole sentences.
  public String placeInFull() {
    var now = link.get();
    return "The world %s runs on %s.\nYou are %s, with the role %s.%s"
        .formatted(
            now.world(),
            now.server(),
            now.person().isEmpty() ? "not signed in" : now.person(),
            now.role().text(),
            now.pingMs() < 0 ? "" : "\nAn answer takes " + now.pingMs() + " ms and its own time.");
  }

  /// What a save does, and what it does not.
  public String whereSavesGo() {
    return "Files are saved on this machine only: the world on "
        + link.get().server()
        + " runs its own.";
  }

  /// A file was saved. The first time it has to be said what that does not do.
  public void saved() {
    if (!toldOfSaves) {
      toldOfSaves = true;
      savedHere.set(true);
    }
  }

  /// Whether that has to be said now.
  public ReadOnlyBooleanProperty savedHereProperty() {
    return savedHere.getReadOnlyProperty();
  }

  /// It was read.
  public void understood() {
    savedHere.set(false);
  }

  public void dispose() {
    changes.close();
  }
}
