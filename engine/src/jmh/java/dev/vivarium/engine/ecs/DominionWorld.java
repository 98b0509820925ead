package dev.vivarium.engine.ecs;

import dev.dominion.ecs.api.Dominion;
import dev.dominion.ecs.api.Entity;

/// The benchmarks' world in Dominion.
final class DominionWorld {
  static final class Position {
    float x;
    float y;
    float z;
  }

  static final class Velocity {
    float x = 1;
    float y = 2;
    float z = 3;
  }

  static final class Health {
    float value;
  }

  static final class Marked {}

  final Dominion dominion = Dominion.create();
  final Entity[] entities;

  DominionWorld(int size) {
    entities = new Entity[size];
    for (int i = 0; i < size; i++) {
      entities[i] = create();
    }
  }

  Entity create() {
    return dominion.createEntity(new Position(), new Velocity());
  }
}
