package dev.vivarium.workbench.session;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Fields that pause the world when they change, kept by the project. Threads and failures are as
/// those of [WorldSession].
public interface Watches {
  CompletableFuture<List<Watch>> list();

  /// Watches from now on. Fails with a [SessionException] that says what does not fit.
  CompletableFuture<Watch> add(Spec spec);

  CompletableFuture<List<Watch>> remove(long id);

  /// Turns a watch off without forgetting it, or on again.
  CompletableFuture<List<Watch>> enable(long id, boolean on);

  /// What to watch.
  ///
  /// @param entity empty for every entity that has the component
  /// @param component full name
  /// @param field a field, or one number of it such as `position.x`
  /// @param sign one of [#SIGNS], or empty for every change
  /// @param value what it is compared with; empty for every change
  record Spec(
      Optional<EntityHandle> entity, String component, String field, String sign, String value) {
    public static final List<String> SIGNS = List.of("<", "<=", "=", "!=", ">=", ">");

    /// Such as `Fish.hunger of #214 > 60`.
    public String text() {
      var shortName = component.substring(component.indexOf('/') + 1);
      var whose = entity.map(e -> " of " + e.label()).orElse(" of any entity");
      return shortName
          + "."
          + field
          + whose
          + (sign.isEmpty() ? " changes" : " " + sign + " " + value);
    }
  }

  /// A watch with what it has seen.
  ///
  /// @param hits since the project was opened
  record Watch(long id, Spec spec, boolean enabled, long hits, Optional<Hit> last) {}

  /// What paused the world.
  ///
  /// @param system `plugin/system`; `workbench` for an edit by hand; empty where a reload brought
  ///   the value
  /// @param oldJson empty where there was none
  /// @param others further entities for which it was hit at the same moment
  /// @param because what is known of what led there, in words; may be empty
  /// @param messages sequences of messages that led there, or may have
  record Hit(
      long watch,
      Spec spec,
      long tick,
      String stage,
      String system,
      EntityHandle entity,
      String oldJson,
      String newJson,
      int others,
      String because,
      List<Long> messages) {
    public Hit {
      messages = List.copyOf(messages);
    }
  }
}
