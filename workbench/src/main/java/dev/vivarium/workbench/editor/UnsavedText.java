package dev.vivarium.workbench.editor;

/// Text that was typed and not saved when the program ended.
///
/// @param path of its file, in the project
/// @param text all of it
/// @param savedMillis when it was kept, since the epoch
public record UnsavedText(String path, String text, long savedMillis) {}
