package dev.vivarium.engine.ecs;

import com.artemis.Archetype;
import com.artemis.ArchetypeBuilder;
import com.artemis.Aspect;
import com.artemis.Component;
import com.artemis.ComponentMapper;
import com.artemis.EntitySubscription;
import com.artemis.World;
import com.artemis.WorldConfigurationBuilder;

/// The benchmarks' world in artemis-odb.
final class ArtemisWorld {
  public static final class Position extends Component {
    public float x;
    public float y;
    public float z;
  }

  public static final class Velocity extends Component {
    public float x = 1;
    public float y = 2;
    public float z = 3;
  }

  public static final class Health extends Component {
    public float value;
  }

  public static final class Marked extends Component {}

  final World world = new World(new WorldConfigurationBuilder().build());
  final ComponentMapper<Position> positions = world.getMapper(Position.class);
  final ComponentMapper<Velocity> velocities = world.getMapper(Velocity.class);
  final ComponentMapper<Health> healths = world.getMapper(Health.class);
  final ComponentMapper<Marked> marks = world.getMapper(Marked.class);
  final Archetype moving =
      new ArchetypeBuilder().add(Position.class).add(Velocity.class).build(world);
  final EntitySubscription all =
      world.getAspectSubscriptionManager().get(Aspect.all(Position.class, Velocity.class));
  final int[] ids;

  ArtemisWorld(int size) {
    ids = new int[size];
    for (int i = 0; i < size; i++) {
      ids[i] = world.create(moving);
    }
    world.process();
  }
}
