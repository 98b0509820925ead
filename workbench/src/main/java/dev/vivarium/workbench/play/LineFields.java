package dev.vivarium.workbench.play;

import dev.vivarium.workbench.session.PlayTests.Conditions;
import dev.vivarium.workbench.session.PlayTests.Direction;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// The six fields of a player's line, as they are typed. What is no number, or one that cannot be,
/// changes nothing until it is mended.
final class LineFields {

  /// One direction's.
  record Way(StringProperty delayMs, StringProperty jitterMs, StringProperty lossPercent) {
    static Way empty() {
      return new Way(
          new SimpleStringProperty("0"),
          new SimpleStringProperty("0"),
          new SimpleStringProperty("0"));
    }

    List<StringProperty> all() {
      return List.of(delayMs, jitterMs, lossPercent);
    }

    void set(Direction to) {
      delayMs.set(Integer.toString(to.delayMs()));
      jitterMs.set(Integer.toString(to.jitterMs()));
      lossPercent.set(number(to.lossPercent()));
    }

    Optional<Direction> read() {
      try {
        return Optional.of(
            new Direction(
                Integer.parseInt(delayMs.get().strip()),
                Integer.parseInt(jitterMs.get().strip()),
                Double.parseDouble(lossPercent.get().strip())));
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }
  }

  private final Way up = Way.empty();
  private final Way down = Way.empty();

  Way up() {
    return up;
  }

  Way down() {
    return down;
  }

  void onChange(Runnable changed) {
    Stream.concat(up.all().stream(), down.all().stream())
        .forEach(field -> field.addListener((property, before, now) -> changed.run()));
  }

  void set(Conditions to) {
    up.set(to.up());
    down.set(to.down());
  }

  /// Empty while one of the fields cannot be read.
  Optional<Conditions> read() {
    return up.read().flatMap(there -> down.read().map(back -> new Conditions(there, back)));
  }

  /// Whether a text can stand in a field for milliseconds.
  static boolean isMillis(String text) {
    try {
      int value = Integer.parseInt(text.strip());
      return value >= 0 && value <= Direction.DELAY_MS_MAX;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /// Whether a text can stand in a field for a share of messages.
  static boolean isPercent(String text) {
    try {
      double value = Double.parseDouble(text.strip());
      return value >= 0 && value <= Direction.LOSS_PERCENT_MAX;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /// A field's text after a step; what is no number is left as it is.
  static String stepped(String text, int step) {
    try {
      return number(Math.max(0, Double.parseDouble(text.strip()) + step));
    } catch (NumberFormatException e) {
      return text;
    }
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.1f", value);
  }
}
