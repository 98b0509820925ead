package dev.vivarium.workbench.editor;

/// A document's text without an editor.
final class PlainBuffer implements TextBuffer {
  private final DocumentViewModel document;
  private String text;

  PlainBuffer(DocumentViewModel document, String text) {
    this.document = document;
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }

  @Override
  public void replace(String now) {
    text = now;
    document.dirtyProperty().set(true);
    document.edited();
  }

  @Override
  public void markSaved() {
    document.dirtyProperty().set(false);
  }
}
