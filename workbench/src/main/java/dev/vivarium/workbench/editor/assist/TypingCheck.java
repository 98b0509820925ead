package dev.vivarium.workbench.editor.assist;

import dev.vivarium.workbench.editor.DocumentViewModel;
import dev.vivarium.workbench.language.LanguageService;
import dev.vivarium.workbench.session.Diagnostic;
import java.util.List;
import java.util.concurrent.Executor;

/// Has the text of one document checked once typing pauses, and shows what is wrong with it, unless
/// it was changed again meanwhile. Belongs to the window's thread.
public final class TypingCheck {
  /// How long typing pauses before the text is checked.
  public static final long PAUSE_MS = 300;

  /// How often a check that failed is asked for again before the next change, as where the service
  /// was busy or began anew.
  static final int TRIES_AGAIN = 3;

  private final LanguageService service;
  private final DocumentViewModel document;
  private final Later later;
  private final Answers<List<Diagnostic>> answers;
  private Runnable cancel = () -> {};
  private long checked;
  private int failures;

  public TypingCheck(
      LanguageService service, DocumentViewModel document, Executor window, Later later) {
    this.service = service;
    this.document = document;
    this.later = later;
    this.answers = new Answers<>(window, this::arrived, problem -> failed(), this::askLater);
  }

  /// The text changed, and the service was told.
  public void changed() {
    answers.drop();
    failures = 0;
    askLater();
  }

  private void failed() {
    if (failures++ < TRIES_AGAIN) {
      askLater();
    }
  }

  /// Also after the service dropped the question for one about another file.
  private void askLater() {
    cancel.run();
    cancel = later.after(PAUSE_MS, this::ask);
  }

  private void ask() {
    checked = document.revision();
    answers.await(service.check(document.path()));
  }

  /// Checks no more.
  public void stop() {
    answers.drop();
    cancel.run();
  }

  private void arrived(List<Diagnostic> all) {
    if (document.revision() != checked) {
      // Its places are those of an older text; the watch has yet to say so.
      return;
    }
    var here =
        all.stream()
            .filter(d -> d.place().filter(p -> p.file().equals(document.path())).isPresent())
            .toList();
    if (service.checksAlone(document.path())) {
      document.checked(here);
    } else {
      document.typed(here);
    }
  }
}
