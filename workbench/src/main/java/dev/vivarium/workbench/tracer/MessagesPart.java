package dev.vivarium.workbench.tracer;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.vivarium.workbench.command.Obstacle;
import dev.vivarium.workbench.part.Desk;
import dev.vivarium.workbench.part.Panel;
import dev.vivarium.workbench.part.Panel.Place;
import dev.vivarium.workbench.part.Part;
import dev.vivarium.workbench.project.SystemSource;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.MessageRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.stage.FileChooser;
import org.jspecify.annotations.Nullable;

/// The tracer of messages.
public final class MessagesPart implements Part {
  private static final double VALUES_HZ = 10;
  private static final long PROGRESS_EVERY = 1_000;

  private final Desk desk;
  private final MessagesViewModel model;
  private final SendViewModel send;
  private final MessagesView view;
  private @Nullable MessageExport export;

  public MessagesPart(Desk desk) {
    this.desk = desk;
    model = new MessagesViewModel(desk.session(), desk.window());
    send = new SendViewModel(desk.session(), desk.window());
    addListCommands();
    addMessageCommands();
    view = new MessagesView(model, send, desk, this::openSystem);
  }

  private void addListCommands() {
    desk.commands()
        .add("messages.clear", "Clear messages", "", "mdi2n-notification-clear-all", model::clear);
    desk.commands()
        .add(
            "messages.pause",
            "Pause or go on with the list of messages",
            "",
            "mdi2p-pause",
            () -> model.pausedProperty().set(!model.pausedProperty().get()));
    desk.commands()
        .add(
            "messages.find",
            "Filter messages",
            "",
            "mdi2f-filter-outline",
            () -> shown(() -> view().focusFilter()));
    desk.commands()
        .add(
            "messages.timeline",
            "Show or hide the timeline of messages",
            "",
            "mdi2c-chart-bar",
            () -> view().toggleTimeline());
    desk.commands()
        .add(
            "messages.ofEntity",
            "Show messages of the selected entity",
            "",
            "mdi2m-message-text-outline",
            Obstacle.unless(() -> desk.selection().first().isPresent(), "No entity is selected"),
            () -> desk.selection().first().ifPresent(this::showOf));
    desk.commands()
        .add(
            "messages.sendNew",
            "Send a new message",
            "",
            "mdi2m-message-plus-outline",
            () -> shown(() -> send.begin("", "")));
    desk.commands()
        .add(
            "messages.export",
            "Export messages as JSON Lines",
            "",
            "mdi2e-export",
            this::chooseAndExport);
  }

  private void addMessageCommands() {
    onSelected(
        "toCause",
        "Go to the message that led here",
        "mdi2a-arrow-left-bold",
        m -> {
          var _ = model.walkToCause();
        });
    onSelected(
        "toEffect",
        "Go to the message this led to",
        "mdi2a-arrow-right-bold",
        m -> {
          var _ = model.walkToEffect();
        });
    desk.commands()
        .add(
            "messages.back",
            "Go back to the message before",
            "",
            "mdi2u-undo-variant",
            Obstacle.unless(() -> model.walkedProperty().get(), "No cause or effect was followed"),
            model::back);
    onSelected("copy", "Copy message as JSON", "mdi2c-content-copy", this::copy);
    onSelected("sendAgain", "Send message again, edited if wanted", "mdi2r-reply", this::sendAgain);
    onSelected(
        "hideChannel",
        "Leave this channel out of the list",
        "mdi2e-eye-off-outline",
        m -> model.toggle(m.channel()));
    onSelected(
        "ofChannel",
        "Show messages of this channel only",
        "mdi2e-eye-outline",
        m -> model.refine(line -> line + " channel:" + m.channel()));
  }

  private void onSelected(String id, String title, String icon, Consumer<MessageRecord> act) {
    var selected =
        Obstacle.unless(() -> model.selectedProperty().get() != null, "No message is selected");
    desk.commands()
        .add(
            "messages." + id,
            title,
            "",
            icon,
            selected,
            () -> {
              var message = model.selectedProperty().get();
              if (message != null) {
                act.accept(message);
              }
            });
  }

