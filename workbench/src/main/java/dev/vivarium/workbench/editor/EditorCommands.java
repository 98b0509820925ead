package dev.vivarium.workbench.editor;

import dev.vivarium.workbench.command.CommandRegistry;
import dev.vivarium.workbench.command.Obstacle;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.geometry.Orientation;

/// The acts on texts and tabs. Those whose keys mean something else elsewhere can be done only
/// while a text has the focus.
public final class EditorCommands {
  private final EditorViewModel model;
  private final Supplier<EditorView> view;
  private final Obstacle open;
  private final Obstacle inText;

  public EditorCommands(EditorViewModel model, Supplier<EditorView> view) {
    this.model = model;
    this.view = view;
    this.open = Obstacle.unless(() -> model.activeProperty().get() != null, "No file is open");
    this.inText =
        open.or(Obstacle.unless(() -> view.get().hasFocus(), "The caret is not in a file's text"));
  }

  public void addTo(CommandRegistry commands) {
    addHistory(commands);
    addSearch(commands);
    addLines(commands);
    addCarets(commands);
    addTabs(commands);
    addSettings(commands);
  }

  private Runnable of(Consumer<EditorView> act) {
    return () -> act.accept(view.get());
  }

  private Runnable lines(Function<LineActs, Edited> act) {
    return () -> view.get().act(act);
  }

  private void addHistory(CommandRegistry commands) {
    commands.add("edit.undo", "Undo typing", "", "mdi2u-undo", open, of(EditorView::undo));
    commands.add("edit.redo", "Redo typing", "", "mdi2r-redo", open, of(EditorView::redo));
    commands.sayKeysInText("edit.undo", "Shortcut+Z");
    commands.sayKeysInText("edit.redo", "Shortcut+Shift+Z");
    commands.add(
        "edit.format",
        "Format document",
        "Shift+Alt+F",
        "mdi2f-format-align-left",
        open,
        this::format);
  }

  private void format() {
    var active = model.activeProperty().get();
    if (active == null) {
      return;
    }
    var obstacle = model.formatObstacle(active.path());
    model.say(obstacle);
    if (obstacle.isEmpty()) {
      var _ = model.format(active);
    }
  }

  private void addSearch(CommandRegistry commands) {
    commands.add(
        "edit.find", "Find in file", "Shortcut+F", "mdi2m-magnify", open, of(EditorView::find));
    commands.add(
        "edit.replace",
        "Replace in file",
        "Shortcut+H",
        "mdi2f-find-replace",
        open,
        of(EditorView::replace));
    commands.add(
        "edit.findNext", "Find next", "F3", "mdi2a-arrow-down", open, of(EditorView::findNext));
    commands.add(
        "edit.findPrevious",
        "Find previous",
        "Shift+F3",
        "mdi2a-arrow-up",
        open,
        of(EditorView::findPrevious));
    commands.add(
        "edit.goToLine",
        "Go to line",
        "Shortcut+G",
        "mdi2f-format-list-numbered",
        open,
        of(EditorView::goToLine));
  }

  private void addLines(CommandRegistry commands) {
    commands.add(
        "edit.comment",
        "Comment or uncomment lines",
        "Shortcut+Slash",
        "mdi2s-slash-forward",
        inText,
        lines(acts -> acts.toggleComment(commentPrefix())));
    commands.add(
        "edit.moveLineUp",
        "Move lines up",
        "Alt+UP",
        "mdi2a-arrow-up-bold-outline",
        inText,
        lines(LineActs::moveUp));
    commands.add(
        "edit.moveLineDown",
        "Move lines down",
        "Alt+DOWN",
        "mdi2a-arrow-down-bold-outline",
        inText,
        lines(LineActs::moveDown));
    commands.add(
        "edit.duplicateLine",
        "Duplicate lines",
        "Shortcut+Shift+D",
        "mdi2c-content-duplicate",
        inText,
        lines(LineActs::duplicate));
    commands.add(
        "edit.deleteLine",
        "Delete lines",
        "Shortcut+Shift+K",
        "mdi2d-delete-outline",
        inText,
        lines(LineActs::delete));
    commands.add(
        "edit.indent",
        "Indent lines",
        "Shortcut+Close Bracket",
        "mdi2f-format-indent-increase",
        inText,
        lines(LineActs::indent));
    commands.add(
        "edit.outdent",
        "Outdent lines",
        "Shortcut+Open Bracket",
        "mdi2f-format-indent-decrease",
        inText,
        lines(LineActs::outdent));
  }

