package dev.vivarium.workbench.editor;

import java.util.List;
import org.fxmisc.richtext.model.ReadOnlyStyledDocument;
import org.fxmisc.richtext.model.SegmentOps;
import org.fxmisc.richtext.model.SimpleEditableStyledDocument;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Loads the classes and the grammar that the first opened file needs, away from the window's
/// thread. Makes no control and touches nothing of the toolkit.
public final class EditorWarmth {
  private static final Logger LOG = LoggerFactory.getLogger(EditorWarmth.class);
  private static final String SAMPLE = "let shoal: f32 = 1; // text\n";

  /// Named by text: whoever only refers to a class does not load it.
  private static final List<String> CLASSES =
      List.of(
          "org.fxmisc.richtext.CodeArea",
          "org.fxmisc.richtext.ParagraphBox",
          "org.fxmisc.richtext.ParagraphText",
          "org.fxmisc.richtext.CaretNode",
          "org.fxmisc.richtext.StyledTextAreaBehavior",
          "org.fxmisc.richtext.MultiChangeBuilder",
          "org.fxmisc.richtext.util.UndoUtils",
          "org.fxmisc.flowless.VirtualFlow",
          "org.fxmisc.flowless.Navigator",
          "org.fxmisc.undo.UndoManagerFactory",
          "org.fxmisc.wellbehaved.event.template.InputMapTemplate",
          "dev.vivarium.workbench.editor.CodeText",
          "dev.vivarium.workbench.editor.CodeEditor",
          "dev.vivarium.workbench.editor.Gutter");

  private EditorWarmth() {}

  /// Begins on a thread of its own; nothing waits for it.
  public static void start() {
    Thread.ofPlatform().daemon().name("editor warmth").start(EditorWarmth::load);
  }

  private static void load() {
    try {
      for (var name : CLASSES) {
        var _ = Class.forName(name);
      }
      Grammar.forFile("warmth.ts")
          .flatMap(grammar -> SyntaxTree.of(grammar, SAMPLE))
          .ifPresent(SyntaxTree::close);
      write();
    } catch (ClassNotFoundException | LinkageError e) {
      LOG.debug("the first file is opened without {}", e.toString());
    }
  }

  /// A text without an area, changed once.
  private static void write() {
    var text = new SimpleEditableStyledDocument<>(List.<String>of(), List.<String>of());
    text.replace(
        0,
        0,
        ReadOnlyStyledDocument.fromString(
            SAMPLE, List.of(), List.of(), SegmentOps.styledTextOps()));
  }
}
