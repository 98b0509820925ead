package dev.vivarium.engine.plugin;

import dev.vivarium.engine.plugin.wasm.HostTrap;

/// A plugin ended its own dispatch and said where in its source.
final class PanicTrap extends HostTrap {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final int line;
  private final int column;

  PanicTrap(String message, String file, int line, int column) {
    super(message);
    this.file = file;
    this.line = line;
    this.column = column;
  }

  SourcePosition position() {
    return new SourcePosition(file, line, column);
  }
}
