package dev.vivarium.workbench.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.workbench.doctor.Finding.State;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DoctorTest {

  /// A system that has what it is told to have.
  private record Imagined(
      Kind kind, Map<String, String> environment, int feature, Set<String> commands, boolean whole)
      implements SystemProbe {
    @Override
    public JavaInUse java() {
      return new JavaInUse(feature, feature + " here", whole);
    }

    @Override
    public boolean hasCommand(String name) {
      return commands.contains(name);
    }

    @Override
    public Optional<String> firstLine(String... command) {
      return Optional.of("\u001b[1m" + command[0] + " 9\u001b[m");
    }

    @Override
    public boolean loads(String libraryName) {
      return whole;
    }

    @Override
    public boolean hasFont() {
      return whole;
    }

    @Override
    public boolean isWritable(Path folder) {
      return whole;
    }

    @Override
    public boolean exists(Path path) {
      return whole;
    }
  }

  private static List<Finding> findings(SystemProbe system) {
    return new Doctor(system, Path.of("dist"), Path.of("config")).examine();
  }

  private static Finding finding(SystemProbe system, String subject) {
    return findings(system).stream()
        .filter(candidate -> candidate.subject().equals(subject))
        .findFirst()
        .orElseThrow();
  }

  private static Imagined linux(Map<String, String> environment, String... commands) {
    return new Imagined(SystemProbe.Kind.LINUX, environment, 17, Set.of(commands), false);
  }

  @Test
  void aWholeSystemLacksNothing() {
    Imagined system =
        new Imagined(
            SystemProbe.Kind.LINUX, Map.of("DISPLAY", ":0"), 25, Set.of("mvn", "npm"), true);
    assertTrue(findings(system).stream().allMatch(found -> found.state() == State.GOOD));
    assertEquals("mvn 9", finding(system, "Maven").found());
  }

  @Test
  void namesThePackageOfEachSystem() {
    assertEquals(
        "sudo apt-get install libgtk-3-0",
        finding(linux(Map.of(), "apt-get"), "libgtk-3.so.0").remedy());
    assertEquals(
        "sudo dnf install gtk3", finding(linux(Map.of(), "dnf"), "libgtk-3.so.0").remedy());
    assertEquals("sudo pacman -S npm", finding(linux(Map.of(), "pacman"), "npm").remedy());
    assertEquals("Install a JDK 25 or newer", finding(linux(Map.of()), "JDK").remedy());
    Imagined mac = new Imagined(SystemProbe.Kind.MACOS, Map.of(), 17, Set.of(), false);
    assertEquals("brew install --cask temurin", finding(mac, "JDK").remedy());
    Imagined windows = new Imagined(SystemProbe.Kind.WINDOWS, Map.of(), 17, Set.of(), false);
    assertEquals("winget install EclipseAdoptium.Temurin.25.JDK", finding(windows, "JDK").remedy());
  }

  @Test
  void windowLibrariesAreNeededOnlyWhereThereIsADisplay() {
    assertEquals(State.LIMITED, finding(linux(Map.of()), "libgtk-3.so.0").state());
    assertEquals(State.LIMITED, finding(linux(Map.of()), "Display").state());
    assertEquals(State.MISSING, finding(linux(Map.of("DISPLAY", ":0")), "libgtk-3.so.0").state());
  }

  @Test
  void aPictureNeedsFewerLibrariesThanAWindow() {
    Doctor doctor = new Doctor(linux(Map.of(), "apt-get"), Path.of("dist"), Path.of("config"));
    List<String> forAWindow = doctor.lackingToDraw(true).stream().map(Finding::remedy).toList();
    List<String> forAPicture = doctor.lackingToDraw(false).stream().map(Finding::remedy).toList();
    assertTrue(forAWindow.containsAll(forAPicture));
    assertTrue(forAWindow.contains("sudo apt-get install libgtk-3-0"));
    assertFalse(forAPicture.contains("sudo apt-get install libgtk-3-0"));
    assertTrue(forAPicture.contains("sudo apt-get install libpango-1.0-0"));
  }

  @Test
  void examinesTheSystemItRunsOn() {
    assertTrue(Doctor.ofThisSystem(Path.of("dist")).examine().size() > 5);
  }
}
