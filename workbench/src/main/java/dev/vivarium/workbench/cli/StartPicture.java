package dev.vivarium.workbench.cli;

import dev.vivarium.workbench.app.WorkbenchApp.StartLook;
import dev.vivarium.workbench.theme.Theme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The script of a picture of the start page, which knows `theme`, `resize` and `text-size`.
final class StartPicture {
  private static final int WIDTH_PX = 1280;
  private static final int HEIGHT_PX = 720;

  private StartPicture() {}

  static StartLook look(Optional<Path> script) throws CommandFailure {
    StartLook look = new StartLook(Theme.DARK, WIDTH_PX, HEIGHT_PX, "normal");
    if (script.isEmpty()) {
      return look;
    }
    try {
      for (String line : Files.readAllLines(script.get())) {
        if (!line.isBlank() && !line.startsWith("#")) {
          look = step(look, List.of(line.strip().split("[ ]+")));
        }
      }
      return look;
    } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
      throw new CommandFailure(script.get() + " is no script of the start page: " + e.getMessage());
    }
  }

  private static StartLook step(StartLook look, List<String> words) throws CommandFailure {
    String line = String.join(" ", words);
    if (line.startsWith("theme ")) {
      return new StartLook(
          Theme.named(words.get(1)), look.widthPx(), look.heightPx(), look.textSize());
    } else if (line.startsWith("resize ")) {
      return new StartLook(
          look.theme(),
          Integer.parseInt(words.get(1)),
          Integer.parseInt(words.get(2)),
          look.textSize());
    } else if (line.startsWith("text-size ")) {
      return new StartLook(
          look.theme(), look.widthPx(), look.heightPx(), words.get(words.size() - 1));
    }
    throw new CommandFailure("“" + line + "” is no step of the start page");
  }
}
