package dev.vivarium.workbench.query;

/// A query line that cannot be understood: what is wrong, and where.
public final class QueryException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int start;
  private final int end;

  QueryException(String message, int start, int end) {
    super(message);
    this.start = start;
    this.end = Math.max(end, start);
  }

  /// First character that is wrong, from 0.
  public int start() {
    return start;
  }

  /// The character after the last that is wrong.
  public int end() {
    return end;
  }

  public String reason() {
    return String.valueOf(getMessage());
  }
}
