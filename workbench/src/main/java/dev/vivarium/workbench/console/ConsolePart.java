package dev.vivarium.workbench.console;

import dev.vivarium.workbench.part.Desk;
import dev.vivarium.workbench.part.Panel;
import dev.vivarium.workbench.part.Panel.Place;
import dev.vivarium.workbench.part.Part;
import java.util.List;

/// The log lines of the world.
public final class ConsolePart implements Part {
  private static final double VALUES_HZ = 10;

  private final ConsoleViewModel model;
  private final ConsoleView view;

  public ConsolePart(Desk desk) {
    model = new ConsoleViewModel(desk.session(), desk.window());
    desk.commands()
        .add("console.clear", "Clear console", "", "mdi2n-notification-clear-all", model::clear);
    view = new ConsoleView(model, desk.controls());
  }

  @Override
  public List<Panel> panels() {
    return List.of(
        Panel.of("console", "Console", "mdi2c-console", Place.BOTTOM, view)
            .looking(VALUES_HZ, model::refresh));
  }
}
