package dev.vivarium.workbench.language;

import dev.vivarium.workbench.toolchain.Toolchain;
import java.nio.file.Path;

/// The language services of a project.
public final class Languages {
  private Languages() {}

  /// Services for the sources of a trusted project; they start when they are first asked.
  public static LanguageService of(Path project) {
    return new AssemblyScriptLanguage(Toolchain.locate(), project);
  }
}
