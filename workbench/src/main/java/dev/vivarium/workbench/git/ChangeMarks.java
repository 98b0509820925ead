package dev.vivarium.workbench.git;

import dev.vivarium.workbench.editor.DocumentViewModel;
import dev.vivarium.workbench.editor.LineChange;
import dev.vivarium.workbench.editor.LineDifference;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps each open document's marks of changed lines in step with what is typed and committed.
/// Belongs to the window's thread.
public final class ChangeMarks {
  /// After so many looks at a text that does not change, the last commit is read again.
  private static final int LOOKS_A_COMMIT = 20;

  private static final Logger LOG = LoggerFactory.getLogger(ChangeMarks.class);
  private final CommittedText committed;
  private final Executor window;
  private final Executor background;
  private final Map<DocumentViewModel, Seen> seen = new HashMap<>();

  /// Where a document stood when its marks were last worked out.
  private record Seen(long revision, int looks) {}

  public ChangeMarks(CommittedText committed, Executor window, Executor background) {
    this.committed = committed;
    this.window = window;
    this.background = background;
  }

  /// To be called a few times a second: works out the marks of documents that changed since, and
  /// now and then of all.
  public void look(List<DocumentViewModel> documents) {
    seen.keySet().retainAll(documents);
    documents.forEach(this::look);
  }

  private void look(DocumentViewModel document) {
    var last = seen.get(document);
    var revision = document.revision();
    if (last != null && last.revision() == revision && last.looks() < LOOKS_A_COMMIT) {
      seen.put(document, new Seen(revision, last.looks() + 1));
      return;
    }
    seen.put(document, new Seen(revision, 0));
    var text = document.text();
    var _ =
        CompletableFuture.supplyAsync(() -> changes(document.path(), text), background)
            .thenAcceptAsync(
                changes -> {
                  if (document.revision() == revision) {
                    document.changesProperty().set(changes);
                  }
                },
                window);
  }

  private List<LineChange> changes(String path, String text) {
    try {
      return committed
          .of(path)
          .map(before -> LineDifference.between(before, text))
          .orElse(List.of());
    } catch (IOException | RuntimeException e) {
      LOG.debug("{} is not compared with the last commit", path, e);
      return List.of();
    }
  }
}
