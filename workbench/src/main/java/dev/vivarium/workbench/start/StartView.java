package dev.vivarium.workbench.start;

import dev.vivarium.workbench.command.CommandControls;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.DirectoryChooser;
import org.kordamp.ikonli.javafx.FontIcon;

/// Recent projects on the left; samples, a folder and a new project on the right.
public final class StartView extends VBox {
  private static final double GAP_PX = 48;
  private static final double TEMPLATE_PX = 168;
  private static final double SMALL_GAP_PX = 8;

  private final StartViewModel model;
  private final Runnable attach;
  private final VBox recents = new VBox();
  private final VBox samples = new VBox();
  private final TextField name = new TextField();
  private final TextField folder = new TextField(System.getProperty("user.home", ""));
  private final ChoiceBox<String> template = new ChoiceBox<>();

  /// @param attach shows the way to a server's world
  public StartView(StartViewModel model, Runnable attach) {
    this.model = model;
    this.attach = attach;
    getStyleClass().addAll("page", "workbench");
    setId("start");
    recents.getStyleClass().add("start-list");
    samples.getStyleClass().add("start-list");
    model.recentsProperty().subscribe(this::showRecents);
    model.samplesProperty().subscribe(this::showSamples);
    model.templatesProperty().subscribe(this::showTemplates);
    var left = new ScrollPane(new VBox(head("Recent projects"), recents));
    left.setFitToWidth(true);
    var right =
        new VBox(head("Samples"), samples, head("Open"), openFolder(), head("New project"), form());
    right.setPrefWidth(420);
    right.setMinWidth(360);
    var columns = new HBox(GAP_PX, left, right);
    HBox.setHgrow(left, Priority.ALWAYS);
    VBox.setVgrow(columns, Priority.ALWAYS);
    var body = new VBox(title(), problem(), columns);
    body.getStyleClass().add("page-body");
    VBox.setVgrow(body, Priority.ALWAYS);
    getChildren().add(body);
  }

  private static Node title() {
    var label = new Label("Vivarium", new FontIcon("mdi2f-fishbowl-outline"));
    label.getStyleClass().add("page-title");
    return label;
  }

  private Node problem() {
    var text = new Label();
    text.setId("start-problem");
    text.setWrapText(true);
    text.textProperty().bind(model.problemProperty());
    text.setGraphic(new FontIcon("mdi2a-alert-circle-outline"));
    var banner = new HBox(text);
    banner.getStyleClass().add("banner");
    banner.visibleProperty().bind(model.problemProperty().isNotEmpty());
    banner.managedProperty().bind(banner.visibleProperty());
    return banner;
  }

  private static Label head(String text) {
    var label = new Label(text);
    label.getStyleClass().add("page-head");
    return label;
  }

  private void showRecents(List<RecentProjects.Recent> all) {
    var rows = new ArrayList<Node>();
    all.forEach(r -> rows.add(recent(r)));
    if (rows.isEmpty()) {
      var none = new Label("Projects you open appear here. Begin with a sample or a new project.");
      none.getStyleClass().add("muted");
      none.setPadding(new Insets(SMALL_GAP_PX, 0, 0, 0));
      rows.add(none);
    }
    recents.getChildren().setAll(rows);
  }

  private Node recent(RecentProjects.Recent project) {
    var item =
        item(
            project.name(),
            project.missing()
                ? project.folder() + "  (no longer there)"
                : project.folder().toString(),
            project.missing() ? "mdi2f-folder-remove-outline" : "mdi2f-folder-outline",
            () -> model.open(project.folder()));
    item.setDisable(project.missing());
    HBox.setHgrow(item, Priority.ALWAYS);
    var forget = new Button("", new FontIcon("mdi2c-close"));
    forget.getStyleClass().addAll("flat", "button-icon");
    forget.setTooltip(CommandControls.tooltip("Take it out of this list; the project stays"));
    forget.setAccessibleText("Forget " + project.name());
    forget.setOnAction(e -> model.forget(project.folder()));
    return new HBox(item, forget);
  }

  private void showSamples(List<Projects.Sample> all) {
    samples
        .getChildren()
        .setAll(
            all.stream()
                .map(s ->
                    (Node)
                        item(
                            s.name(),
                            s.folder().toString(),
                            "mdi2f-fishbowl-outline",
                            () -> model.open(s.folder())))
                .toList());
  }

  private static Button item(String name, String path, String icon, Runnable act) {
    var title = new Label(name);
    var where = new Label(path);
    where.getStyleClass().add("start-path");
    where.setTextOverrun(javafx.scene.control.OverrunStyle.CENTER_ELLIPSIS);
    var texts = new VBox(title, where);
    var row = new HBox(SMALL_GAP_PX, new FontIcon(icon), texts);
    row.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
    var button = new Button("", row);
    button.getStyleClass().add("start-item");
    button.setAccessibleText(name);
    button.setMaxWidth(Double.MAX_VALUE);
    button.setMinWidth(0);
    button.setOnAction(e -> act.run());
    return button;
  }

  private void showTemplates(List<String> all) {
    template.getItems().setAll(all);
    template.getSelectionModel().selectFirst();
  }

  private Node openFolder() {
    var button = new Button("Open a folder…", new FontIcon("mdi2f-folder-open-outline"));
    button.setId("open-folder");
    button.setOnAction(e -> choose("Open a project").ifPresent(model::open));
    var server = new Button("Attach to a server…", new FontIcon("mdi2s-server-network"));
    server.setId("open-server");
    server.setOnAction(e -> attach.run());
    return new HBox(SMALL_GAP_PX, button, server);
  }

  private Optional<Path> choose(String title) {
    var chooser = new DirectoryChooser();
    chooser.setTitle(title);
    var start = new File(folder.getText());
    if (start.isDirectory()) {
      chooser.setInitialDirectory(start);
    }
    return Optional.ofNullable(chooser.showDialog(getScene().getWindow())).map(File::toPath);
  }

  private Node form() {
    name.setId("new-name");
    name.setPromptText("a-z, 0-9 and -");
    folder.setId("new-folder");
    template.setId("new-template");
    template.setMinWidth(TEMPLATE_PX);
    var browse = new Button("", new FontIcon("mdi2f-folder-open-outline"));
    browse.getStyleClass().addAll("flat", "button-icon");
    browse.setTooltip(CommandControls.tooltip("Choose the folder"));
    browse.setAccessibleText("Choose the folder");
    browse.setOnAction(
        e -> choose("Where to create the project").ifPresent(p -> folder.setText(p.toString())));
    var make = new Button("Create and open", new FontIcon("mdi2p-plus"));
    make.setId("new-make");
    make.setDefaultButton(true);
    make.disableProperty().bind(name.textProperty().isEmpty().or(model.busyProperty()));
    make.setOnAction(e ->
        model.create(
            name.getText(),
            folder.getText(),
            template.getValue() == null ? "" : template.getValue()));
    var grid = new GridPane(SMALL_GAP_PX, SMALL_GAP_PX);
    grid.addRow(0, new Label("Name"), name);
    grid.addRow(1, new Label("In folder"), folder, browse);
    grid.addRow(2, new Label("Template"), template);
    grid.add(make, 1, 3);
    GridPane.setHgrow(name, Priority.ALWAYS);
    GridPane.setHgrow(folder, Priority.ALWAYS);
    return grid;
  }
}
