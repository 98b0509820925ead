package dev.vivarium.workbench.attach;

import java.util.List;
import java.util.Optional;
import javafx.application.Platform;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.PasswordField;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// The page on which a far world is chosen.
public final class AttachView extends VBox {
  private static final double GAP_PX = 8;
  private static final double WIDE_GAP_PX = 16;
  private static final double LABEL_PX = 104;
  private static final int DIGITS_IN_A_GROUP = 4;
  private static final int DIGITS_IN_A_LINE = 32;

  private final AttachViewModel model;
  private final TextField address = new TextField();
  private final MenuButton remembered = new MenuButton("", new FontIcon("mdi2h-history"));

  public AttachView(AttachViewModel model) {
    this.model = model;
    getStyleClass().addAll("page", "workbench", "attach");
    setId("attach");
    var title = new Label("Attach to a server", new FontIcon("mdi2s-server-network"));
    title.getStyleClass().add("page-title");
    var lead =
        new Label(
            "Work on a world that runs on another machine: what you see is live, and what you may"
                + " do depends on the role that you have there.");
    lead.setWrapText(true);
    lead.getStyleClass().add("muted");
    lead.setMinHeight(Region.USE_PREF_SIZE);
    var steps = new StackPane(entries(), certificate());
    steps.setAlignment(Pos.TOP_LEFT);
    VBox.setVgrow(steps, Priority.ALWAYS);
    var body = new VBox(WIDE_GAP_PX, title, lead, problem(), steps);
    body.getStyleClass().add("page-body");
    VBox.setVgrow(body, Priority.ALWAYS);
    getChildren().add(body);
  }

  public void focusFirst() {
    address.requestFocus();
    address.selectAll();
  }

  private Node problem() {
    var text = new Label();
    text.setId("attach-problem");
    text.setWrapText(true);
    text.setMinHeight(Region.USE_PREF_SIZE);
    text.textProperty().bind(model.problemProperty());
    text.setGraphic(new FontIcon("mdi2a-alert-circle-outline"));
    var banner = new HBox(text);
    banner.getStyleClass().add("banner");
    shownWhile(banner, model.problemProperty().isNotEmpty());
    return banner;
  }

  private static void shownWhile(Node node, javafx.beans.value.ObservableBooleanValue shown) {
    node.visibleProperty().bind(shown);
    node.managedProperty().bind(node.visibleProperty());
  }

  // What is entered.

  private Node entries() {
    var waits = model.stepProperty().isEqualTo(AttachViewModel.Step.SERVER);
    var form = new GridPane(GAP_PX, GAP_PX);
    form.disableProperty().bind(waits);
    address.setId("attach-address");
    address.setPromptText("world.example.org:7350");
    address.textProperty().bindBidirectional(model.addressProperty());
    HBox.setHgrow(address, Priority.ALWAYS);
    remembered.setAccessibleText("Servers used before");
    remembered.setTooltip(
        dev.vivarium.workbench.command.CommandControls.tooltip("Servers used before"));
    model.rememberedProperty().subscribe(this::showRemembered);
    int row = 0;
    form.addRow(row++, label("Server"), new HBox(GAP_PX, address, remembered));
    form.addRow(
        row++, label("World"), field("attach-world", "the only one", model.worldProperty()));
    form.addRow(row++, label("Sign in by"), ways());
    row = signIn(form, row);
    form.addRow(
        row++,
        label("Server key"),
        secret("attach-key", "only if the server has one of its own", model.keyProperty()));
    var box = new VBox(WIDE_GAP_PX, form, buttons());
    shownWhile(box, model.stepProperty().isNotEqualTo(AttachViewModel.Step.CERTIFICATE));
    return box;
  }

  private int signIn(GridPane form, int first) {
    int row = first;
    var name = field("attach-name", "how others see you", model.nameProperty());
    var email = field("attach-email", "you@example.org", model.emailProperty());
    var password = secret("attach-password", "", model.passwordProperty());
    row = rowWhile(form, row, label("Name"), name, model.byEmailProperty().not());
    row = rowWhile(form, row, label("E-mail"), email, model.byEmailProperty());
    return rowWhile(form, row, label("Password"), password, model.byEmailProperty());
  }

  private static int rowWhile(
      GridPane form,
      int row,
      Label label,
      Node field,
      javafx.beans.value.ObservableBooleanValue shown) {
    shownWhile(label, shown);
    shownWhile(field, shown);
    form.addRow(row, label, field);
    return row + 1;
  }

  private static Label label(String text) {
    var label = new Label(text);
    label.setMinWidth(LABEL_PX);
    return label;
  }

  private static TextField field(
      String id, String prompt, javafx.beans.property.StringProperty value) {
    return prepared(new TextField(), id, prompt, value);
  }

  private static TextField secret(
      String id, String prompt, javafx.beans.property.StringProperty value) {
    return prepared(new PasswordField(), id, prompt, value);
  }

  private static TextField prepared(
      TextField field, String id, String prompt, javafx.beans.property.StringProperty value) {
    field.setId(id);
    field.setPromptText(prompt);
    field.textProperty().bindBidirectional(value);
    GridPane.setHgrow(field, Priority.ALWAYS);
    return field;
  }

