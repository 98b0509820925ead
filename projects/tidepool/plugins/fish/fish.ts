// Fish that keep to their school, look for crumbs when they are hungry, and rest at night.
import {
  Transform, Velocity, Name, Render, Primitive, Color, Saved, Vec3, Quat, Entity, Clock, Reason, Inbox,
  spawn, set, publish, random, setting,
} from "vivarium";
import { Tide } from "../tide/tide";

/** How far a fish sees. Change me, save, and watch the pool: try 1, or 9. */
const SIGHT: f32 = 4.0;

/** How fast a fish swims by day. */
const SPEED: f32 = 2.2;

/** How strongly a fish keeps to its school: 0 not at all. */
const SCHOOLING: f32 = 0.9;

const POOL_RADIUS: f32 = 20;
const SCHOOLS: i32 = 6;
const KINDS: StaticArray<string> = ["Anchovy", "Sprat", "Goby", "Wrasse", "Blenny", "Mullet"];

/** What a fish knows of itself. */
@component
export class Fish {
  /** Which school it belongs to. */
  @range(0, 5) school: u32 = 0;
  /** Seconds since it was last full. */
  @unit("s") @range(0, 600) hunger: f32 = 0;
  /** Its own little difference from the others. */
  @range(0, 1) temper: f32 = 0.5;
}

/** A fish bit at a crumb. Only the first bite feeds. */
@message("local", { maxCount: 4096 })
export class Bite {
  fish: Entity;
  crumb: Entity;
}

@use("food/Crumb") class Crumb { meal: f32; }
@message("local") @use("food/Eaten") class Eaten { fish: Entity; meal: f32; }

@query class Shoal { @write transform: Transform; @write velocity: Velocity; @write fish: Fish; }
@query class Crumbs { transform: Transform; crumb: Crumb; }
@query class Sea { tide: Tide; }

// --- What the fish of a school share, worked out anew each tick. ---

const middleX = new StaticArray<f32>(SCHOOLS);
const middleZ = new StaticArray<f32>(SCHOOLS);
const headingX = new StaticArray<f32>(SCHOOLS);
const headingZ = new StaticArray<f32>(SCHOOLS);
const members = new StaticArray<f32>(SCHOOLS);

// --- Crumbs and crowding by squares of the pool, so that no fish looks at every other. ---

const SQUARE: f32 = 1;
const SIDE: i32 = 48;
const firstCrumb = new StaticArray<i32>(SIDE * SIDE);
const crowd = new StaticArray<f32>(SIDE * SIDE);
const CRUMBS_MAX: i32 = 4096;
const nextCrumb = new StaticArray<i32>(CRUMBS_MAX);
const crumbX = new StaticArray<f32>(CRUMBS_MAX);
const crumbZ = new StaticArray<f32>(CRUMBS_MAX);
const crumbEntity = new StaticArray<u64>(CRUMBS_MAX);

// @ts-ignore: decorator
@inline function square(x: f32): i32 {
  let s = <i32>(x / SQUARE) + SIDE / 2;
  return s < 0 ? 0 : s >= SIDE ? SIDE - 1 : s;
}

@system("postInit")
function begin(clock: Clock): void {
  if (clock.reason != Reason.Fresh) return;
  let count = <i32>setting.number("fish", 1800);
  for (let i = 0; i < count; i++) {
    let school = i % SCHOOLS;
    let angle = random.range(0, <f32>(2 * Math.PI));
    let far = Mathf.sqrt(random.unit()) * POOL_RADIUS * <f32>0.9;
    let heading = random.range(0, <f32>(2 * Math.PI));
    let fish = spawn();
    set(fish, new Transform(new Vec3(far * Mathf.cos(angle), -1 - random.unit(), far * Mathf.sin(angle)), new Quat(), new Vec3(0.3, 0.15, 0.6)));
    set(fish, new Velocity(new Vec3(Mathf.cos(heading), 0, Mathf.sin(heading))));
    set(fish, new Name(KINDS[school]));
    set(fish, new Render(0, 0, Primitive.Cone, new Color(0.3 + <f32>0.1 * <f32>school, 0.6, 1 - <f32>0.12 * <f32>school)));
    set(fish, new Fish(school, random.range(0, 150), random.unit()));
    set<Saved>(fish);
  }
}

/** Adds up where each school is and where it goes. */
@system("update", { after: ["tide/flow", "food/drift"] })
function gather(shoal: Shoal, crumbs: Crumbs): void {
  middleX.fill(0);
  middleZ.fill(0);
  headingX.fill(0);
  headingZ.fill(0);
  members.fill(0);
  crowd.fill(0);
  while (shoal.next()) {
    let school = shoal.fish.school % SCHOOLS;
    let at = shoal.transform.position;
    let velocity = shoal.velocity.linear;
    unchecked(middleX[school] += at.x);
    unchecked(middleZ[school] += at.z);
    unchecked(headingX[school] += velocity.x);
    unchecked(headingZ[school] += velocity.z);
    unchecked(members[school] += 1);
    unchecked(crowd[square(at.z) * SIDE + square(at.x)] += 1);
  }
  for (let s = 0; s < SCHOOLS; s++) {
    let n = max<f32>(1, members[s]);
    middleX[s] /= n;
    middleZ[s] /= n;
    headingX[s] /= n;
    headingZ[s] /= n;
  }
  firstCrumb.fill(-1);
  let i = 0;
  while (crumbs.next() && i < CRUMBS_MAX) {
    let at = crumbs.transform.position;
    let cell = square(at.z) * SIDE + square(at.x);
    crumbX[i] = at.x;
    crumbZ[i] = at.z;
    crumbEntity[i] = crumbs.entity;
    nextCrumb[i] = firstCrumb[cell];
    firstCrumb[cell] = i++;
  }
}