  private MessagesView view() {
    return view;
  }

  private void shown(Runnable then) {
    desk.links().showPanel("messages");
    then.run();
  }

  /// Lists the messages that name an entity.
  private void showOf(EntityHandle entity) {
    shown(() -> model.filterProperty().set(entity.label()));
  }

  /// Shows a message with its chain.
  public void show(long sequence) {
    shown(() -> {
      send.openProperty().set(false);
      model.walkTo(sequence);
    });
  }

  /// Another world is looked at, the same at another tick perhaps.
  public void worldChanged() {
    send.openProperty().set(false);
    model.worldChanged();
  }

  /// Shows what a tick sent.
  public void showTick(long tick) {
    shown(() -> {
      model.filterProperty().set("");
      model.rangeProperty().set(Optional.of(new MessagesViewModel.TickRange(tick, tick)));
    });
  }

  /// Selects the message at a place of the list, 1 for the newest.
  ///
  /// @return false while the list is shorter
  public boolean pick(int place) {
    var at = model.messages().size() - place;
    if (at < 0 || place < 1) {
      return false;
    }
    model.pausedProperty().set(true);
    model.selectedProperty().set(model.messages().get(at));
    return true;
  }

  public MessagesViewModel model() {
    return model;
  }

  private void copy(MessageRecord message) {
    try {
      var content = new ClipboardContent();
      content.putString(MessageExport.line(message));
      Clipboard.getSystemClipboard().setContent(content);
    } catch (JsonProcessingException e) {
      view.exportEnded("The payload is no JSON: " + e.getOriginalMessage());
    }
  }

  private void sendAgain(MessageRecord message) {
    var chain = model.chainProperty().get();
    var json =
        chain != null && chain.message().sequence() == message.sequence() ? chain.json() : "";
    send.begin(message.channel(), json);
  }

  /// Opens the line in which a system is declared.
  private void openSystem(String system) {
    var _ =
        CompletableFuture.supplyAsync(
                () -> SystemSource.find(desk.project(), system), desk.background())
            .thenApplyAsync(place -> place.map(desk.links()::openPlace), desk.window());
  }

  private void chooseAndExport() {
    var chooser = new FileChooser();
    chooser.setTitle("Export messages as JSON Lines");
    chooser.setInitialFileName("messages.jsonl");
    chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter("JSON Lines", "*.jsonl"));
    var chosen = chooser.showSaveDialog(view.getScene().getWindow());
    if (chosen != null) {
      var _ = export(chosen.toPath());
    }
  }

  /// Writes the messages that the filter lets through; done once the file is there.
  public CompletableFuture<@Nullable Void> export(Path file) {
    var before = export;
    if (before != null) {
      before.cancel();
    }
    var next = new MessageExport(model.trace(), model.query());
    export = next;
    view.exporting(next::cancel);
    return CompletableFuture.supplyAsync(() -> write(next, file), desk.background())
        .<@Nullable Void>thenApplyAsync(
            (String ended) -> {
              view.exportEnded(ended);
              return null;
            },
            desk.window());
  }

  private String write(MessageExport next, Path file) {
    try {
      var told = new long[1];
      var count =
          next.write(
              file,
              n -> {
                if (n >= told[0] + PROGRESS_EVERY) {
                  told[0] = n;
                  desk.window().execute(() -> view.exported(n));
                }
              });
      return "%,d messages in %s".formatted(count, file.getFileName());
    } catch (CancellationException e) {
      return "Export cancelled";
    } catch (IOException e) {
      return "Not exported: " + e.getMessage();
    }
  }

  @Override
  public List<Panel> panels() {
    return List.of(
        Panel.of("messages", "Messages", "mdi2m-message-outline", Place.BOTTOM, view)
            .looking(VALUES_HZ, model::refresh));
  }

  @Override
  public void dispose() {
    var last = export;
    if (last != null) {
      last.cancel();
    }
  }
}
