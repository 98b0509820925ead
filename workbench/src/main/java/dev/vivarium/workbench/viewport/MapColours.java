package dev.vivarium.workbench.viewport;

import dev.vivarium.workbench.session.EntityGrouping;
import dev.vivarium.workbench.theme.PluginHue;
import dev.vivarium.workbench.theme.Theme;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import javafx.scene.paint.Color;

/// Colours of the groups on the map: plugins have their hue, other groups hues far from each other.
final class MapColours {
  /// The golden angle: however many groups there are, neighbours differ.
  private static final double STEP_DEGREES = 137.508;

  private static final double FIRST_DEGREES = 210;

  private final ToDoubleFunction<String> hueOfPlugin;

  /// A line of the legend.
  record Entry(String name, int count, String css) {}

  MapColours(ToDoubleFunction<String> hueOfPlugin) {
    this.hueOfPlugin = hueOfPlugin;
  }

  private double hue(MapPicture picture, int group) {
    return switch (picture.by()) {
      case EntityGrouping.Owner owner -> hueOfPlugin.applyAsDouble(picture.groups().get(group));
      case EntityGrouping.Mover mover -> hueOfPlugin.applyAsDouble(picture.groups().get(group));
      case EntityGrouping.Archetype archetype -> (FIRST_DEGREES + group * STEP_DEGREES) % 360;
      case EntityGrouping.Component component -> group == 0 ? FIRST_DEGREES : PluginHue.NONE;
    };
  }

  /// ARGB for each group.
  int[] argb(MapPicture picture, Theme theme) {
    var colours = new int[picture.groups().size()];
    for (var i = 0; i < colours.length; i++) {
      colours[i] = argb(PluginHue.color(hue(picture, i), theme));
    }
    return colours;
  }

  private static int argb(Color c) {
    return 0xff000000
        | (int) Math.round(c.getRed() * 255) << 16
        | (int) Math.round(c.getGreen() * 255) << 8
        | (int) Math.round(c.getBlue() * 255);
  }

  /// The groups that are on the map, by name.
  List<Entry> legend(MapPicture picture, Theme theme) {
    var entries = new ArrayList<Entry>();
    for (var i = 0; i < picture.groups().size(); i++) {
      if (picture.counts()[i] > 0) {
        var name = picture.groups().get(i);
        entries.add(
            new Entry(
                name.isEmpty() ? MapPicture.NO_PLUGIN : name,
                picture.counts()[i],
                PluginHue.css(hue(picture, i), theme)));
      }
    }
    entries.sort(Comparator.comparing(Entry::name));
    return entries;
  }
}
