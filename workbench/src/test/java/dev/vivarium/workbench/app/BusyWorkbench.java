package dev.vivarium.workbench.app;

import dev.vivarium.workbench.live.RealWorld;
import dev.vivarium.workbench.part.WallClock;
import dev.vivarium.workbench.project.ProjectFiles;
import dev.vivarium.workbench.session.CommandResult;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.EntityQuery;
import dev.vivarium.workbench.session.EntityRow;
import dev.vivarium.workbench.session.WorldCommand;
import dev.vivarium.workbench.theme.Fonts;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.application.Platform;
import javafx.stage.Stage;
import javafx.util.Duration;

/// Somebody who types into a file and renames an entity without pause, until the process is killed:
/// `BusyWorkbench PROJECT STATE_FOLDER running|paused`. First it tells the entity's name as it was
/// found; then, of each act, its kind, its number and the time in milliseconds.
public final class BusyWorkbench {
  static final String FILE = "plugins/hello/hello.ts";
  private static final Duration BETWEEN_ACTS = Duration.millis(20);

  private final Workbench workbench;
  private final EntityHandle planet;
  private int keys;
  private int edits;
  private boolean editing;

  private BusyWorkbench(Workbench workbench, EntityRow planet) {
    this.workbench = workbench;
    this.planet = planet.handle();
    this.edits = number(planet.name());
  }

  /// The planet is called by the number of its last edit, once there was one.
  static int number(String name) {
    return name.equals("Planet") ? 0 : Integer.parseInt(name);
  }

  public static void main(String[] args) throws Exception {
    var project = Path.of(args[0]);
    var world = RealWorld.open(project).running();
    var planet = planet(world);
    System.out.println("found " + planet.name());
    if (args[2].equals("paused")) {
      world.session().submit(new WorldCommand.Pause()).get();
    }
    var background = Executors.newVirtualThreadPerTaskExecutor();
    var options =
        LaunchOptions.window(
            world.session(), new ProjectFiles(project), Path.of(args[1]), line -> {});
    Platform.startup(() -> {
      Fonts.load();
      var workbench = new Workbench(options, Platform::runLater, background, new StageDialogs());
      new WorkbenchWindow(workbench, new Stage()).show();
      var _ =
          workbench
              .openPlace(FILE + ":1")
              .thenRunAsync(new BusyWorkbench(workbench, planet)::begin, Platform::runLater);
    });
  }

  private static EntityRow planet(RealWorld world) throws Exception {
    var planets = new EntityQuery("hello/Planet", 0, 1);
    var page = world.session().entities(planets).get();
    while (page.rows().isEmpty()) { // a list is up to a tenth of a second old
      page = world.session().entities(planets).get();
    }
    return page.rows().getFirst();
  }

  private void begin() {
    var acts = new Timeline(new KeyFrame(BETWEEN_ACTS, e -> act()));
    acts.setCycleCount(Timeline.INDEFINITE);
    acts.play();
  }

  private void act() {
    workbench.editorView().type("x");
    tell("key", ++keys);
    if (!editing) {
      edit();
    }
  }

  private void edit() {
    editing = true;
    var name = "\"%d\"".formatted(edits + 1);
    var _ =
        workbench
            .world()
            .submit(new WorldCommand.SetField(planet, "vivarium/Name", "value", name))
            .thenAcceptAsync(
                result -> {
                  editing = false;
                  if (result instanceof CommandResult.Done) {
                    tell("edit", ++edits);
                  }
                },
                Platform::runLater);
  }

  private static void tell(String kind, int number) {
    System.out.println(kind + " " + number + " " + WallClock.SYSTEM.epochMillis());
  }
}
