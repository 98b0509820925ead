package dev.vivarium.workbench.command;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;

/// Every act of the window by its id, in the order in which they were added. Belongs to the
/// window's thread.
public final class CommandRegistry {
  private final Map<String, Command> commands = new LinkedHashMap<>();
  private final Map<String, String> idsByShortcut = new LinkedHashMap<>();
  private final Map<String, Optional<String>> standard = new LinkedHashMap<>();
  private final List<Consumer<String>> runListeners = new ArrayList<>();
  private final List<BiConsumer<Command, String>> refusalListeners = new ArrayList<>();
  private final ReadOnlyIntegerWrapper version = new ReadOnlyIntegerWrapper();
  private final ReadOnlyIntegerWrapper rules = new ReadOnlyIntegerWrapper();
  private Map<String, String> own = Map.of();

  private Observer observer = new Observer() {};
  private Function<String, String> forbidden = id -> "";

  /// Is told of every act that is done by its id.
  public interface Observer {
    default void began(String id) {}

    /// @param done false where it could not be done now
    default void ended(String id, boolean done) {}
  }

  /// Has each act ask first, by its id, why it may not be done at all; empty where it may.
  public void forbid(Function<String, String> why) {
    forbidden = why;
    rules.set(rules.get() + 1);
  }

  /// Whether an act may not be done at all just now.
  public boolean isForbidden(String id) {
    return !forbidden.apply(id).isEmpty();
  }

  /// Why acts of a kind may not be done at all just now, also of one that is no command; empty
  /// where they may.
  public String whyForbidden(String id) {
    return forbidden.apply(id);
  }

  /// Changes with what may be done at all.
  public ReadOnlyIntegerProperty rulesProperty() {
    return rules.getReadOnlyProperty();
  }

  public void observe(Observer next) {
    observer = next;
  }

  public Command add(String id, String title, String shortcut, String icon, Runnable action) {
    return add(id, title, shortcut, icon, Obstacle.NONE, action);
  }

  /// Adds an act; an empty `shortcut` means that it has none. A second act with the same id or
  /// shortcut is a mistake in the program and fails.
  public Command add(
      String id, String title, String shortcut, String icon, Obstacle obstacle, Runnable action) {
    var keys = shortcut.isEmpty() ? Optional.<String>empty() : Optional.of(shortcut);
    Obstacle allowed = () -> forbidden.apply(id);
    var command =
        new Command(
            id, title, chosen(id, keys), Optional.empty(), icon, allowed.or(obstacle), action);
    if (commands.putIfAbsent(id, command) != null) {
      throw new IllegalArgumentException("two commands are called " + id);
    }
    standard.put(id, keys);
    keys.ifPresent(k -> claim(k, id));
    version.set(version.get() + 1);
    return command;
  }

  /// Says by which keys texts themselves do an act: they are shown with it, but not bound here.
  public void sayKeysInText(String id, String keys) {
    var c = get(id);
    commands.put(
        id,
        new Command(
            id, c.title(), c.shortcut(), Optional.of(keys), c.icon(), c.obstacle(), c.action()));
    version.set(version.get() + 1);
  }

  /// Gives an act the name of what it would do now.
  public void rename(String id, String title) {
    var c = get(id);
    if (!c.title().equals(title)) {
      commands.put(
          id,
          new Command(id, title, c.shortcut(), c.keysInText(), c.icon(), c.obstacle(), c.action()));
      version.set(version.get() + 1);
    }
  }

  private Optional<String> chosen(String id, Optional<String> otherwise) {
    var keys = own.get(id);
    return keys == null ? otherwise : Optional.of(keys).filter(k -> !k.isEmpty());
  }

  /// Gives acts other shortcuts than their own, by their ids; an empty one is none. Ids that nobody
  /// has added (yet) do no harm. Replaces what was given before.
  public void rebind(Map<String, String> keys) {
    own = Map.copyOf(keys);
    commands.replaceAll((id, c) ->
        new Command(
            id,
            c.title(),
            chosen(id, standard.getOrDefault(id, Optional.empty())),
            c.keysInText(),
            c.icon(),
            c.obstacle(),
            c.action()));
    version.set(version.get() + 1);
  }

  /// The shortcut that an act has until the user gives it another.
  public Optional<String> standardShortcut(String id) {
    return standard.getOrDefault(id, Optional.empty());
  }

  /// The acts that share a shortcut; only the first of them is done by it.
  public List<Command> withShortcut(String keys) {
    return commands.values().stream()
        .filter(c -> c.shortcut().filter(k -> Shortcuts.areSame(k, keys)).isPresent())
        .toList();
  }

  /// Changes with every act added and every shortcut changed.
  public ReadOnlyIntegerProperty versionProperty() {
    return version.getReadOnlyProperty();
  }

  /// Calls `listener` with the id of each act that was done.
  public void onRun(Consumer<String> listener) {
    runListeners.add(listener);
  }

  /// Calls `listener` with what was asked for and why it could not be done.
  public void onRefused(BiConsumer<Command, String> listener) {
    refusalListeners.add(listener);
  }

  void refused(Command command, String reason) {
    refusalListeners.forEach(l -> l.accept(command, reason));
  }

  private void claim(String keys, String id) {
    var other = idsByShortcut.putIfAbsent(keys, id);
    if (other != null) {
      throw new IllegalArgumentException(keys + " is the shortcut of both " + other + " and " + id);
    }
  }

  /// Takes an act away, such as that of a file that is gone.
  public void remove(String id) {
    var gone = commands.remove(id);
    if (gone != null) {
      idsByShortcut.values().remove(id);
    }
  }

  public Collection<Command> all() {
    return Collections.unmodifiableCollection(commands.values());
  }

  /// The act with this id; fails where there is none, which is a mistake in the program.
  public Command get(String id) {
    var command = commands.get(id);
    if (command == null) {
      throw new IllegalArgumentException("there is no command called " + id);
    }
    return command;
  }

  public Optional<Command> find(String id) {
    return Optional.ofNullable(commands.get(id));
  }

  /// Does the act if it can be done now.
  ///
  /// @return whether it was done
  public boolean run(String id) {
    var command = get(id);
    var reason = command.obstacle().reason();
    if (reason.isEmpty()) {
      observer.began(id);
      command.action().run();
      runListeners.forEach(l -> l.accept(id));
      observer.ended(id, true);
    } else {
      refused(command, reason);
    }
    return reason.isEmpty();
  }

  /// The acts whose title holds the letters of `typed` in order, best match first.
  public List<Command> matching(String typed) {
    record Scored(Command command, int score) {}
    return commands.values().stream()
        .map(c -> new Scored(c, LetterMatch.score(typed, c.title())))
        .filter(s -> s.score() != LetterMatch.NONE)
        .sorted(Comparator.comparingInt(Scored::score))
        .map(Scored::command)
        .toList();
  }
}
