package dev.vivarium.workbench.session;

/// A step of a world's history, kept by its session until too many have followed.
///
/// @param id names it in [WorldCommand.Revert]; steps of one gesture share it
/// @param title what it did, such as `Set Hunger.since of Fish #214 to 0`
public record WorldEdit(long id, String title) {}
