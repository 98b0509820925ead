package dev.vivarium.workbench.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vivarium.workbench.part.WallClock;
import dev.vivarium.workbench.session.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;
import javafx.animation.AnimationTimer;

/// How long the program took from its start until it could be used: the window shows, the first
/// file is in the editor and the world runs. Belongs to the window's thread.
final class Startup {
  private static final Path PROCESSES = Path.of("/proc");
  private static final String RESIDENT = "VmRSS:";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Workbench workbench;
  private OptionalLong windowMs = OptionalLong.empty();
  private OptionalLong interactiveMs = OptionalLong.empty();

  Startup(Workbench workbench) {
    this.workbench = workbench;
  }

  /// Looks once a frame until the program can be used; to be called when the window has been shown.
  void watch() {
    new AnimationTimer() {
      @Override
      public void handle(long now) {
        if (windowMs.isEmpty()) {
          windowMs = OptionalLong.of(sinceStartMs());
        }
        if (isInteractive()) {
          interactiveMs = OptionalLong.of(sinceStartMs());
          stop();
        }
      }
    }.start();
  }

  boolean isOver() {
    return interactiveMs.isPresent();
  }

  private boolean isInteractive() {
    var opening =
        workbench.options().openFirst().isPresent()
            && workbench.editor().activeProperty().get() == null;
    return !opening && workbench.world().statusProperty().get().state() != RunState.LOADING;
  }

  private static long sinceStartMs() {
    return ProcessHandle.current()
        .info()
        .startInstant()
        .map(start -> WallClock.SYSTEM.epochMillis() - start.toEpochMilli())
        .orElse(0L);
  }

  /// Writes the times in milliseconds, and where the system tells it the memory that this process
  /// and those that it started hold, in MiB.
  void write(Path file) throws IOException {
    var figures = JSON.createObjectNode();
    figures.put("windowMs", windowMs.orElse(0));
    figures.put("interactiveMs", interactiveMs.orElse(0));
    var own = ProcessHandle.current();
    resident(own.pid()).ifPresent(mib -> figures.put("residentMiB", mib));
    var others = figures.putArray("children");
    try (var children = own.descendants()) {
      for (var child : children.toList()) {
        ObjectNode one = others.addObject();
        one.put("command", child.info().commandLine().orElse(""));
        resident(child.pid()).ifPresent(mib -> one.put("residentMiB", mib));
      }
    }
    JSON.writeValue(file.toFile(), figures);
  }

  private static OptionalLong resident(long pid) throws IOException {
    var status = PROCESSES.resolve(pid + "/status");
    if (!Files.isReadable(status)) {
      return OptionalLong.empty();
    }
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith(RESIDENT))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
          .findFirst();
    }
  }
}
