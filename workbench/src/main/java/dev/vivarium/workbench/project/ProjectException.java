package dev.vivarium.workbench.project;

/// A file of the project could not be read or written. The message names the file and what to do.
public final class ProjectException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ProjectException(String message) {
    super(message);
  }

  ProjectException(String message, Throwable cause) {
    super(message, cause);
  }
}
