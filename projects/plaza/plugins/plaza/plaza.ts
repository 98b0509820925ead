// A square where everybody who joins has a body, walks about, and kicks balls.
import {
  Transform, Velocity, Name, Render, Primitive, Color, Player, Owner, Synchronized, Saved, Vec3, Quat,
  Entity, Clock, Reason, Inbox, Connections, spawn, despawn, set, random, setting,
} from "vivarium";

/** How fast people walk. Change me and save while people are in. */
const WALK: f32 = 4;

/** How hard a ball is kicked. */
const KICK: f32 = 9;

/** From the middle of the plaza to its edge. */
const HALF: f32 = 24;

/** How soon a walker has the speed it wants: more is sooner. */
const GRIP: f32 = 8;

/** Share of its speed that a ball loses each second, nearly. */
const FRICTION: f32 = 0.8;

const BODY: f32 = 0.9;
const BALL: f32 = 0.35;
const REACH: f32 = BALL + 0.55;

/** Where somebody wants to go: a direction, as long as 1 at most. Sent by clients, for their own body. */
@message("remote", { maxCount: 8192 })
export class Move {
  @range(-1, 1) x: f32;
  @range(-1, 1) z: f32;
}

/** The body of somebody who joined. */
@component
export class Avatar {
  /** Where it is going. */
  @range(-1, 1) x: f32;
  @range(-1, 1) z: f32;
}

/** Something to kick. Whoever kicked it last owns it. */
@component
export class Ball {
  /** How often it was kicked. */
  kicks: u32;
}

@query class Bodies {
  @write transform: Transform; @write velocity: Velocity; @write avatar: Avatar; owner: Owner;
}
@query class Walkers { transform: Transform; avatar: Avatar; owner: Owner; render: Render; }
@query class Balls { @write transform: Transform; @write velocity: Velocity; @write ball: Ball; @write render: Render; }
@query class Rolling { @write transform: Transform; @write velocity: Velocity; @with ball: Ball; }

/** A colour for each client, far from those of the clients before it. */
function colorOf(client: u64): Color {
  const hue = <f32>((client * 137) % 360) / 60;
  const x = <f32>1 - Mathf.abs((hue % 2) - 1);
  const r: f32 = hue < 1 || hue >= 5 ? 1 : hue < 2 || hue >= 4 ? x : 0;
  const g: f32 = hue < 1 ? x : hue < 3 ? 1 : hue < 4 ? x : 0;
  const b: f32 = hue < 2 ? 0 : hue < 3 ? x : hue < 5 ? 1 : x;
  return new Color(<f32>0.2 + <f32>0.7 * r, <f32>0.2 + <f32>0.7 * g, <f32>0.2 + <f32>0.7 * b);
}

@system("postInit")
function begin(clock: Clock): void {
  if (clock.reason != Reason.Fresh) return;
  const count = <i32>setting.number("balls", 24);
  for (let i = 0; i < count; i++) {
    const ball = spawn();
    const x = random.range(-HALF, HALF) * <f32>0.8;
    const z = random.range(-HALF, HALF) * <f32>0.8;
    set(ball, new Transform(new Vec3(x, BALL, z), new Quat(), new Vec3(2 * BALL, 2 * BALL, 2 * BALL)));
    set(ball, new Velocity());
    set(ball, new Ball());
    set(ball, new Name(`Ball ${i + 1}`));
    set(ball, new Render(0, 0, Primitive.Sphere, new Color(0.9, 0.9, 0.9)));
    set<Synchronized>(ball);
    set<Saved>(ball);
  }
}

/** Gives those who come a body, and takes it from those who leave. */
@system("preUpdate")
function door(connections: Inbox<Connections>, bodies: Bodies): void {
  while (connections.next()) {
    const left = connections.message.left;
    for (let i = 0; i < left.length; i++) {
      while (bodies.next()) if (bodies.owner.client == left[i]) despawn(bodies.entity);
    }
    const joined = connections.message.joined;
    for (let i = 0; i < joined.length; i++) welcome(joined[i]);
  }
}

