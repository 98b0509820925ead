package dev.vivarium.workbench.doctor;

import java.util.Map;

/// The program with which this kind of system installs packages.
enum PackageManager {
  APT("sudo apt-get install"),
  DNF("sudo dnf install"),
  PACMAN("sudo pacman -S"),
  ZYPPER("sudo zypper install"),
  BREW("brew install"),
  WINGET("winget install"),
  NONE("");

  private final String installCommand;

  PackageManager(String installCommand) {
    this.installCommand = installCommand;
  }

  static PackageManager of(SystemProbe system) {
    return switch (system.kind()) {
      case MACOS -> BREW;
      case WINDOWS -> WINGET;
      case LINUX -> ofLinux(system);
    };
  }

  private static PackageManager ofLinux(SystemProbe system) {
    if (system.hasCommand("apt-get")) {
      return APT;
    } else if (system.hasCommand("dnf")) {
      return DNF;
    } else if (system.hasCommand("pacman")) {
      return PACMAN;
    }
    return system.hasCommand("zypper") ? ZYPPER : NONE;
  }

  /// The command that installs a package, or a sentence where there is no known command.
  String install(Provision wanted) {
    String names = wanted.names().getOrDefault(this, "");
    return names.isEmpty() ? "Install " + wanted.plainName() : installCommand + " " + names;
  }

  /// A package under the name that each manager gives it.
  ///
  /// @param plainName for systems with no known manager
  /// @param names by manager; empty where it has none
  record Provision(String plainName, Map<PackageManager, String> names) {
    static final Provision JDK =
        of(
            "a JDK 25 or newer",
            "openjdk-25-jdk",
            "java-25-openjdk-devel",
            "jdk-openjdk",
            "java-25-openjdk-devel",
            "--cask temurin",
            "EclipseAdoptium.Temurin.25.JDK");
    static final Provision MAVEN =
        of("Apache Maven 3.8 or newer", "maven", "maven", "maven", "maven", "maven", "");
    static final Provision NPM =
        of(
            "Node.js 18 or newer with npm",
            "nodejs npm",
            "nodejs-npm",
            "npm",
            "npm-default",
            "node",
            "OpenJS.NodeJS.LTS");
    static final Provision FONT =
        linux("a font", "fonts-dejavu-core", "dejavu-sans-fonts", "ttf-dejavu", "dejavu-fonts");

    Provision {
      names = Map.copyOf(names);
    }

    static Provision linux(String plainName, String apt, String dnf, String pacman, String zypper) {
      return of(plainName, apt, dnf, pacman, zypper, "", "");
    }

    private static Provision of(
        String plainName,
        String apt,
        String dnf,
        String pacman,
        String zypper,
        String brew,
        String winget) {
      return new Provision(
          plainName,
          Map.of(APT, apt, DNF, dnf, PACMAN, pacman, ZYPPER, zypper, BREW, brew, WINGET, winget));
    }
  }
}
