package dev.vivarium.workbench.editor;

import dev.vivarium.workbench.part.WallClock;
import dev.vivarium.workbench.project.ProjectFiles;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// Types into a document until it is killed, and tells of each key: its number and the time.
final class Typist {
  private static final long KEY_MS = 5;

  private Typist() {}

  public static void main(String[] args) {
    var project = Path.of(args[0]);
    var window = Executors.newSingleThreadScheduledExecutor();
    var background = Executors.newSingleThreadExecutor();
    var editor = new EditorViewModel(new ProjectFiles(project), window, background);
    var keeper =
        new UnsavedKeeper(
            new UnsavedStore(Path.of(args[1]), project), window, background, WallClock.SYSTEM);
    editor.open("a.ts").join();
    var document = editor.documents().getFirst();
    var buffer = new PlainBuffer(document, "");
    document.attach(buffer);
    var _ =
        window.scheduleAtFixedRate(
            () -> {
              buffer.replace(buffer.text() + "x");
              System.out.println(
                  buffer.text().length() + " " + System.currentTimeMillis() + " key");
            },
            0,
            KEY_MS,
            TimeUnit.MILLISECONDS);
    var _ =
        window.scheduleAtFixedRate(
            () -> keeper.look(editor.documents()),
            UnsavedKeeper.LOOK_MS,
            UnsavedKeeper.LOOK_MS,
            TimeUnit.MILLISECONDS);
  }
}