  private Node ways() {
    var group = new ToggleGroup();
    var device = new RadioButton("this machine");
    device.setId("attach-by-device");
    var email = new RadioButton("e-mail and password");
    email.setId("attach-by-email");
    device.setToggleGroup(group);
    email.setToggleGroup(group);
    email.selectedProperty().bindBidirectional(model.byEmailProperty());
    device.setSelected(!model.byEmailProperty().get());
    model.byEmailProperty().subscribe(by -> device.setSelected(!by));
    var ways = new HBox(WIDE_GAP_PX, device, email);
    ways.setAlignment(Pos.CENTER_LEFT);
    return ways;
  }

  private void showRemembered(List<Servers.Remembered> all) {
    remembered.setDisable(all.isEmpty());
    remembered
        .getItems()
        .setAll(
            all.stream()
                .map(one -> {
                  var who = one.email().isEmpty() ? one.name() : one.email();
                  var item =
                      new MenuItem(
                          one.address()
                              + (one.world().isEmpty() ? "" : "  " + one.world())
                              + (who.isEmpty() ? "" : "  as " + who));
                  item.setOnAction(e -> model.choose(one));
                  return item;
                })
                .toList());
  }

  private Node buttons() {
    var waits = model.stepProperty().isEqualTo(AttachViewModel.Step.SERVER);
    var connect = new Button("Attach", new FontIcon("mdi2l-lan-connect"));
    connect.setId("attach-connect");
    connect.setDefaultButton(true);
    connect.disableProperty().bind(waits.or(model.addressProperty().isEmpty()));
    connect.setOnAction(e -> model.connect());
    var cancel = new Button("Cancel");
    cancel.setId("attach-cancel");
    shownWhile(cancel, waits);
    cancel.setOnAction(e -> model.cancel());
    var bar = new ProgressBar();
    bar.setPrefWidth(96);
    var doing = new Label();
    doing.getStyleClass().add("muted");
    doing.textProperty().bind(model.doingProperty());
    doing.setMinWidth(0);
    var progress = new HBox(GAP_PX, bar, doing);
    progress.setAlignment(Pos.CENTER_LEFT);
    shownWhile(progress, waits);
    var row = new HBox(GAP_PX, connect, cancel, progress);
    row.setAlignment(Pos.CENTER_LEFT);
    return row;
  }

  // The certificate.

  private Node certificate() {
    var head = new Label();
    head.getStyleClass().add("page-head");
    var text = new Label();
    text.setWrapText(true);
    text.setMinHeight(Region.USE_PREF_SIZE);
    var digits = new Label();
    digits.setId("attach-fingerprint");
    digits.getStyleClass().add("mono");
    var trust = new Button("", new FontIcon("mdi2s-shield-check-outline"));
    trust.setId("attach-trust");
    trust.setOnAction(e -> model.trust());
    var cancel = new Button("Do not connect");
    cancel.setCancelButton(true);
    cancel.setOnAction(e -> model.cancel());
    model
        .certificateProperty()
        .subscribe(now -> {
          show(now, head, text, digits, trust);
          if (now.isPresent()) {
            // Whom Enter hits by accident shall not have trusted anybody.
            Platform.runLater(cancel::requestFocus);
          }
        });
    var box = new VBox(GAP_PX, head, text, digits, new HBox(GAP_PX, trust, cancel));
    shownWhile(box, model.stepProperty().isEqualTo(AttachViewModel.Step.CERTIFICATE));
    return box;
  }

  private void show(
      Optional<Servers.Certificate> now, Label head, Label text, Label digits, Button trust) {
    if (now.isEmpty()) {
      return;
    }
    switch (now.get()) {
      case Servers.Certificate.Known known -> {}
      case Servers.Certificate.Unknown unknown -> {
        head.setText("Is this the right server?");
        text.setText(
            "You have not been at "
                + model.addressProperty().get()
                + " before. It prints the SHA-256 of its certificate when it starts; compare the"
                + " two. From now on only this certificate is trusted there.");
        digits.setText(readable(unknown.seen().sha256()));
        trust.setText("They are the same: attach");
      }
      case Servers.Certificate.Changed changed -> {
        head.setText("This server has another certificate than before");
        text.setText(
            "Somebody may be in between you and "
                + model.addressProperty().get()
                + ", or the server was set up anew. Ask who runs it. First the one that you"
                + " trusted, then the one that it shows now:");
        digits.setText(
            readable(changed.trusted().sha256()) + "\n\n" + readable(changed.seen().sha256()));
        trust.setText("Trust the new one and attach");
      }
    }
  }

  /// Digits in groups that can be compared by eye.
  static String readable(String digits) {
    var text = new StringBuilder();
    for (var i = 0; i < digits.length(); i++) {
      if (i > 0 && i % DIGITS_IN_A_LINE == 0) {
        text.append('\n');
      } else if (i > 0 && i % DIGITS_IN_A_GROUP == 0) {
        text.append(' ');
      }
      text.append(digits.charAt(i));
    }
    return text.toString();
  }
}
