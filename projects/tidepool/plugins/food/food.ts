// Crumbs that drift on the water. The tide brings more each time it turns; fish bite them.
import {
  Transform, Velocity, Name, Render, Primitive, Color, Saved, Vec3, Quat, Entity, Clock, Reason, Inbox,
  spawn, despawn, set, publish, random, setting,
} from "vivarium";
import { Tide, Turned } from "../tide/tide";

/** Metres from the middle to the rocks. */
const POOL_RADIUS: f32 = 20;

/** How many crumbs a turn of the tide brings. */
const FEEDING: i32 = 40;

/** Something to eat. */
@component
export class Crumb {
  /** What it is worth to a fish. */
  @unit("s") @range(0, 300) meal: f32 = 120;
}

/** A fish got what it bit at. */
@message("local")
export class Eaten {
  fish: Entity;
  @unit("s") meal: f32 = 0;
}

@message("local") @use("fish/Bite") class Bite { fish: Entity; crumb: Entity; }

@query class Crumbs { @write transform: Transform; @write velocity: Velocity; crumb: Crumb; }
@query class Meals { @write crumb: Crumb; }
@query class Sea { tide: Tide; }

function drop(): void {
  let angle = random.range(0, <f32>(2 * Math.PI));
  let far = Mathf.sqrt(random.unit()) * POOL_RADIUS * <f32>0.95;
  let crumb = spawn();
  set(crumb, new Transform(new Vec3(far * Mathf.cos(angle), 0, far * Mathf.sin(angle)), new Quat(), new Vec3(0.1, 0.1, 0.1)));
  set(crumb, new Velocity());
  set(crumb, new Name("Crumb"));
  set(crumb, new Render(0, 0, Primitive.Sphere, new Color(0.9, 0.7, 0.4)));
  set(crumb, new Crumb(random.range(90, 150)));
  set<Saved>(crumb);
}

@system("postInit")
function begin(clock: Clock): void {
  if (clock.reason != Reason.Fresh) return;
  let crumbs = <i32>setting.number("crumbs", 198);
  for (let i = 0; i < crumbs; i++) drop();
}

/** The water carries them round, faster while it rises or falls, and the rocks hold them. */
@system("update", { after: ["tide/flow"] })
function drift(crumbs: Crumbs, sea: Sea, clock: Clock): void {
  let rise: f32 = sea.first() ? sea.tide.rise : 0;
  while (crumbs.next()) {
    let at = crumbs.transform.position;
    let pull: f32 = 6 * rise;
    let velocity = crumbs.velocity.linear;
    velocity.x += (-at.z * pull * 0.05 - velocity.x) * clock.delta;
    velocity.z += (at.x * pull * 0.05 - velocity.z) * clock.delta;
    at.addScaled(velocity, clock.delta);
    let far = Mathf.sqrt(at.x * at.x + at.z * at.z);
    if (far > POOL_RADIUS) at.scale(POOL_RADIUS / far);
  }
}

/** Each crumb feeds the first fish that bites; it is gone only after this, so the second finds it empty. */
@system("postUpdate")
function feed(bites: Inbox<Bite>, meals: Meals): void {
  while (bites.next()) {
    let bite = bites.message;
    if (!meals.find(bite.crumb) || meals.crumb.meal == 0) continue;
    publish(new Eaten(bite.fish, meals.crumb.meal));
    meals.crumb.meal = 0;
    despawn(bite.crumb);
  }
}

/** The tide brings more, and a few come by themselves. */
@system("postUpdate")
function bring(turned: Inbox<Turned>, crumbs: Crumbs): void {
  let most = <i32>setting.number("crumbs", 198);
  let fresh = 0;
  while (turned.next()) fresh += FEEDING;
  if (random.chance(0.25)) fresh++;
  for (let i = 0; i < fresh && crumbs.count + i < most; i++) drop();
}
