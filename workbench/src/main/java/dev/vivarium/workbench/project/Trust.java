package dev.vivarium.workbench.project;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Which projects may run. Until one is trusted, nothing of it does: no plugin, no build recipe, no
/// script. Any thread, one at a time.
///
/// Trust is given to a real path, links resolved, so that a link to a trusted project is trusted
/// and one placed where a trusted project was is not.
public final class Trust {
  static final int MAX_TRUSTED = 10_000;
  static final int MAX_FILE_BYTES = 16 * 1024 * 1024;

  private final Path samples;
  private final Path file;

  /// Trust as one user has given it.
  ///
  /// @param samples the folder of the shipped sample worlds; each folder right inside is trusted
  /// @param userConfig the user's configuration folder, where trust is remembered
  public Trust(Path samples, Path userConfig) {
    this.samples = samples;
    this.file = userConfig.resolve("trusted-projects");
  }

  /// Whether a project may run.
  ///
  /// @throws IOException where the project's path or the record cannot be read
  public boolean isTrusted(Path project) throws IOException {
    Path real = project.toRealPath();
    return isSample(real) || recorded().contains(real.toString());
  }

  private boolean isSample(Path real) throws IOException {
    return Files.isDirectory(samples) && samples.toRealPath().equals(real.getParent());
  }

  /// Records that a project may run from now on.
  ///
  /// @throws IOException where it cannot be recorded, or already [#MAX_TRUSTED] projects are
  public void trust(Path project) throws IOException {
    String real = project.toRealPath().toString();
    List<String> trusted = new ArrayList<>(recorded());
    if (isTrusted(project)) {
      return;
    }
    if (trusted.size() >= MAX_TRUSTED) {
      throw new IOException(
          MAX_TRUSTED + " projects are trusted already; remove lines from " + file);
    }
    if (real.contains("\n") || real.contains("\r")) {
      throw new IOException("A path with a line break in it cannot be trusted: " + real);
    }
    trusted.add(real);
    record(trusted);
  }

  /// What to tell someone whose project is not trusted.
  public String refusal(Path project) {
    return project
        + " is not trusted yet, so nothing of it was run.\n"
        + "Its plugins are programs written by its authors. If you trust them, run it with"
        + " --trust;\nthat is remembered in "
        + file
        + ".";
  }

  private List<String> recorded() throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    if (Files.size(file) > MAX_FILE_BYTES) {
      throw new IOException(file + " is larger than " + MAX_FILE_BYTES + " bytes; delete it");
    }
    return Files.readAllLines(file, StandardCharsets.UTF_8);
  }

  private void record(List<String> trusted) throws IOException {
    String lines = String.join("\n", trusted) + "\n";
    WholeFile.write(file, lines.getBytes(StandardCharsets.UTF_8));
  }
}
