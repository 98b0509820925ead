package dev.vivarium.workbench.doctor;

import dev.vivarium.workbench.doctor.Finding.State;
import dev.vivarium.workbench.doctor.PackageManager.Provision;
import dev.vivarium.workbench.project.UserFolders;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Looks at everything Vivarium needs of a system. Any thread; takes a second or two, most of it
/// Maven's and npm's answers.
public final class Doctor {
  static final int NEEDED_JAVA = 25;
  private static final String WITHOUT_WINDOW = "; worlds run headless without it";

  private final SystemProbe system;
  private final PackageManager packages;
  private final Path home;
  private final Path userConfig;

  Doctor(SystemProbe system, Path home, Path userConfig) {
    this.system = system;
    this.packages = PackageManager.of(system);
    this.home = home;
    this.userConfig = userConfig;
  }

  /// Examines the system that this program runs on.
  ///
  /// @param home the run folder, with `lib/`, `templates/` and `toolchain/`
  public static Doctor ofThisSystem(Path home) {
    return new Doctor(new LocalSystem(), home, UserFolders.ofThisSystem().config());
  }

  /// Everything looked at, in the order in which it would be missed.
  public List<Finding> examine() {
    List<Finding> findings = new ArrayList<>();
    findings.add(jdk());
    findings.add(buildTool("Maven", "mvn", Provision.MAVEN));
    findings.add(buildTool("npm", "npm", Provision.NPM));
    findings.add(part("templates", "Templates for new projects"));
    findings.add(part("toolchain", "Plugin compiler"));
    findings.add(display());
    if (system.kind() == SystemProbe.Kind.LINUX) {
      findings.addAll(drawing());
      findings.addAll(windowLibraries());
    }
    findings.add(writable("Settings folder", userConfig));
    findings.add(writable("Temporary folder", Path.of(System.getProperty("java.io.tmpdir"))));
    return List.copyOf(findings);
  }

  /// What keeps the toolkit from drawing here; quick, and to be asked before the toolkit is
  /// started, which says it less well.
  ///
  /// @param onDisplay whether a window is to be shown, or only a picture of one to be made
  public List<Finding> lackingToDraw(boolean onDisplay) {
    if (system.kind() != SystemProbe.Kind.LINUX) {
      return List.of();
    }
    List<Finding> looked = new ArrayList<>(drawing());
    if (onDisplay) {
      looked.addAll(windowLibraries());
    }
    return looked.stream().filter(finding -> finding.state() != State.GOOD).toList();
  }

  private List<Finding> drawing() {
    List<Finding> findings = new ArrayList<>();
    NativeLibrary.FOR_TEXT.forEach(library -> findings.add(library(library, "drawing text")));
    findings.add(font());
    return findings;
  }

  private List<Finding> windowLibraries() {
    return NativeLibrary.FOR_A_WINDOW.stream()
        .map(library -> library(library, "a window"))
        .toList();
  }

  private Finding jdk() {
    SystemProbe.JavaInUse java = system.java();
    if (java.feature() >= NEEDED_JAVA && java.hasCompiler()) {
      return Finding.good("JDK", java.description());
    }
    String lack = java.feature() < NEEDED_JAVA ? " is too old" : " has no compiler: not a JDK";
    return new Finding(
        "JDK", State.MISSING, java.description() + lack, packages.install(Provision.JDK));
  }

  private Finding buildTool(String subject, String command, Provision provider) {
    Optional<String> version =
        system.hasCommand(command) ? system.firstLine(command, "--version") : Optional.empty();
    return version
        .map(text -> Finding.good(subject, plain(text)))
        .orElseGet(() ->
            new Finding(
                subject,
                State.MISSING,
                "not found; needed to build Vivarium from its sources",
                packages.install(provider)));
  }

  /// Maven writes bold text even into a pipe on some systems.
  private static String plain(String text) {
    return text.replaceAll("\u001b\\[[0-9;]*m", "").strip();
  }

  private Finding part(String folder, String subject) {
    Path path = home.resolve(folder);
    return system.exists(path)
        ? Finding.good(subject, path.toString())
        : new Finding(
            subject,
            State.MISSING,
            "not at " + path,
            "Delete " + home.resolve("built") + " and start again: that builds it anew");
  }

  private Finding display() {
    if (system.kind() != SystemProbe.Kind.LINUX) {
      return Finding.good("Display", "the system's own");
    }
    String display = system.environment().getOrDefault("DISPLAY", "");
    return display.isEmpty()
        ? new Finding(
            "Display",
            State.LIMITED,
            "DISPLAY is not set" + WITHOUT_WINDOW,
            "Start Vivarium from a desktop session, or set DISPLAY")
        : Finding.good("Display", display);
  }

  private Finding library(NativeLibrary library, String purpose) {
    if (system.loads(library.fileName())) {
      return Finding.good(library.fileName(), "found");
    }
    return new Finding(
        library.fileName(),
        windowState(),
        "not found; needed for " + purpose + WITHOUT_WINDOW,
        packages.install(library.provider()));
  }

  private Finding font() {
    return system.hasFont()
        ? Finding.good("Font", "found")
        : new Finding(
            "Font",
            windowState(),
            "none found; needed for drawing text" + WITHOUT_WINDOW,
            packages.install(Provision.FONT));
  }

  /// Where there is a display, a window is what its user wants.
  private State windowState() {
    return display().state() == State.GOOD ? State.MISSING : State.LIMITED;
  }

  private Finding writable(String subject, Path folder) {
    return system.isWritable(folder)
        ? Finding.good(subject, folder.toString())
        : new Finding(
            subject,
            State.MISSING,
            folder + " cannot be written to",
            "Give yourself the right to write to " + folder);
  }
}
