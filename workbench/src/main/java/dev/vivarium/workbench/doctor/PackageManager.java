package dev.vivarium.workbench.doctor;

import java.util.List;

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
  String install(Package wanted) {
    String names = wanted.names().get(ordinal());
    return names.isEmpty() ? "Install " + wanted.plainName() : installCommand + " " + names;
  }

  /// A package under the name that each manager gives it.
  ///
  /// @param plainName for systems with no known manager
  /// @param names one for each manager, in the order of the enum; empty where it has none
  record Package(String plainName, List<String> names) {
    static final Package JDK =
        of(
            "a JDK 25 or newer",
            "openjdk-25-jdk",
            "java-25-openjdk-devel",
            "jdk-openjdk",
            "java-25-openjdk-devel",
            "--cask temurin",
            "EclipseAdoptium.Temurin.25.JDK");
    static final Package MAVEN =
        of("Apache Maven 3.8 or newer", "maven", "maven", "maven", "maven", "maven", "");
    static final Package NPM =
        of(
            "Node.js 18 or newer with npm",
            "nodejs npm",
            "nodejs-npm",
            "npm",
            "npm-default",
            "node",
            "OpenJS.NodeJS.LTS");
    static final Package FONT =
        linux("a font", "fonts-dejavu-core", "dejavu-sans-fonts", "ttf-dejavu", "dejavu-fonts");

    Package {
      names = List.copyOf(names);
    }

    static Package linux(String plainName, String apt, String dnf, String pacman, String zypper) {
      return of(plainName, apt, dnf, pacman, zypper, "", "");
    }

    private static Package of(
        String plainName,
        String apt,
        String dnf,
        String pacman,
        String zypper,
        String brew,
        String winget) {
      return new Package(plainName, List.of(apt, dnf, pacman, zypper, brew, winget, ""));
    }
  }
}
