package dev.vivarium.workbench.editor;

import java.util.List;

/// What an act does to a text and where the selection is afterwards.
record Edited(List<TextEdit> edits, int anchor, int caret) {
  Edited {
    edits = List.copyOf(edits);
  }

  static Edited nothing(int anchor, int caret) {
    return new Edited(List.of(), anchor, caret);
  }
}
