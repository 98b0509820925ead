package dev.vivarium.workbench.app;

import dev.vivarium.workbench.settings.Settings;
import dev.vivarium.workbench.settings.SettingsStore;
import dev.vivarium.workbench.theme.Theme;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;

/// What all windows of the process share: the settings, the theme, and the way to more windows.
/// Belongs to the window's thread.
final class Program implements AutoCloseable {
  private static final int WRITE_PATIENCE_S = 5;

  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("settings writer").factory());
  private final Settings settings;
  private final ObjectProperty<Theme> theme = new SimpleObjectProperty<>(Theme.DARK);
  private Optional<Windows> windows = Optional.empty();

  /// `stateFolder` holds the settings; none where nothing is to be remembered.
  Program(Optional<Path> stateFolder) {
    settings =
        new Settings(
            stateFolder
                .map(folder ->
                    new SettingsStore(folder.resolve("settings.json"), writer, Platform::runLater))
                .orElseGet(SettingsStore::forgetful));
    settings.theme().subscribe(t -> theme.set(chosenTheme()));
    Platform.getPreferences().colorSchemeProperty().subscribe(s -> theme.set(chosenTheme()));
  }

  static Program of(LaunchOptions options) {
    return new Program(
        options.screenshot().isPresent() ? Optional.empty() : Optional.of(options.stateFolder()));
  }

  private Theme chosenTheme() {
    return switch (settings.theme().get()) {
      case "light" -> Theme.LIGHT;
      case "system" ->
          Platform.getPreferences().getColorScheme() == ColorScheme.LIGHT
              ? Theme.LIGHT
              : Theme.DARK;
      default -> Theme.DARK;
    };
  }

  Settings settings() {
    return settings;
  }

  ObjectProperty<Theme> theme() {
    return theme;
  }

  /// By how much the user wants everything larger.
  double scale() {
    return switch (settings.textSize().get()) {
      case "small" -> 0.9;
      case "large" -> 1.25;
      default -> 1;
    };
  }

  boolean motionOff() {
    return settings.motion().get().equals("off") || Platform.getPreferences().isReducedMotion();
  }

  /// The other windows; none where this is all there can be.
  Optional<Windows> windows() {
    return windows;
  }

  void setWindows(Windows all) {
    windows = Optional.of(all);
  }

  /// Waits for what was changed last to be written.
  @Override
  public void close() {
    writer.shutdown();
    try {
      var _ = writer.awaitTermination(WRITE_PATIENCE_S, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
