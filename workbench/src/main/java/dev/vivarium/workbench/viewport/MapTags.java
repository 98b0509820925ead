package dev.vivarium.workbench.viewport;

import dev.vivarium.workbench.part.EntitySelection.Other;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import javafx.geometry.Rectangle2D;

/// Where the names of others stand on the map: beside what they have selected, and none upon
/// another.
final class MapTags {
  static final double HEIGHT_PX = 16;
  private static final double GAP_PX = 2;
  private static final double DOT_PX = 12;
  private static final double PADDING_PX = 4;

  /// One tag is enough for what the same people have selected so near to each other.
  private static final double SAME_PX = 96;

  private static final int ROWS_TRIED = 4;
  private static final int NAME_CHARS_MAX = 18;
  private static final int NAMES_MAX = 3;

  /// An entity that others have selected.
  ///
  /// @param radius of the rings around it
  record Mark(double x, double y, double radius, List<Other> by) {}

  /// A name within a tag.
  ///
  /// @param x where its dot begins; its text follows [#TEXT_PX] later
  record Name(double x, Other other, String text) {
    static final double TEXT_PX = DOT_PX;
  }

  record Tag(Mark mark, Rectangle2D box, List<Name> names) {}

  private final double width;
  private final double height;
  private final ToDoubleFunction<String> widthOf;
  private final List<Tag> tags = new ArrayList<>();

  /// @param width of the map
  /// @param widthOf how wide a text is
  private MapTags(double width, double height, ToDoubleFunction<String> widthOf) {
    this.width = width;
    this.height = height;
    this.widthOf = widthOf;
  }

  /// Tags for as many marks as there is room for, the first ones first.
  static List<Tag> of(
      List<Mark> marks, double width, double height, ToDoubleFunction<String> widthOf) {
    var tags = new MapTags(width, height, widthOf);
    marks.forEach(tags::add);
    return List.copyOf(tags.tags);
  }

  private void add(Mark mark) {
    var said =
        tags.stream()
            .map(Tag::mark)
            .anyMatch(m ->
                m.by().equals(mark.by())
                    && Math.hypot(m.x() - mark.x(), m.y() - mark.y()) < SAME_PX);
    if (said) {
      return;
    }
    var texts = texts(mark.by());
    var wide =
        PADDING_PX * 2 + texts.stream().mapToDouble(t -> DOT_PX + widthOf.applyAsDouble(t)).sum();
    wide += PADDING_PX * (texts.size() - 1);
    places(mark, wide)
        .filter(this::isFree)
        .findFirst()
        .ifPresent(box -> tags.add(new Tag(mark, box, names(mark.by(), texts, box))));
  }

  private static List<String> texts(List<Other> by) {
    var more = by.size() - NAMES_MAX;
    var texts =
        new ArrayList<>(by.stream().limit(NAMES_MAX).map(o -> shortened(o.name())).toList());
    if (more > 0) {
      texts.set(NAMES_MAX - 1, texts.getLast() + " +" + more);
    }
    return texts;
  }

  private static String shortened(String name) {
    return name.length() <= NAME_CHARS_MAX ? name : name.substring(0, NAME_CHARS_MAX - 1) + "…";
  }

  private List<Name> names(List<Other> by, List<String> texts, Rectangle2D box) {
    var names = new ArrayList<Name>();
    var x = box.getMinX() + PADDING_PX;
    for (var i = 0; i < texts.size(); i++) {
      names.add(new Name(x, by.get(i), texts.get(i)));
      x += DOT_PX + widthOf.applyAsDouble(texts.get(i)) + PADDING_PX;
    }
    return List.copyOf(names);
  }

  /// Below and above, right and left, then further away.
  private static Stream<Rectangle2D> places(Mark mark, double wide) {
    var right = mark.x() + mark.radius();
    var left = mark.x() - mark.radius() - wide;
    return Stream.iterate(0, row -> row < ROWS_TRIED, row -> row + 1)
        .flatMap(row -> {
          var away = mark.radius() / 2 + row * (HEIGHT_PX + GAP_PX);
          var below = mark.y() + away;
          var above = mark.y() - away - HEIGHT_PX;
          return Stream.of(
              new Rectangle2D(right, below, wide, HEIGHT_PX),
              new Rectangle2D(right, above, wide, HEIGHT_PX),
              new Rectangle2D(left, below, wide, HEIGHT_PX),
              new Rectangle2D(left, above, wide, HEIGHT_PX));
        });
  }

  private boolean isFree(Rectangle2D box) {
    var inside =
        box.getMinX() >= 0
            && box.getMinY() >= 0
            && box.getMaxX() <= width
            && box.getMaxY() <= height;
    return inside && tags.stream().map(Tag::box).noneMatch(box::intersects);
  }
}
