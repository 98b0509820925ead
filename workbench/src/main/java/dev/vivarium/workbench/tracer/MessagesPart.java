package dev.vivarium.workbench.tracer;

import dev.vivarium.workbench.part.Desk;
import dev.vivarium.workbench.part.Panel;
import dev.vivarium.workbench.part.Panel.Place;
import dev.vivarium.workbench.part.Part;
import java.util.List;

/// The tracer of messages.
public final class MessagesPart implements Part {
  private static final double VALUES_HZ = 10;

  private final MessagesViewModel model;
  private final MessagesView view;

  public MessagesPart(Desk desk) {
    model = new MessagesViewModel(desk.session(), desk.window());
    desk.commands()
        .add("messages.clear", "Clear messages", "", "mdi2n-notification-clear-all", model::clear);
    view = new MessagesView(model, desk.controls(), desk.selection()::select);
  }

  @Override
  public List<Panel> panels() {
    return List.of(
        Panel.of("messages", "Messages", "mdi2m-message-outline", Place.BOTTOM, view)
            .looking(VALUES_HZ, model::refresh));
  }
}
