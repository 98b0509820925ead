package dev.vivarium.workbench.play;

import dev.vivarium.workbench.part.Desk;
import dev.vivarium.workbench.part.Panel;
import dev.vivarium.workbench.part.Panel.Place;
import dev.vivarium.workbench.part.Part;
import dev.vivarium.workbench.session.CommandResult;
import dev.vivarium.workbench.session.PlayTests;
import dev.vivarium.workbench.session.WorldCommand;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.value.ObservableValue;

/// The play test's panel and commands. A window whose world cannot be tried so has the commands
/// only, which say why.
public final class PlayTestPart implements Part {
  private static final double LOOKS_HZ = 4;
  private static final String PANEL = "play";
  private static final String SCRIPT_ENDING = ".bots";

  private final PlayTestViewModel model;
  private final PlayTestView view;

  /// @param lookBack opens a recording by its name
  public PlayTestPart(Desk desk, PlayTests tests, Consumer<String> lookBack) {
    model =
        new PlayTestViewModel(
            tests,
            () -> desk.world().statusProperty().get().state(),
            desk.window(),
            () ->
                desk.world()
                    .doneElsewhere(
                        new WorldCommand.ResetWorld(),
                        new CommandResult.Done(0, Optional.empty())));
    desk.commands()
        .add(
            "world.startPlayTest",
            "Start play test",
            "",
            "mdi2g-gamepad-variant-outline",
            model::startObstacle,
            () -> {
              desk.links().showPanel(PANEL);
              var _ = model.start();
            });
    desk.commands()
        .add(
            "world.stopPlayTest",
            "Stop play test",
            "",
            "mdi2s-stop",
            model::stopObstacle,
            () -> {
              var _ = model.stop();
            });
    view = new PlayTestView(desk, model, lookBack);
    model.loadScripts();
  }

  public PlayTestViewModel model() {
    return model;
  }

  @Override
  public void fileChanged(String path) {
    if (path.endsWith(SCRIPT_ENDING)) {
      model.loadScripts();
    }
  }

  @Override
  public List<Panel> panels() {
    if (!model.reportProperty().get().refusal().isEmpty()) {
      return List.of();
    }
    ObservableValue<Panel.Badge> badge =
        model
            .reportProperty()
            .map(now ->
                now.isUp()
                    ? new Panel.Badge(Integer.toString(now.players().size()), false)
                    : Panel.Badge.NONE);
    return List.of(
        Panel.of(PANEL, "Play test", "mdi2g-gamepad-variant-outline", Place.BOTTOM, view)
            .withBadge(badge)
            .looking(LOOKS_HZ, model::refresh));
  }
}
