package dev.vivarium.workbench.editor.assist;

import dev.vivarium.workbench.editor.DocumentViewModel;
import dev.vivarium.workbench.language.LanguageService;
import java.util.concurrent.Executor;
import javafx.util.Subscription;

/// Tells the service what becomes of one document, however many views of it there are, and has it
/// checked once typing pauses. Belongs to the window's thread.
final class DocumentWatch {
  private final LanguageService service;
  private final DocumentViewModel document;
  private final Executor window;
  private final Runnable changed;
  private final TypingCheck check;
  private final Subscription subscription;
  private boolean pending;
  private boolean ended;
  private long told;

  /// `changed` is called after the service was told of a change.
  DocumentWatch(
      LanguageService service,
      DocumentViewModel document,
      Executor window,
      Later later,
      Runnable changed) {
    this.service = service;
    this.document = document;
    this.window = window;
    this.changed = changed;
    check = new TypingCheck(service, document, window, later);
    told = document.revision();
    subscription =
        document
            .revisionProperty()
            .subscribe((was, is) -> soon())
            .and(
                document
                    .dirtyProperty()
                    .subscribe((was, is) -> {
                      if (!is) {
                        saved();
                      }
                    }));
  }

  DocumentViewModel document() {
    return document;
  }

  /// Several changes in a row are one to the service.
  private void soon() {
    if (!pending) {
      pending = true;
      window.execute(this::settled);
    }
  }

  private void settled() {
    pending = false;
    if (!ended && service.serves(document.path())) {
      tell();
      check.changed();
      changed.run();
    }
  }

  /// Tells the service of the text as it is now, unless it knows.
  void tell() {
    if (told == document.revision()) {
      return;
    }
    told = document.revision();
    var text = document.text();
    if (text.equals(document.savedText())) {
      service.textDropped(document.path());
    } else {
      service.textChanged(document.path(), text);
    }
  }

  /// More is known of the text than when it was last checked.
  void checkAgain() {
    if (!ended && service.serves(document.path())) {
      check.changed();
    }
  }

  /// The text is as it lies on disk; some services look at other files only then.
  private void saved() {
    if (service.serves(document.path())) {
      told = document.revision();
      service.textDropped(document.path());
    }
  }

  void dispose() {
    ended = true;
    subscription.unsubscribe();
    check.stop();
    service.textDropped(document.path());
  }
}
