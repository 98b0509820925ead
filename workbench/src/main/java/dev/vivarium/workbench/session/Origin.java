package dev.vivarium.workbench.session;

/// Where an entity comes from: written in a scene file, or born while the world ran.
public enum Origin {
  SCENE,
  RUN_TIME
}
