package dev.vivarium.workbench.editor.assist;

import dev.vivarium.workbench.language.Hover;
import dev.vivarium.workbench.language.LanguageService;
import dev.vivarium.workbench.language.Signature;
import dev.vivarium.workbench.language.TextPosition;
import java.util.Optional;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// What one editor shows about the name under the pointer and the call under the caret. Belongs to
/// the window's thread.
public final class HintViewModel {
  private final LanguageService service;
  private final String path;
  private final EditedText editor;
  private final Answers<Optional<Hover>> hovers;
  private final Answers<Optional<Signature>> signatures;
  private final ReadOnlyObjectWrapper<Optional<Hover>> hover =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyObjectWrapper<Optional<Signature>> signature =
      new ReadOnlyObjectWrapper<>(Optional.empty());

  /// @param path the file that `editor` holds
  public HintViewModel(LanguageService service, String path, EditedText editor, Executor window) {
    this.service = service;
    this.path = path;
    this.editor = editor;
    hovers = new Answers<>(window, hover::set, problem -> hover.set(Optional.empty()));
    signatures = new Answers<>(window, signature::set, problem -> signature.set(Optional.empty()));
  }

  public ReadOnlyObjectProperty<Optional<Hover>> hoverProperty() {
    return hover.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<Optional<Signature>> signatureProperty() {
    return signature.getReadOnlyProperty();
  }

  public void askHover(TextPosition at) {
    hovers.await(service.hover(path, at));
  }

  public void hideHover() {
    hovers.drop();
    hover.set(Optional.empty());
  }

  public void askSignature() {
    signatures.await(service.signature(path, editor.caret()));
  }

  public void hideSignature() {
    signatures.drop();
    signature.set(Optional.empty());
  }

  /// The text changed, and the service was told.
  ///
  /// @param typed what was typed at the caret; empty for any other change
  public void changed(String typed) {
    hideHover();
    if (typed.startsWith("(") || typed.equals(",") || signature.get().isPresent()) {
      askSignature();
    }
  }

  /// The caret stands elsewhere, without a change of the text.
  public void moved() {
    if (signature.get().isPresent()) {
      askSignature();
    }
  }
}