/** The nearest crumb that a fish can see, or -1. */
function look(x: f32, z: f32): i32 {
  let best = -1;
  let bestSquared = SIGHT * SIGHT;
  let fromX = square(x - SIGHT);
  let toX = square(x + SIGHT);
  let toZ = square(z + SIGHT);
  for (let cz = square(z - SIGHT); cz <= toZ; cz++) {
    for (let cx = fromX; cx <= toX; cx++) {
      for (let i = unchecked(firstCrumb[cz * SIDE + cx]); i >= 0; i = unchecked(nextCrumb[i])) {
        let dx = unchecked(crumbX[i]) - x;
        let dz = unchecked(crumbZ[i]) - z;
        let squared = dx * dx + dz * dz;
        if (squared < bestSquared) {
          bestSquared = squared;
          best = i;
        }
      }
    }
  }
  return best;
}

@system("update")
function swim(shoal: Shoal, sea: Sea, clock: Clock): void {
  let daylight: f32 = 1;
  let height: f32 = 0;
  if (sea.first()) {
    daylight = sea.tide.daylight;
    height = sea.tide.height;
  }
  let dt = clock.delta;
  let time = <f32>clock.time;
  let shore = POOL_RADIUS * (<f32>0.9 + <f32>0.08 * height);
  let pace = SPEED * (<f32>0.35 + <f32>0.65 * daylight);
  while (shoal.next()) {
    let fish = shoal.fish;
    let at = shoal.transform.position;
    let velocity = shoal.velocity.linear;
    let school = fish.school % SCHOOLS;
    fish.hunger += dt;

    // Where the school wants to be: a slow wander of its own round the pool.
    let phase = time * <f32>0.11 + <f32>school * <f32>1.047;
    let goalX = Mathf.cos(phase) * shore * <f32>0.6;
    let goalZ = Mathf.sin(phase * <f32>1.7 + <f32>school) * shore * <f32>0.6;
    let steerX = (goalX - at.x) * <f32>0.15 + (unchecked(middleX[school]) - at.x) * <f32>0.25 * SCHOOLING + unchecked(headingX[school]) * SCHOOLING;
    let steerZ = (goalZ - at.z) * <f32>0.15 + (unchecked(middleZ[school]) - at.z) * <f32>0.25 * SCHOOLING + unchecked(headingZ[school]) * SCHOOLING;

    // Elbow room: away from the middle of a crowded square.
    let cellX = square(at.x);
    let cellZ = square(at.z);
    let press = min<f32>(8, unchecked(crowd[cellZ * SIDE + cellX])) * <f32>0.5;
    steerX += (at.x - (<f32>(cellX - SIDE / 2) + <f32>0.5) * SQUARE) * press;
    steerZ += (at.z - (<f32>(cellZ - SIDE / 2) + <f32>0.5) * SQUARE) * press;

    // A will of its own.
    let whim = time * (<f32>0.7 + fish.temper) + fish.temper * 40;
    steerX += Mathf.cos(whim) * <f32>1.2;
    steerZ += Mathf.sin(whim) * <f32>1.2;

    // Food, once in a while for each fish.
    if (fish.hunger > 60 && ((shoal.row + <i32>clock.tick) & 3) == 0) {
      let crumb = look(at.x, at.z);
      if (crumb >= 0) {
        let dx = unchecked(crumbX[crumb]) - at.x;
        let dz = unchecked(crumbZ[crumb]) - at.z;
        steerX += dx * 24;
        steerZ += dz * 24;
        if (dx * dx + dz * dz < <f32>0.3) publish(new Bite(shoal.entity, unchecked(crumbEntity[crumb])));
      }
    }

    // The rocks.
    let far = Mathf.sqrt(at.x * at.x + at.z * at.z);
    if (far > shore) {
      steerX -= at.x * (far - shore);
      steerZ -= at.z * (far - shore);
    }

    velocity.x += steerX * dt;
    velocity.z += steerZ * dt;
    let speed = Mathf.sqrt(velocity.x * velocity.x + velocity.z * velocity.z);
    let wanted = pace * (<f32>0.8 + <f32>0.4 * fish.temper);
    if (speed > wanted) {
      velocity.x *= wanted / speed;
      velocity.z *= wanted / speed;
    }
    at.x += velocity.x * dt;
    at.z += velocity.z * dt;
    at.y = <f32>-1.5 + height * <f32>0.5 - fish.temper + (<f32>1 - daylight) * <f32>-1;
    let half = Mathf.atan2(velocity.x, velocity.z) * <f32>0.5;
    shoal.transform.rotation.y = Mathf.sin(half);
    shoal.transform.rotation.w = Mathf.cos(half);
  }
}

@system("postUpdate", { after: ["food/feed"] })
function digest(eaten: Inbox<Eaten>, shoal: Shoal): void {
  while (eaten.next()) {
    if (shoal.find(eaten.message.fish)) shoal.fish.hunger = max<f32>(0, shoal.fish.hunger - eaten.message.meal);
  }
}
