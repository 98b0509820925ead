package dev.vivarium.workbench.toolchain;

/// How bad a diagnostic is; only an [#ERROR] fails a build.
public enum Severity {
  ERROR,
  WARNING,
  INFO
}
