// The plugin __NAME__. Save this file and the running world has the change a moment later.
import { Transform, Velocity, Render, Primitive, Clock, Reason, Entity, Inbox, Vec3, spawn, set, publish, random, log } from "vivarium";

/// How far an entity has drifted.
@component class Drift { @unit("m") @range(0, 100) distance: f32 = 0; }

@message("local") class Returned { who: Entity; }

@query class Drifting { @write transform: Transform; @write velocity: Velocity; @write drift: Drift; }

// Runs once when the plugin starts; after a reload the entities are still there.
@system("postInit")
function begin(clock: Clock): void {
  if (clock.reason != Reason.Fresh) return;
  for (let i = 0; i < 20; i++) {
    const one = spawn();
    set(one, new Transform());
    set(one, new Velocity(new Vec3(random.range(-2, 2), 0, random.range(-2, 2))));
    set(one, new Render(0, 0, Primitive.Sphere));
    set(one, new Drift());
  }
}

@system("update")
function drift(drifting: Drifting, clock: Clock): void {
  while (drifting.next()) {
    const velocity = drifting.velocity.linear;
    drifting.transform.position.addScaled(velocity, clock.delta);
    drifting.drift.distance += velocity.length() * clock.delta;
    if (drifting.drift.distance > 10) {   // change me: how far they go before they turn
      drifting.drift.distance = 0;
      velocity.scale(-1);
      publish(new Returned(drifting.entity));
    }
  }
}

@system("postUpdate")
function count(returned: Inbox<Returned>): void {
  let some = 0;
  while (returned.next()) some++;
  if (some > 0) log.debug(`${some} turned back`);
}
