package dev.vivarium.workbench.live;

import java.util.List;

/// A project cannot come alive; the message lists why, one line each.
public final class LiveWorldException extends Exception {
  private static final long serialVersionUID = 1L;

  public LiveWorldException(List<String> problems) {
    super(String.join(System.lineSeparator(), problems));
  }
}
