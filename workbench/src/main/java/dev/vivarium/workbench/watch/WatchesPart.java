package dev.vivarium.workbench.watch;

import dev.vivarium.workbench.command.Obstacle;
import dev.vivarium.workbench.part.Desk;
import dev.vivarium.workbench.part.Panel;
import dev.vivarium.workbench.part.Panel.Place;
import dev.vivarium.workbench.part.Part;
import dev.vivarium.workbench.project.SystemSource;
import dev.vivarium.workbench.session.SessionEvent;
import dev.vivarium.workbench.session.Watches.Hit;
import dev.vivarium.workbench.session.WorldCommand;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import javafx.scene.Node;

/// Watches: the list, and the bar that says which of them paused the world.
public final class WatchesPart implements Part {
  private static final double COUNTS_HZ = 2;

  private final Desk desk;
  private final WatchesViewModel model;
  private final WatchesView view;
  private final PauseBar bar;

  /// @param showMessage shows a message by its sequence
  public WatchesPart(Desk desk, LongConsumer showMessage) {
    this.desk = desk;
    model = new WatchesViewModel(desk.session(), desk.window());
    addFormCommands();
    onHit("continue", "Continue", "mdi2p-play", hit -> desk.world().act(new WorldCommand.Resume()));
    onHit(
        "goToSystem",
        "Go to line of the system",
        "mdi2c-code-tags",
        hit -> openSystem(hit.system()));
    onHit(
        "selectEntity",
        "Select the entity",
        "mdi2c-cube-outline",
        hit -> desk.selection().select(hit.entity()));
    view = new WatchesView(model);
    bar = new PauseBar(model, desk.controls(), showMessage);
    model.refresh();
    desk.selection().selectedProperty().subscribe(s -> model.follow(desk.selection().first()));
    desk.world().statusProperty().subscribe(model::arrived);
  }

  private void addFormCommands() {
    desk.commands()
        .add(
            "watches.onChange",
            "Pause when a field changes",
            "",
            "mdi2e-eye-plus-outline",
            () -> form("", false));
    desk.commands()
        .add(
            "watches.onCondition",
            "Pause when a condition on a field holds",
            "",
            "mdi2e-eye-plus",
            () -> form(">", false));
    desk.commands()
        .add(
            "watches.onAny",
            "Pause when a condition holds for any entity",
            "",
            "mdi2e-eye-circle-outline",
            () -> form(">", true));
    desk.commands()
        .add(
            "watches.remove",
            "Remove the selected watch",
            "",
            "mdi2e-eye-remove-outline",
            Obstacle.unless(() -> view().selected().isPresent(), "No watch is selected"),
            () -> view().selected().ifPresent(model::remove));
  }

  private WatchesView view() {
    return view;
  }

  private void form(String sign, boolean any) {
    desk.links().showPanel("watches");
    model.signProperty().set(sign);
    model.anyEntityProperty().set(any);
    model.begin(desk.selection().first());
    view.focusForm();
  }

  private void onHit(String id, String title, String icon, Consumer<Hit> act) {
    desk.commands()
        .add(
            "watches." + id,
            title,
            "",
            icon,
            Obstacle.unless(
                () -> model.hitProperty().get() != null, "No watch has paused the world"),
            () -> Optional.ofNullable(model.hitProperty().get()).ifPresent(act));
  }

  private void openSystem(String system) {
    var _ =
        CompletableFuture.supplyAsync(
                () -> SystemSource.find(desk.project(), system), desk.background())
            .thenApplyAsync(place -> place.map(desk.links()::openPlace), desk.window());
  }

  public WatchesViewModel model() {
    return model;
  }

  @Override
  public List<Panel> panels() {
    return List.of(
        Panel.of("watches", "Watches", "mdi2e-eye-outline", Place.BOTTOM, view)
            .looking(COUNTS_HZ, model::refresh));
  }

  @Override
  public List<Node> banners() {
    return List.of(bar);
  }

  @Override
  public void take(SessionEvent event) {
    if (event instanceof SessionEvent.WatchHit(Hit hit)) {
      model.paused(hit);
    }
  }
}
