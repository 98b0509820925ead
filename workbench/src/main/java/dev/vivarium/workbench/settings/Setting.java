package dev.vivarium.workbench.settings;

import java.util.List;
import javafx.beans.property.ObjectProperty;

/// One thing that the user can choose.
///
/// @param id stable name such as `look.theme`, for the file
/// @param group heading under which it stands
/// @param about one sentence of what it does
/// @param choices what there is to choose, first the one that holds until the user chooses
public record Setting(
    String id,
    String group,
    String title,
    String about,
    List<Choice> choices,
    ObjectProperty<String> value) {
  /// One choice: as it stands in the file, and as people read it.
  public record Choice(String id, String title) {}

  static final List<Choice> OFF_ON = List.of(new Choice("off", "Off"), new Choice("on", "On"));
  static final List<Choice> ON_OFF = List.of(new Choice("on", "On"), new Choice("off", "Off"));

  /// Whether it is chosen by a switch.
  public boolean isSwitch() {
    return choices.size() == 2 && choices.stream().anyMatch(c -> c.id().equals("on"));
  }

  boolean matches(String typed) {
    var text = (group + " " + title + " " + about).toLowerCase(java.util.Locale.ROOT);
    return List.of(typed.toLowerCase(java.util.Locale.ROOT).strip().split(" +")).stream()
        .allMatch(text::contains);
  }
}
