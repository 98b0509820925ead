package dev.vivarium.workbench.people;

import dev.vivarium.workbench.command.CommandControls;
import dev.vivarium.workbench.part.Desk;
import dev.vivarium.workbench.part.EmptyBox;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.People.Person;
import dev.vivarium.workbench.session.People.Step;
import dev.vivarium.workbench.session.People.Way;
import dev.vivarium.workbench.session.SessionRole;
import dev.vivarium.workbench.theme.PluginHue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/// Who is there on the left; what was done by whom on the right.
final class PeopleView extends BorderPane {
  private static final long KIB = 1024;
  private static final int COMPONENTS_SHOWN = 12;

  private final Desk desk;
  private final PeopleViewModel model;
  private final TableView<Person> table;
  private final MenuButton roles = new MenuButton("Role");

  PeopleView(Desk desk, PeopleViewModel model) {
    this.desk = desk;
    this.model = model;
    table = new TableView<>(model.people());
    prepareTable();
    var left = new BorderPane(table);
    left.setTop(new VBox(acts(), problem()));
    var right = new BorderPane(steps());
    var head = new Label("Done to the world");
    head.getStyleClass().add("panel-bar");
    head.setMaxWidth(Double.MAX_VALUE);
    right.setTop(head);
    var both = new SplitPane(left, right);
    both.setDividerPositions(0.68);
    setCenter(both);
  }

  private Node acts() {
    var bar =
        new HBox(
            desk.controls().textButton("people.kick"),
            desk.controls().textButton("people.mute"),
            desk.controls().textButton("people.present"),
            roles);
    bar.getStyleClass().add("panel-bar");
    roles.setId("people-role");
    for (SessionRole role : SessionRole.values()) {
      var item = new MenuItem(role.text());
      item.setOnAction(e -> desk.commands().run("people.role." + role.text()));
      roles.getItems().add(item);
    }
    roles.setTooltip(CommandControls.tooltip("Give the selected person another role"));
    Runnable show =
        () -> {
          pale("people.kick", bar, !model.moderationObstacle().isEmpty());
          pale("people.mute", bar, !model.moderationObstacle().isEmpty());
          pale("people.present", bar, !model.presentingObstacle().isEmpty());
          roles.setDisable(!model.moderationObstacle().isEmpty());
          model
              .selectedProperty()
              .get()
              .ifPresent(one ->
                  desk.commands().rename("people.mute", one.muted() ? "Let be heard" : "Mute"));
        };
    model
        .selectedProperty()
        .subscribe(one -> {
          mute(bar, one);
          show.run();
        });
    // One's own role may be another with it.
    model.people().addListener((ListChangeListener.Change<?> c) -> show.run());
    return bar;
  }

  private static void mute(HBox bar, Optional<Person> one) {
    bar.getChildren().stream()
        .filter(node -> "people.mute".equals(node.getId()))
        .map(Button.class::cast)
        .forEach(b -> b.setText(one.filter(Person::muted).isPresent() ? "Let be heard" : "Mute"));
  }

  private static void pale(String id, HBox bar, boolean impossible) {
    bar.getChildren().stream()
        .filter(node -> id.equals(node.getId()))
        .map(Button.class::cast)
        .forEach(b -> CommandControls.pale(b, new ReadOnlyObjectWrapper<>(impossible)));
  }

  private Node problem() {
    var text = new Label("", new FontIcon("mdi2a-alert-circle-outline"));
    text.setId("people-problem");
    text.setWrapText(true);
    text.textProperty().bind(model.noticeProperty());
    var banner = new HBox(text);
    banner.getStyleClass().add("banner");
    banner.visibleProperty().bind(model.noticeProperty().isNotEmpty());
    banner.managedProperty().bind(banner.visibleProperty());
    return banner;
  }

  // The table.

  private void prepareTable() {
    table.setId("people-table");
    table.getStyleClass().add("dense");
    table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    var nobody = new EmptyBox("mdi2a-account-multiple-outline", "");
    table.setPlaceholder(nobody);
    model
        .problemProperty()
        .subscribe(why ->
            nobody.say(
                why.isEmpty() ? "mdi2a-account-multiple-outline" : "mdi2a-alert-circle-outline",
                why.isEmpty() ? "Everybody in this world appears here." : why));
    table.getColumns().add(column("Name", 190, this::who));
    table.getColumns().add(column("Role", 70, p -> text(p.role().text(), "")));
    table.getColumns().add(column("Is here by", 96, p -> text(way(p), "")));
    table
        .getColumns()
        .add(column("Ping", 64, p -> number(p.pingMs() < 0 ? "–" : p.pingMs() + " ms")));
    table.getColumns().add(column("In", 76, p -> number(bytes(p.bytesIn()))));
    table.getColumns().add(column("Out", 76, PeopleView::out));
    table.getColumns().add(column("Has selected", 150, this::selection));
    table
        .getSelectionModel()
        .selectedItemProperty()
        .subscribe(one -> model.selectedProperty().set(Optional.ofNullable(one)));
    model
        .selectedProperty()
        .subscribe(one ->
            one.filter(p -> !p.equals(table.getSelectionModel().getSelectedItem()))
                .ifPresent(table.getSelectionModel()::select));
  }

