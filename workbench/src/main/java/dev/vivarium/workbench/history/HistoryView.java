package dev.vivarium.workbench.history;

import dev.vivarium.workbench.command.CommandControls;
import dev.vivarium.workbench.part.Desk;
import dev.vivarium.workbench.part.EmptyBox;
import dev.vivarium.workbench.session.HistorySource;
import dev.vivarium.workbench.session.RecordingFile;
import dev.vivarium.workbench.session.TickComparison;
import dev.vivarium.workbench.session.TickComparison.Difference;
import dev.vivarium.workbench.world.WorldTexts;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.stage.FileChooser;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/// The recordings on disk, and what is different between two ticks.
final class HistoryView extends SplitPane {
  private static final String COMPARE_ICON = "mdi2v-vector-difference";

  private static final DateTimeFormatter WHEN =
      DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm", Locale.ENGLISH);

  private final HistoryViewModel model;
  private final Desk desk;
  private final TableView<RecordingFile> files;
  private final ObservableList<Difference> differences = FXCollections.observableArrayList();
  private final FilteredList<Difference> matching = new FilteredList<>(differences);
  private final Label title = new Label();
  private final Label used = new Label();

  HistoryView(HistoryViewModel model, Desk desk) {
    this.model = model;
    this.desk = desk;
    this.files = new TableView<>(model.recordings());
    getItems().addAll(recordings(), comparison());
    setDividerPositions(0.38);
    model.comparisonProperty().subscribe(this::show);
    model
        .recordings()
        .addListener((javafx.collections.ListChangeListener.Change<? extends RecordingFile> c) ->
            showUsed());
    showUsed();
  }

