package dev.vivarium.workbench.project;

/// Something that was done to the project's files and can be taken back.
///
/// @param name such as `Rename fish.ts to cod.ts`
/// @param from where something lay that was moved; empty for other acts
/// @param path what it left behind, for the tree to select
record FileAct(String name, String from, String path, Step undo, Step redo) {
  /// A change of the disk.
  @FunctionalInterface
  interface Step {
    /// @throws ProjectException if it cannot be done; nothing has changed then
    void run();
  }
}
