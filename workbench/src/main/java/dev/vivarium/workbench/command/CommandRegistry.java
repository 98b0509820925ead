package dev.vivarium.workbench.command;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Every act of the window by its id, in the order in which they were added. Belongs to the
/// window's thread.
public final class CommandRegistry {
  private final Map<String, Command> commands = new LinkedHashMap<>();
  private final Map<String, String> idsByShortcut = new LinkedHashMap<>();
  private Observer observer = new Observer() {};

  /// Is told of every act that is done by its id.
  public interface Observer {
    default void began(String id) {}

    /// @param done false where it could not be done now
    default void ended(String id, boolean done) {}
  }

  public void observe(Observer next) {
    observer = next;
  }

  public Command add(String id, String title, String shortcut, String icon, Runnable action) {
    return add(id, title, shortcut, icon, () -> true, action);
  }

  /// Adds an act; an empty `shortcut` means that it has none. A second act with the same id or
  /// shortcut is a mistake in the program and fails.
  public Command add(
      String id,
      String title,
      String shortcut,
      String icon,
      BooleanSupplier enabled,
      Runnable action) {
    var keys = shortcut.isEmpty() ? Optional.<String>empty() : Optional.of(shortcut);
    var command = new Command(id, title, keys, icon, enabled, action);
    if (commands.putIfAbsent(id, command) != null) {
      throw new IllegalArgumentException("two commands are called " + id);
    }
    keys.ifPresent(k -> claim(k, id));
    return command;
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
    var enabled = command.enabled().getAsBoolean();
    if (enabled) {
      observer.began(id);
      command.action().run();
      observer.ended(id, true);
    }
    return enabled;
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