  private static TableColumn<Person, Person> column(
      String title, double widthPx, Function<Person, Node> node) {
    var column = new TableColumn<Person, Person>(title);
    column.setPrefWidth(widthPx);
    column.setSortable(false);
    column.setReorderable(false);
    column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
    column.setCellFactory(c ->
        new TableCell<>() {
          @Override
          protected void updateItem(@Nullable Person person, boolean empty) {
            super.updateItem(person, empty);
            setGraphic(empty || person == null ? null : node.apply(person));
          }
        });
    return column;
  }

  private static Label text(String text, String style) {
    var label = new Label(text);
    if (!style.isEmpty()) {
      label.getStyleClass().add(style);
    }
    return label;
  }

  private static Label number(String text) {
    return text(text, "mono");
  }

  private Node who(Person person) {
    var dot = dot(person.hueDegrees());
    var name = new Label(person.name() + (person.self() ? "  (you)" : ""));
    var row = new HBox(8, dot, name);
    row.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
    if (person.presents()) {
      row.getChildren().add(sign("mdi2p-presentation", "Presents"));
    }
    if (person.muted()) {
      row.getChildren().add(sign("mdi2m-microphone-off", "Muted: nobody hears what it says"));
    }
    return row;
  }

  private static Label sign(String icon, String text) {
    var label = new Label("", new FontIcon(icon));
    label.setTooltip(CommandControls.tooltip(text));
    label.setAccessibleText(text);
    return label;
  }

  private Region dot(double hue) {
    var dot = new Region();
    dot.getStyleClass().add("hue-dot");
    dot.setStyle("-fx-background-color: " + PluginHue.css(hue, desk.theme().get()));
    return dot;
  }

  private static String way(Person person) {
    return person.way() == Way.WORKBENCH ? "workbench" : "game, client " + person.client();
  }

  private static Label out(Person person) {
    var label = number(bytes(person.bytesOut()));
    if (!person.components().isEmpty()) {
      label.setTooltip(
          CommandControls.tooltip(
              person.components().stream()
                  .limit(COMPONENTS_SHOWN)
                  .map(t -> "%-9s %s".formatted(bytes(t.bytes()), t.component()))
                  .collect(Collectors.joining("\n", "By component, before compression:\n", ""))));
    }
    return label;
  }

  static String bytes(long bytes) {
    if (bytes == 0) {
      return "–";
    }
    return bytes < KIB
        ? bytes + " B"
        : bytes < KIB * KIB
            ? String.format(Locale.ROOT, "%.1f KiB", bytes / (double) KIB)
            : String.format(Locale.ROOT, "%.1f MiB", bytes / (double) (KIB * KIB));
  }

  private Node selection(Person person) {
    if (person.selected().isEmpty()) {
      return text("", "");
    }
    EntityHandle first = person.selected().getFirst();
    var more = person.selected().size() - 1;
    var link = new Hyperlink(first.label() + (more > 0 ? " and " + more + " more" : ""));
    link.setTooltip(CommandControls.tooltip("Select the same"));
    link.setOnAction(e -> desk.selection().selectAll(person.selected()));
    return link;
  }

  // The steps.

  private Node steps() {
    var list = new ListView<>(model.steps());
    list.setId("people-steps");
    list.getStyleClass().add("dense");
    desk.theme()
        .addListener((property, was, is) -> {
          list.refresh();
          table.refresh();
        });
    list.setPlaceholder(
        new EmptyBox("mdi2u-undo-variant", "What you and others do to the world appears here."));
    list.setCellFactory(l ->
        new ListCell<>() {
          @Override
          protected void updateItem(@Nullable Step step, boolean empty) {
            super.updateItem(step, empty);
            setGraphic(empty || step == null ? null : row(step));
          }
        });
    return list;
  }

  private Node row(Step step) {
    var parts = new ArrayList<Node>(List.of(dot(step.hueDegrees())));
    var who = new Label(step.person());
    who.getStyleClass().add("muted");
    who.setMinWidth(Region.USE_PREF_SIZE);
    parts.add(who);
    var what = new Label(step.title() + (step.undone() ? "  (taken back)" : ""));
    what.setMinWidth(0);
    what.setTooltip(
        CommandControls.tooltip(
            String.format(
                Locale.ROOT, "%s\nby %s, tick %,d", step.title(), step.person(), step.tick())));
    if (step.undone()) {
      what.getStyleClass().add("muted");
    }
    parts.add(what);
    var row = new HBox(8);
    row.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
    row.getChildren().addAll(parts);
    return row;
  }
}
