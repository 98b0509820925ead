package dev.vivarium.workbench.cli;

import dev.vivarium.engine.store.project.ProjectStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// A subcommand that reads and checks its options and leaves the rest to an [Act].
///
/// @param <O> its options
@Command(mixinStandardHelpOptions = true)
abstract class OptionsCommand<O> implements Callable<Integer> {
  private final Terminal terminal;
  private final Act<O> act;

  @Spec private CommandSpec spec = CommandSpec.create();

  OptionsCommand(Terminal terminal, Act<O> act) {
    this.terminal = terminal;
    this.act = act;
  }

  /// What was asked, checked as far as that can be done without doing it.
  ///
  /// @throws ParameterException where it cannot be meant
  abstract O options();

  @Override
  public final Integer call() throws Exception {
    return act.perform(options(), terminal).number();
  }

  final ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  final Path project(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw wrong("There is no folder " + folder);
    }
    if (!ProjectStore.isProject(folder)) {
      throw wrong(
          folder
              + " is no project: it has no world.json. Make one with: vivarium new project NAME");
    }
    return folder;
  }

  final Path existingFile(Path file) {
    if (!Files.isRegularFile(file)) {
      throw wrong("There is no file " + file);
    }
    return file;
  }

  /// A file that is to be written: its folder must be there.
  final Optional<Path> writtenFile(String option, @Nullable Path file) {
    if (file == null) {
      return Optional.empty();
    }
    if (Files.isDirectory(file)) {
      throw wrong(option + " names a folder: " + file);
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw wrong("The folder for " + option + " " + file + " does not exist");
    }
    return Optional.of(file);
  }

  /// The same of events, which need no file.
  final Optional<Path> writtenFile(String option, @Nullable EventTarget target) {
    return writtenFile(option, target instanceof EventTarget.ToFile(Path file) ? file : null);
  }

  final void checkDistinct(Path... files) {
    List<Path> absolute =
        Arrays.stream(files).map(file -> file.toAbsolutePath().normalize()).toList();
    for (int index = 0; index < files.length; index++) {
      if (absolute.indexOf(absolute.get(index)) < index) {
        throw wrong("Two options write to the same file " + files[index]);
      }
    }
  }

  final OptionalLong positive(String option, @Nullable Long count) {
    if (count == null) {
      return OptionalLong.empty();
    }
    if (count < 1) {
      throw wrong(option + " must be at least 1, and is " + count);
    }
    return OptionalLong.of(count);
  }
}
