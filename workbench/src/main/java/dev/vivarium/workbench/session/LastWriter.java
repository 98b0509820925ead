package dev.vivarium.workbench.session;

/// Who changed a component last and when.
///
/// @param plugin the plugin; `workbench` for an edit by hand
/// @param system the system; empty for an edit by hand or a spawn
public record LastWriter(String plugin, String system, long tick) {}