function welcome(client: u64): void {
  const body = spawn();
  const angle = random.range(0, <f32>(2 * Math.PI));
  const far = random.range(2, HALF * <f32>0.7);
  const at = new Vec3(far * Mathf.cos(angle), BODY, far * Mathf.sin(angle));
  set(body, new Transform(at, new Quat(), new Vec3(0.8, 2 * BODY, 0.8)));
  set(body, new Velocity());
  set(body, new Avatar());
  set(body, new Name(`Guest ${client}`));
  set(body, new Player(client, `Guest ${client}`));
  set(body, new Owner(client));
  set(body, new Render(0, 0, Primitive.Cone, colorOf(client)));
  set<Synchronized>(body);
}

// --- Whose body stands in which row, so that a message need not look at all of them. ---

const PLACES: i32 = 8192;
const rowOf = new StaticArray<i32>(PLACES);

/** Walks everybody where they want to go; on a client its own body at once. */
@system("update", { predicted: true })
function walk(moves: Inbox<Move>, bodies: Bodies, clock: Clock): void {
  hear(moves, bodies);
  const dt = clock.delta;
  const grip = min<f32>(1, GRIP * dt);
  while (bodies.next()) {
    const avatar = bodies.avatar;
    const velocity = bodies.velocity.linear;
    const at = bodies.transform.position;
    velocity.x += (avatar.x * WALK - velocity.x) * grip;
    velocity.z += (avatar.z * WALK - velocity.z) * grip;
    at.x = inside(at.x + velocity.x * dt);
    at.z = inside(at.z + velocity.z * dt);
    if (velocity.x * velocity.x + velocity.z * velocity.z > <f32>0.01) {
      const half = Mathf.atan2(velocity.x, velocity.z) * <f32>0.5;
      bodies.transform.rotation.y = Mathf.sin(half);
      bodies.transform.rotation.w = Mathf.cos(half);
    }
  }
}

function hear(moves: Inbox<Move>, bodies: Bodies): void {
  let isFilled = false;
  while (moves.next()) {
    if (!isFilled) {
      rowOf.fill(-1);
      while (bodies.next()) unchecked(rowOf[<i32>(bodies.owner.client % PLACES)] = bodies.row);
      isFilled = true;
    }
    const row = unchecked(rowOf[<i32>(moves.sender % PLACES)]);
    if (row < 0 || !bodies.seek(row) || bodies.owner.client != moves.sender) continue;
    const x = moves.message.x;
    const z = moves.message.z;
    const length = max<f32>(1, Mathf.sqrt(x * x + z * z));
    bodies.avatar.x = x / length;
    bodies.avatar.z = z / length;
  }
}

// @ts-ignore: decorator
@inline function inside(x: f32): f32 {
  return min<f32>(HALF, max<f32>(-HALF, x));
}

/** A ball that somebody walks into goes off, and is theirs from then on. */
@system("update", { after: ["walk"] })
function kick(balls: Balls, walkers: Walkers): void {
  while (balls.next()) {
    const ball = balls.transform.position;
    while (walkers.next()) {
      const at = walkers.transform.position;
      const dx = ball.x - at.x;
      const dz = ball.z - at.z;
      const squared = dx * dx + dz * dz;
      if (squared > REACH * REACH) continue;
      const far = max<f32>(0.01, Mathf.sqrt(squared));
      balls.velocity.linear.x = dx / far * KICK;
      balls.velocity.linear.z = dz / far * KICK;
      balls.ball.kicks += 1;
      balls.render.color.copy(walkers.render.color);
      set(balls.entity, new Owner(walkers.owner.client));
      break;
    }
  }
}

/** Rolls balls, back from the edge; on a client those it kicked at once. */
@system("update", { after: ["kick"], predicted: true })
function roll(balls: Rolling, clock: Clock): void {
  const dt = clock.delta;
  const keep = max<f32>(0, 1 - FRICTION * dt);
  while (balls.next()) {
    const at = balls.transform.position;
    const velocity = balls.velocity.linear;
    if (velocity.x == 0 && velocity.z == 0) continue;
    at.x += velocity.x * dt;
    at.z += velocity.z * dt;
    if (Mathf.abs(at.x) > HALF) velocity.x = -velocity.x;
    if (Mathf.abs(at.z) > HALF) velocity.z = -velocity.z;
    at.x = inside(at.x);
    at.z = inside(at.z);
    const slow = velocity.x * velocity.x + velocity.z * velocity.z < <f32>0.0025;
    velocity.x = slow ? 0 : velocity.x * keep;
    velocity.z = slow ? 0 : velocity.z * keep;
  }
}
