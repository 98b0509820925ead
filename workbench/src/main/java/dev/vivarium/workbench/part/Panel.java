package dev.vivarium.workbench.part;

import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;

/// Something that fills one place of the window.
///
/// @param id stable name such as `messages`, for layouts and scripts
/// @param icon literal of the icon set
/// @param place where it stands until the user moves it
/// @param badge what stands behind the title
/// @param looksHz how often `look` is run while the panel can be seen; 0 for never
/// @param look brings the panel up to date
public record Panel(
    String id,
    String title,
    String icon,
    Place place,
    Node content,
    ObservableValue<Badge> badge,
    double looksHz,
    Runnable look) {

  public enum Place {
    LEFT,
    RIGHT,
    BOTTOM
  }

  /// A short text behind a title, such as a count.
  public record Badge(String text, boolean error) {
    public static final Badge NONE = new Badge("", false);
  }

  public static Panel of(String id, String title, String icon, Place place, Node content) {
    var noBadge = new ReadOnlyObjectWrapper<>(Badge.NONE).getReadOnlyProperty();
    return new Panel(id, title, icon, place, content, noBadge, 0, () -> {});
  }

  public Panel withBadge(ObservableValue<Badge> value) {
    return new Panel(id, title, icon, place, content, value, looksHz, look);
  }

  /// The same panel, brought up to date `hertz` times a second while it can be seen.
  public Panel looking(double hertz, Runnable refresh) {
    return new Panel(id, title, icon, place, content, badge, hertz, refresh);
  }
}
