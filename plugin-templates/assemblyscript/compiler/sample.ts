// What the compiler compiles while it waits for its first request: a bit of everything, so that the
// first real build finds a warm one.
import { Transform, Velocity, Clock, Entity, Inbox, Vec3, Name, Parent, Primitive, Render, Reason, publish, spawn, despawn, set, random, log } from "vivarium";

/** Seconds since the last meal. */
@component class Hunger { @unit("s") @range(0, 120) since: f32 = 0; }
@tag class Dead {}
@message("local") class Starving { fish: Entity; since: f32 = 0; @capacity(32) why: string; }
@query class Fish { @write transform: Transform; @write velocity: Velocity; @write hunger: Hunger; @without dead: Dead; @optional parent: Parent | null; }
@state class Memory { visits: i32; home: Vec3 = new Vec3(1, 2, 3); }

const names = new Map<i32, string>();

@system("postInit")
function start(clock: Clock): void {
  if (clock.reason != Reason.Fresh) return;
  for (let i = 0; i < 6; i++) {
    const fish = spawn();
    set(fish, new Transform(new Vec3(random.range(-5, 5), 2, 3)));
    set(fish, new Render(0, 0, Primitive.Cone));
    set(fish, new Name("fish " + i.toString()));
    names.set(i, `fish ${i}`);
  }
}

@system("update", { after: ["tide/flow"] })
function swim(fish: Fish, others: Fish, clock: Clock, memory: Memory): void {
  memory.visits++;
  const center = new Vec3();
  while (fish.next()) {
    center.set(0, 0, 0);
    while (others.next()) center.add(others.transform.position);
    center.scale(1 / <f32>others.count).sub(fish.transform.position);
    fish.velocity.linear.addScaled(center, 0.1).limit(4);
    fish.transform.position.addScaled(fish.velocity.linear, clock.delta);
    fish.transform.rotation.look(fish.velocity.linear);
    fish.hunger.since += clock.delta * Mathf.abs(Mathf.sin(<f32>clock.time));
    if (fish.hunger.since > 60) publish(new Starving(fish.entity, fish.hunger.since, "no food"));
    const parent = fish.parent;
    if (parent && parent.entity == fish.entity) throw new Error("A fish above itself");
  }
}

@system("postUpdate")
function bury(starving: Inbox<Starving>): void {
  while (starving.next()) {
    log.debug(`${starving.message.why} after ${starving.message.since}`);
    set<Dead>(starving.message.fish);
    despawn(starving.message.fish);
  }
}