  private BorderPane recordings() {
    files.setId("recordings");
    files.getStyleClass().add("dense");
    files.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_LAST_COLUMN);
    files.getColumns().add(nameColumn());
    files.getColumns().add(column("Size", 72, f -> WorldTexts.bytes(f.bytes()), "numeric"));
    files
        .getColumns()
        .add(
            column(
                "Written",
                140,
                f -> WHEN.format(f.writtenAt().atZone(ZoneId.systemDefault())),
                ""));
    files.setPlaceholder(
        empty("mdi2r-record", "No recordings yet. Press record below, then save one here."));
    files.setOnMouseClicked(e -> {
      if (e.getClickCount() == 2) {
        chosen().ifPresent(model::open);
      }
    });
    files.setOnKeyPressed(e -> {
      if (e.getCode() == KeyCode.ENTER) {
        chosen().ifPresent(model::open);
      } else if (e.getCode() == KeyCode.DELETE) {
        chosen().ifPresent(model::delete);
      }
    });
    used.getStyleClass().add("muted");
    var space = new HBox();
    HBox.setHgrow(space, Priority.ALWAYS);
    var bar =
        new HBox(
            desk.controls().iconButton("time.save"),
            button("mdi2f-folder-open-outline", "Open the selected recording", model::open),
            button("mdi2e-export", "Save the selected recording as…", this::export),
            button("mdi2d-delete-outline", "Delete the selected recording", model::delete),
            space,
            used);
    bar.getStyleClass().add("panel-bar");
    var pane = new BorderPane(files);
    pane.setTop(bar);
    return pane;
  }

  private Button button(String icon, String hint, java.util.function.Consumer<RecordingFile> act) {
    var button = new Button("", new FontIcon(icon));
    button.getStyleClass().addAll("flat", "button-icon");
    button.setTooltip(CommandControls.tooltip(hint));
    button.setAccessibleText(hint);
    button.disableProperty().bind(files.getSelectionModel().selectedItemProperty().isNull());
    button.setOnAction(e -> chosen().ifPresent(act));
    return button;
  }

  private Optional<RecordingFile> chosen() {
    return Optional.ofNullable(files.getSelectionModel().getSelectedItem());
  }

  private void export(RecordingFile file) {
    var chooser = new FileChooser();
    chooser.setTitle("Save the recording as");
    chooser.setInitialFileName(file.name() + ".recording");
    var to = chooser.showSaveDialog(getScene().getWindow());
    if (to != null) {
      model.copy(file, to.toPath());
    }
  }

  private void showUsed() {
    var bytes = model.recordings().stream().mapToLong(RecordingFile::bytes).sum();
    used.setText(WorldTexts.bytes(bytes) + " of " + WorldTexts.bytes(HistorySource.DISK_BYTES_MAX));
  }

  private static TableColumn<RecordingFile, RecordingFile> nameColumn() {
    var column = new TableColumn<RecordingFile, RecordingFile>("Recording");
    column.setPrefWidth(220);
    column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
    column.setCellFactory(c -> new NameCell());
    column.setComparator(Comparator.comparing(RecordingFile::name));
    return column;
  }

  private static final class NameCell extends TableCell<RecordingFile, RecordingFile> {
    private final FontIcon broken = new FontIcon("mdi2a-alert-circle-outline");

    NameCell() {
      broken.getStyleClass().add("icon-error");
    }

    @Override
    protected void updateItem(@Nullable RecordingFile file, boolean empty) {
      super.updateItem(file, empty);
      setText(null);
      setGraphic(null);
      setTooltip(null);
      if (file != null && !empty) {
        show(file);
      }
    }

    private void show(RecordingFile file) {
      setText(file.isBroken() ? file.name() + ": cannot be opened" : file.name());
      if (file.isBroken()) {
        setGraphic(broken);
        setTooltip(
            CommandControls.tooltip("“" + file.name() + "” cannot be opened: " + file.problem()));
      }
    }
  }

  private BorderPane comparison() {
    var table = new TableView<>(matching);
    table.setId("differences");
    table.getStyleClass().add("dense");
    table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_LAST_COLUMN);
    table.getColumns().add(column("Entity", 110, Difference::label, ""));
    table.getColumns().add(column("What", 190, HistoryView::what, ""));
    table.getColumns().add(column("Before", 200, Difference::before, "mono"));
    table.getColumns().add(column("After", 200, Difference::after, "mono"));
    table.setPlaceholder(howToCompare());
    table
        .getSelectionModel()
        .selectedItemProperty()
        .subscribe(d -> {
          if (d != null) {
            desk.selection().select(d.entity());
          }
        });
    title.getStyleClass().add("detail-title");
    title.setId("comparison-title");
    title.setMinWidth(USE_PREF_SIZE);
    var filter = new TextField();
    filter.setPromptText("Filter: entity, component or field");
    filter.setMaxWidth(320);
    HBox.setHgrow(filter, Priority.ALWAYS);
    filter.textProperty().subscribe(text -> matching.setPredicate(d -> matches(d, text)));
    var controls = desk.controls();
    var bar =
        new HBox(
            title, filter, controls.iconButton("time.mark"), controls.iconButton("time.compare"));
    bar.getStyleClass().add("panel-bar");
    var pane = new BorderPane(table);
    pane.setTop(bar);
    return pane;
  }

  /// The two steps, each with the button that does it; which is next follows from what was done.
  private EmptyBox howToCompare() {
    var mark = desk.controls().textButton("time.mark");
    var compare = desk.controls().textButton("time.compare");
    var box = new EmptyBox(COMPARE_ICON, "", mark, compare);
    model
        .compareFromProperty()
        .subscribe(from -> {
          box.say(
              COMPARE_ICON,
              from.isPresent()
                  ? String.format(
                      Locale.ROOT,
                      "One of the two is tick %,d. Go to another on the timeline below and compare,"
                          + " or compare with the newest.",
                      from.getAsLong())
                  : "Go to a tick on the timeline below and take it as one of two to compare.");
          compare.setVisible(from.isPresent());
        });
    return box;
  }

  private static boolean matches(Difference d, String text) {
    return (d.label() + " " + d.owner() + " " + what(d))
        .toLowerCase(Locale.ROOT)
        .contains(text.strip().toLowerCase(Locale.ROOT));
  }

  private static String what(Difference d) {
    return switch (d.kind()) {
      case SPAWNED -> "spawned";
      case ENDED -> "ended";
      case ADDED -> d.component() + " added";
      case REMOVED -> d.component() + " removed";
      case CHANGED -> d.component() + "." + d.field();
    };
  }

  private void show(Optional<TickComparison> found) {
    title.setText(found.map(HistoryView::summary).orElse("Compare two ticks"));
    differences.setAll(found.map(TickComparison::differences).orElse(java.util.List.of()));
  }

  private static String summary(TickComparison c) {
    var listed =
        c.total() > c.differences().size()
            ? String.format(Locale.ROOT, ", the rarest %,d listed", c.differences().size())
            : "";
    return String.format(
        Locale.ROOT, "Tick %,d to %,d: %,d differences%s", c.from(), c.to(), c.total(), listed);
  }

  private static <T> TableColumn<T, String> column(
      String title, double width, Function<T, String> value, String style) {
    var column = new TableColumn<T, String>(title);
    column.setPrefWidth(width);
    column.setCellValueFactory(row -> new ReadOnlyStringWrapper(value.apply(row.getValue())));
    if (!style.isEmpty()) {
      column.getStyleClass().add(style);
    }
    return column;
  }

  private static Label empty(String icon, String words) {
    var label = new Label(words, new FontIcon(icon));
    label.setWrapText(true);
    label.getStyleClass().add("empty-text");
    return label;
  }
}
