package dev.vivarium.workbench.inspector;

import dev.vivarium.workbench.session.ComponentValue;
import dev.vivarium.workbench.session.LastWriter;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/// One component of the selected entity. Belongs to the window's thread.
public final class ComponentViewModel {
  private static final long JUST_NOW_TICKS = 2;

  private final ComponentValue shape;
  private final List<FieldViewModel> fields;
  private Optional<LastWriter> lastWriter = Optional.empty();
  private final ReadOnlyStringWrapper writer = new ReadOnlyStringWrapper("");

  ComponentViewModel(ComponentValue shape, List<FieldViewModel> fields) {
    this.shape = shape;
    this.fields = List.copyOf(fields);
  }

  public String name() {
    return shape.name();
  }

  public String shortName() {
    return shape.shortName();
  }

  public String doc() {
    return shape.doc();
  }

  public List<FieldViewModel> fields() {
    return fields;
  }

  /// Who wrote it last and when, such as `fish/swim · now`.
  public ReadOnlyStringProperty writerProperty() {
    return writer.getReadOnlyProperty();
  }

  /// The component of the first selected entity as text for the clipboard.
  String copied() {
    return ComponentText.write(this);
  }

  /// @param now the component of each selected entity
  void arrived(List<ComponentValue> now, long tick) {
    lastWriter = now.getFirst().lastWriter();
    writer.set(lastWriter.map(w -> text(w, tick)).orElse("unchanged"));
    for (var i = 0; i < fields.size(); i++) {
      var field = i;
      fields.get(i).arrived(now.stream().map(c -> c.fields().get(field).json()).toList());
    }
  }

  /// Who wrote it last, of the first selected entity.
  Optional<LastWriter> lastWriter() {
    return lastWriter;
  }

  private static String text(LastWriter writer, long tick) {
    var who = writer.system().isEmpty() ? writer.plugin() : writer.plugin() + "/" + writer.system();
    var ago = tick - writer.tick();
    return who + (ago < JUST_NOW_TICKS ? " · now" : " · %,d ticks ago".formatted(ago));
  }

  /// Whether another value has the same fields, so that its editors can stay.
  boolean fits(ComponentValue other) {
    return shape.name().equals(other.name())
        && shape.fields().stream()
            .map(f -> f.schema())
            .toList()
            .equals(other.fields().stream().map(f -> f.schema()).toList());
  }
}