  private String commentPrefix() {
    var active = model.activeProperty().get();
    var name = active == null ? "" : active.name();
    return name.endsWith(".py") || name.endsWith(".sh") || name.endsWith(".toml") ? "#" : "//";
  }

  private void addCarets(CommandRegistry commands) {
    commands.add(
        "edit.nextOccurrence",
        "Select the next occurrence too",
        "Shortcut+D",
        "mdi2c-cursor-text",
        inText,
        () -> view.get().carets(MultiCarets::addNextOccurrence));
    commands.add(
        "edit.allOccurrences",
        "Select all occurrences",
        "Shortcut+Shift+Alt+L",
        "mdi2s-select-all",
        inText,
        () -> view.get().carets(MultiCarets::selectAllOccurrences));
    commands.add(
        "edit.caretAbove",
        "Add a caret above",
        "",
        "mdi2c-cursor-text",
        inText,
        () -> view.get().carets(carets -> carets.addLine(-1)));
    commands.add(
        "edit.caretBelow",
        "Add a caret below",
        "",
        "mdi2c-cursor-text",
        inText,
        () -> view.get().carets(carets -> carets.addLine(1)));
  }

  private void addTabs(CommandRegistry commands) {
    commands.add(
        "file.closeOthers",
        "Close other files",
        "",
        "mdi2c-close-box-multiple-outline",
        open,
        of(EditorView::closeOthers));
    commands.add(
        "file.reopen",
        "Reopen closed file",
        "Shortcut+Shift+T",
        "mdi2f-file-undo-outline",
        Obstacle.unless(model::canReopen, "No file was closed"),
        this::reopen);
    commands.add(
        "tab.next",
        "Next file",
        "Shortcut+Page Down",
        "mdi2c-chevron-right",
        open,
        of(editor -> editor.stepTab(1)));
    commands.add(
        "tab.previous",
        "Previous file",
        "Shortcut+Page Up",
        "mdi2c-chevron-left",
        open,
        of(editor -> editor.stepTab(-1)));
    commands.add(
        "tab.moveRight",
        "Move file to the right",
        "Shortcut+Shift+Page Down",
        "mdi2c-chevron-double-right",
        open,
        of(editor -> editor.moveTab(1)));
    commands.add(
        "tab.moveLeft",
        "Move file to the left",
        "Shortcut+Shift+Page Up",
        "mdi2c-chevron-double-left",
        open,
        of(editor -> editor.moveTab(-1)));
    addRecent(commands);
    addGroups(commands);
  }

  private void addRecent(CommandRegistry commands) {
    var another =
        open.or(Obstacle.unless(() -> model.documents().size() > 1, "No other file is open"));
    commands.add(
        "tab.recent",
        "Go to the file shown before",
        "Ctrl+Tab",
        "mdi2s-swap-horizontal",
        another,
        of(editor -> editor.stepRecent(1)));
    commands.add(
        "tab.recentBack",
        "Go back among the files shown before",
        "Ctrl+Shift+Tab",
        "mdi2s-swap-horizontal",
        another,
        of(editor -> editor.stepRecent(-1)));
  }

  private void addGroups(CommandRegistry commands) {
    commands.add(
        "editor.splitRight",
        "Split the editor to the right",
        "Shortcut+Back Slash",
        "mdi2v-view-split-vertical",
        open,
        of(editor -> editor.split(Orientation.HORIZONTAL)));
    commands.add(
        "editor.splitDown",
        "Split the editor down",
        "Shortcut+Shift+Back Slash",
        "mdi2v-view-split-horizontal",
        open,
        of(editor -> editor.split(Orientation.VERTICAL)));
    commands.add(
        "editor.nextGroup",
        "Go to the next part of the editor",
        "Shortcut+Alt+Back Slash",
        "mdi2s-swap-horizontal",
        open.or(Obstacle.unless(() -> view.get().groups() > 1, "The editor is not split")),
        of(EditorView::focusNextGroup));
  }

  private void reopen() {
    var _ = model.reopen();
  }

  private void addSettings(CommandRegistry commands) {
    var settings = model.settings();
    commands.add(
        "editor.wrap",
        "Wrap long lines or not",
        "Alt+Z",
        "mdi2w-wrap",
        () -> settings.wrapProperty().set(!settings.wrapProperty().get()));
    commands.add(
        "editor.autosave",
        "Save by itself or not",
        "",
        "mdi2c-content-save-settings-outline",
        () -> settings.autosaveProperty().set(!settings.autosaveProperty().get()));
    commands.add(
        "editor.formatOnSave",
        "Format on save or not",
        "",
        "mdi2f-format-align-left",
        () -> settings.formatOnSaveProperty().set(!settings.formatOnSaveProperty().get()));
  }
}
