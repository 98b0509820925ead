package dev.vivarium.workbench.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartViewModelTest {
  @TempDir private Path folder;
  private final List<Path> opened = new ArrayList<>();
  private RecentProjects recent;
  private StartViewModel start;

  @BeforeEach
  void begin() {
    recent = new RecentProjects(folder.resolve("state"));
    start =
        new StartViewModel(new OneTemplate(), recent, Runnable::run, Runnable::run, opened::add);
  }

  private static final class OneTemplate implements Projects {
    @Override
    public List<Sample> samples() {
      return List.of(new Sample("tidepool", Path.of("/samples/tidepool")));
    }

    @Override
    public List<String> templates() {
      return List.of("project");
    }

    @Override
    public Path create(Path parent, String name, String template) throws IOException {
      if (name.contains(" ")) {
        throw new IOException("“" + name + "” cannot be a name");
      }
      return Files.createDirectory(parent.resolve(name));
    }

    @Override
    public Preview look(Path project) {
      return new Preview("x", project, true, "", List.of());
    }

    @Override
    public void trust(Path project) {}

    @Override
    public Opened open(Path project, boolean run) throws IOException {
      throw new IOException("not here");
    }
  }

  @Test
  void marksProjectsThatAreNoLongerThere() throws IOException {
    var there = Files.createDirectory(folder.resolve("pool"));
    recent.add("gone", folder.resolve("gone"));
    recent.add("pool", there);
    start.refresh();
    var all = start.recentsProperty().get();
    assertEquals(List.of("pool", "gone"), all.stream().map(RecentProjects.Recent::name).toList());
    assertEquals(List.of(false, true), all.stream().map(RecentProjects.Recent::missing).toList());
    start.forget(folder.resolve("gone"));
    assertEquals(1, start.recentsProperty().get().size());
    assertEquals(1, new RecentProjects(folder.resolve("state")).all().size());
  }

  @Test
  void putsAProjectOpenedAgainFirstAndOnce() {
    recent.add("a", folder.resolve("a"));
    recent.add("b", folder.resolve("b"));
    recent.add("a", folder.resolve("a"));
    assertEquals(
        List.of("a", "b"), recent.all().stream().map(RecentProjects.Recent::name).toList());
  }

  @Test
  void beginsWithNoneWhereTheListIsDamaged() throws IOException {
    recent.add("a", folder.resolve("a"));
    Files.writeString(folder.resolve("state/recent-projects.json"), "[{");
    assertEquals(List.of(), recent.all());
  }

  @Test
  void makesAProjectAndOpensIt() {
    start.create("reef", folder.toString(), "project");
    assertEquals(List.of(folder.resolve("reef")), opened);
    assertEquals("", start.problemProperty().get());
  }

  @Test
  void saysWhyAProjectCannotBeMade() {
    start.create("my reef", folder.toString(), "project");
    assertTrue(start.problemProperty().get().contains("cannot be a name"));
    start.create("reef", " ", "project");
    assertTrue(start.problemProperty().get().contains("in which folder"));
    assertTrue(opened.isEmpty());
  }
}
