package dev.vivarium.workbench.settings;

import dev.vivarium.workbench.command.Command;
import dev.vivarium.workbench.command.CommandRegistry;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Which keys do what, and how the user changes it. Belongs to the window's thread.
public final class KeysViewModel {
  private final CommandRegistry commands;
  private final Settings settings;

  public KeysViewModel(CommandRegistry commands, Settings settings) {
    this.commands = commands;
    this.settings = settings;
  }

  /// One command with its keys.
  ///
  /// @param changed whether the user gave it others than its own
  /// @param conflict the title of another command with the same keys; empty for none
  public record Row(Command command, boolean changed, String conflict) {}

  /// The commands whose title or keys hold what was typed.
  public List<Row> rows(String typed) {
    var wanted = typed.toLowerCase(Locale.ROOT).strip();
    return commands.all().stream()
        .filter(c ->
            c.hint().toLowerCase(Locale.ROOT).contains(wanted)
                || c.id().toLowerCase(Locale.ROOT).contains(wanted))
        .map(this::row)
        .toList();
  }

  private Row row(Command command) {
    return new Row(
        command,
        !command.shortcut().equals(commands.standardShortcut(command.id())),
        command.shortcut().flatMap(k -> other(command.id(), k)).map(Command::title).orElse(""));
  }

  /// Another command that has these keys.
  public Optional<Command> other(String command, String keys) {
    return commands.withShortcut(keys).stream().filter(c -> !c.id().equals(command)).findFirst();
  }

  /// Gives a command these keys, whoever else has them.
  public void bind(String command, String keys) {
    settings.setKeys(command, keys);
  }

  /// Gives a command these keys and takes them from all others.
  public void take(String command, String keys) {
    commands.withShortcut(keys).stream()
        .filter(c -> !c.id().equals(command))
        .toList()
        .forEach(c -> settings.setKeys(c.id(), ""));
    settings.setKeys(command, keys);
  }

  public void reset(String command) {
    settings.resetKeys(command);
  }

  public void resetAll() {
    settings.resetAllKeys();
  }
}
