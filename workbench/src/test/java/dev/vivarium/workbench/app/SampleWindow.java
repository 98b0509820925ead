package dev.vivarium.workbench.app;

import dev.vivarium.workbench.project.ProjectFiles;
import dev.vivarium.workbench.session.Diagnostic;
import dev.vivarium.workbench.session.Gear;
import dev.vivarium.workbench.session.LogLine.Level;
import dev.vivarium.workbench.session.LogLine.Side;
import dev.vivarium.workbench.session.PluginState;
import dev.vivarium.workbench.session.ReloadReport;
import dev.vivarium.workbench.session.TestWorldSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/// Draws the window on the test world: `SampleWindow PICTURE SCRIPT [COUNT|empty|error|log|flood]`,
/// to look at.
public final class SampleWindow {
  private SampleWindow() {}

  public static void main(String[] args) throws Exception {
    var kind = args.length > 2 ? args[2] : "2000";
    var folder = Files.createTempDirectory("window");
    var project = new ProjectFiles(SampleProject.in(folder));
    var threads = Executors.newScheduledThreadPool(2, Thread.ofPlatform().daemon().factory());
    var fish = kind.equals("empty") ? 0 : kind.matches("\\d+") ? Integer.parseInt(kind) : 2000;
    var session = new TestWorldSession(fish, threads);
    session.advance(18_000);
    if (kind.equals("error")) {
      breakFish(session);
    } else if (fish > 0) {
      session.report(report(ReloadReport.Outcome.SWAPPED, ""));
    }
    if (kind.equals("log") || kind.equals("flood")) {
      writeLog(session);
    }
    if (kind.equals("flood")) {
      var _ = threads.scheduleAtFixedRate(() -> flood(session), 0, 10, TimeUnit.MILLISECONDS);
    }
    var _ = threads.scheduleAtFixedRate(() -> session.advance(1), 0, 16, TimeUnit.MILLISECONDS);
    var log = LoggerFactory.getLogger(SampleWindow.class);
    var options =
        new LaunchOptions(
            session,
            project,
            folder.resolve("state"),
            Optional.of("plugins/fish/fish.ts:13"),
            Optional.of(Path.of(args[0])),
            args.length > 1 && !args[1].equals("-")
                ? Optional.of(Path.of(args[1]))
                : Optional.empty(),
            log::error);
    System.exit(WorkbenchApp.launch(options));
  }

  private static void writeLog(TestWorldSession session) {
    session.log(Level.DEBUG, Side.SERVER, "fish", "looking for pellets within 4.0 m");
    session.log(Level.INFO, Side.SERVER, "fish", "Fish #214 found pellet #2101");
    session.log(Level.INFO, Side.CLIENT, "tide", "waves drawn again for 1,280 x 720");
    for (var i = 0; i < 340; i++) {
      session.log(Level.WARN, Side.SERVER, "feeding", "no fish is hungry; the pellets stay");
    }
    session.log(
        Level.ERROR,
        Side.SERVER,
        "fish",
        "stopped: swim trapped at plugins/fish/fish.ts:13:5, unreachable, at Fish #77");
    session.log(
        Level.WARN,
        Side.SERVER,
        "a-plugin-with-quite-a-long-name",
        "the names of all who were near: " + "Goby, Wrasse, Blenny, ".repeat(30) + "and #12");
    session.log(Level.INFO, Side.SERVER, "world", "saved tick 18,000, 1,204,331 bytes in 12.4 ms");
  }

  private static void flood(TestWorldSession session) {
    for (var i = 0; i < 100; i++) {
      session.log(Level.INFO, Side.SERVER, "fish", "bite " + i + " of Fish #" + (100 + i));
    }
  }

  private static void breakFish(TestWorldSession session) {
    session.report(
        List.of(
            new Diagnostic(
                Diagnostic.Severity.ERROR,
                "fish",
                "AS100: Cannot find name 'SIGTH'. Did you mean 'SIGHT'?",
                Optional.of(new Diagnostic.Place("plugins/fish/fish.ts", 30, 15, 5))),
            new Diagnostic(
                Diagnostic.Severity.WARNING,
                "fish",
                "AS201: Conversion from type 'f64' to 'f32' loses precision",
                Optional.of(new Diagnostic.Place("plugins/fish/fish.ts", 14, 19, 4))),
            new Diagnostic(
                Diagnostic.Severity.ERROR,
                "tide",
                "Stopped: system flow trapped at tick 17,990, integer divide by zero",
                Optional.of(new Diagnostic.Place("plugins/tide/tide.ts", 2, 1, 0)))));
    session.setPlugin("tide", PluginState.FAILED);
    session.report(report(ReloadReport.Outcome.COMPILE_FAILED, "2 problems"));
  }

  private static ReloadReport report(ReloadReport.Outcome outcome, String detail) {
    return new ReloadReport(
        "fish", "0.1.0+4", Gear.QUICK, outcome, 18_000, 121, 31, 22, 2.6, 184, 2000, 0, detail);
  }
}
