package dev.vivarium.workbench.project;

/// A file of the project could not be read or written. The message names the file and what to do.
public final class ProjectException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ProjectException(String message) {
    super(message);
  }

  public ProjectException(String message, Throwable cause) {
    super(message, cause);
  }
}
