package dev.vivarium.workbench.cli;

import dev.vivarium.workbench.app.WorkbenchApp.StartLook;
import dev.vivarium.workbench.theme.Theme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The script of a picture of the start page, which knows `theme`, `resize` and `text-size`, and
/// `attach` for the page on which a far world is chosen.
final class StartPicture {
  private static final int WIDTH_PX = 1280;
  private static final int HEIGHT_PX = 720;

  private StartPicture() {}

  static StartLook look(Optional<Path> script) throws CommandFailure {
    StartLook look = new StartLook(Theme.DARK, WIDTH_PX, HEIGHT_PX, "normal", Optional.empty());
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
    Theme theme = look.theme();
    int width = look.widthPx();
    int height = look.heightPx();
    String textSize = look.textSize();
    Optional<String> attach = look.attach();
    switch (words.getFirst()) {
      case "theme" -> theme = Theme.named(words.get(1));
      case "resize" -> {
        width = Integer.parseInt(words.get(1));
        height = Integer.parseInt(words.get(2));
      }
      case "text-size" -> textSize = words.get(1);
      case "attach" -> attach = Optional.of(words.size() > 1 ? words.get(1) : "");
      default ->
          throw new CommandFailure(
              "“" + String.join(" ", words) + "” is no step of the start page");
    }
    return new StartLook(theme, width, height, textSize, attach);
  }
}
