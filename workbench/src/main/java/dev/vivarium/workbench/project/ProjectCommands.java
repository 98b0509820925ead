package dev.vivarium.workbench.project;

import dev.vivarium.workbench.command.Obstacle;
import dev.vivarium.workbench.part.Desk;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCombination;

/// The acts on the files in the tree: in the palette, in the tree's menu, and on keys that count
/// while the tree has the focus.
final class ProjectCommands {
  private static final String PLUGIN_TEMPLATE = "plugin-assemblyscript";

  private final Desk desk;
  private final ProjectTreeView view;
  private final FileActsViewModel acts;
  private final NameBar names;
  private final ContextMenu menu = new ContextMenu();

  ProjectCommands(Desk desk, ProjectTreeView view, FileActsViewModel acts) {
    this.desk = desk;
    this.view = view;
    this.acts = acts;
    this.names = new NameBar(view::focus);
    view.addBar(names);
    view.menu(menu);
    view.onDrop((path, folder) -> start(acts.move(path, folder)));
  }

  void add() {
    command("newFile", "New file", "Shortcut+N", "mdi2f-file-plus-outline", this::newFile);
    command(
        "newFolder",
        "New folder",
        "Shortcut+Shift+N",
        "mdi2f-folder-plus-outline",
        this::newFolder);
    command(
        "newPlugin", "New plugin", "Shortcut+Alt+N", "mdi2p-puzzle-plus-outline", this::newPlugin);
    menu.getItems().add(new SeparatorMenuItem());
    onEntry("rename", "Rename file or folder", "F2", "mdi2r-rename-box", this::rename);
    onEntry(
        "duplicate",
        "Duplicate file or folder",
        "Shortcut+Shift+V",
        "mdi2c-content-copy",
        entry -> start(acts.duplicate(entry.path())));
    onEntry(
        "delete",
        "Delete file or folder",
        "DELETE",
        "mdi2d-delete-outline",
        entry -> start(acts.delete(entry.path())));
    onEntry("copyPath", "Copy path", "Shortcut+Shift+C", "mdi2c-content-copy", this::copyPath);
    menu.getItems().add(new SeparatorMenuItem());
    history();
  }

  private void history() {
    item(
        "undo",
        "Undo file operation",
        "Shortcut+Z",
        "mdi2u-undo",
        Obstacle.unless(() -> !acts.undoNameProperty().get().isEmpty(), "No file was changed here"),
        () -> start(acts.undo()));
    item(
        "redo",
        "Redo file operation",
        "Shortcut+Shift+Z",
        "mdi2r-redo",
        Obstacle.unless(
            () -> !acts.redoNameProperty().get().isEmpty(), "No change of a file was undone"),
        () -> start(acts.redo()));
    acts.undoNameProperty().subscribe(name -> named("undo", "Undo ", name));
    acts.redoNameProperty().subscribe(name -> named("redo", "Redo ", name));
  }

  private void named(String id, String act, String name) {
    menu.getItems().stream()
        .filter(item -> ("project." + id).equals(item.getId()))
        .forEach(
            item -> item.setText(name.isEmpty() ? act + "file operation" : act + "“" + name + "”"));
  }

  /// The templates that come with the product.
  private static Optional<Path> templates() {
    return Optional.ofNullable(System.getProperty("vivarium.home"))
        .map(home -> Path.of(home, "templates"))
        .filter(Files::isDirectory);
  }

  private static void start(CompletableFuture<Boolean> act) {
    var _ = act;
  }

  /// An act with a shortcut of the whole window.
  private void command(String id, String title, String keys, String icon, Runnable act) {
    desk.commands().add("project." + id, title, keys, icon, act);
    menu.getItems().add(desk.controls().menuItem("project." + id));
  }

  private void onEntry(
      String id, String title, String keys, String icon, Consumer<ProjectEntry> act) {
    var selected =
        Obstacle.unless(
            () -> view.selected().filter(e -> !e.path().isEmpty()).isPresent(),
            "No file or folder is selected");
    item(id, title, keys, icon, selected, () -> view.selected().ifPresent(act));
  }

  /// An act whose keys count in the tree only.
  private void item(
      String id, String title, String keys, String icon, Obstacle obstacle, Runnable act) {
    desk.commands().add("project." + id, title, "", icon, obstacle, act);
    MenuItem item = desk.controls().menuItem("project." + id);
    item.setAccelerator(KeyCombination.valueOf(keys));
    menu.getItems().add(item);
    view.onKeys(keys, () -> desk.commands().run("project." + id));
  }

  private String folder() {
    var path = view.selected().map(ProjectEntry::path).orElse("");
    var folder = view.selected().map(ProjectEntry::folder).orElse(true);
    var slash = path.lastIndexOf('/');
    return folder ? path : slash < 0 ? "" : path.substring(0, slash);
  }

  private String where() {
    return folder().isEmpty() ? "" : " in " + folder();
  }

  /// Asks below the tree, which may be out of sight.
  private void ask(NameBar.Question what, String begin, Consumer<String> then) {
    desk.links().showPanel("project");
    names.ask(what, begin, then);
  }

  private void newFile() {
    var folder = folder();
    ask(
        new NameBar.Question("Name of the new file" + where(), "e.g. notes.md", "creates"),
        "",
        name ->
            startAndOpen(
                acts.newFile(folder, name), folder.isEmpty() ? name : folder + "/" + name));
  }

  /// Whoever makes a file wants to write into it.
  private void startAndOpen(CompletableFuture<Boolean> act, String file) {
    var _ =
        act.thenAccept(done -> {
          if (done) {
            var _ = desk.links().openPlace(file);
          }
        });
  }

  private void newFolder() {
    var folder = folder();
    ask(
        new NameBar.Question("Name of the new folder" + where(), "e.g. sounds", "creates"),
        "",
        name -> start(acts.newFolder(folder, name)));
  }

  private void newPlugin() {
    templates()
        .ifPresentOrElse(
            this::newPlugin,
            () ->
                acts.refuse("No templates of plugins stand beside this program; install it anew"));
  }

  private void newPlugin(Path templates) {
    ask(
        new NameBar.Question("Name of the new plugin", "e.g. crab", "creates"),
        "",
        name -> {
          try {
            startAndOpen(
                acts.newPlugin(new Template(templates.resolve(PLUGIN_TEMPLATE)), name),
                "plugins/" + name + "/" + name + ".ts");
          } catch (NoSuchFileException e) {
            acts.refuse("The template of plugins is missing: " + e.getMessage());
          }
        });
  }

  private void rename(ProjectEntry entry) {
    ask(
        new NameBar.Question("New name of " + entry.name(), "e.g. " + entry.name(), "renames"),
        entry.name(),
        name -> {
          if (!name.equals(entry.name())) {
            start(acts.rename(entry.path(), name));
          }
        });
  }

  private void copyPath(ProjectEntry entry) {
    var content = new ClipboardContent();
    content.putString(entry.path());
    Clipboard.getSystemClipboard().setContent(content);
  }
}
