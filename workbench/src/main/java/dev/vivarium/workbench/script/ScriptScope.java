package dev.vivarium.workbench.script;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// The objects that a script sees, and where its shell's variables find them.
///
/// @param args what was given behind the script's name
/// @param progress takes how far a script says it is
/// @param values makes texts of values that are too long to be shown whole
public record ScriptScope(
    ScriptWorld world,
    ScriptProject project,
    ScriptDesk workbench,
    List<String> args,
    Consumer<Progress> progress,
    ValueText values) {
  private static final Map<Long, ScriptScope> OPEN = new ConcurrentHashMap<>();
  private static final AtomicLong LAST = new AtomicLong();

  public ScriptScope {
    args = List.copyOf(args);
  }

  public ScriptScope(
      ScriptWorld world,
      ScriptProject project,
      ScriptDesk workbench,
      List<String> args,
      Consumer<Progress> progress) {
    this(world, project, workbench, args, progress, new ValueText());
  }

  /// How far a script is.
  public record Progress(String text, long done, long total) {}

  /// Called by the first lines that a shell runs; of no use elsewhere.
  public static ScriptScope of(long number) {
    var scope = OPEN.get(number);
    if (scope == null) {
      throw new ScriptFailure("The console of this script was closed.");
    }
    return scope;
  }

  long open() {
    long number = LAST.incrementAndGet();
    OPEN.put(number, this);
    return number;
  }

  static void close(long number) {
    OPEN.remove(number);
  }
}
