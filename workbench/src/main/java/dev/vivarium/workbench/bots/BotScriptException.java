package dev.vivarium.workbench.bots;

/// A script that cannot be understood. The message is `file:line: what is wrong`.
public final class BotScriptException extends RuntimeException {
  private static final long serialVersionUID = 1;

  BotScriptException(String file, int line, String problem) {
    super(file + ":" + line + ": " + problem);
  }
}
