// The smallest world: one thing that goes round. Change a number, save, and look.
import { Transform, Name, Clock, Reason, Vec3, Saved, spawn, set, log } from "vivarium";

@tag class Planet {}

@query class Planets { @write transform: Transform; @with planet: Planet; }

/** Metres from the middle. */
const RADIUS: f32 = 3;

@system("postInit")
function begin(clock: Clock): void {
  if (clock.reason != Reason.Fresh) return;
  let planet = spawn();
  set(planet, new Transform(new Vec3(RADIUS, 0, 0)));
  set(planet, new Name("Planet"));
  set<Planet>(planet);
  set<Saved>(planet);
  log.info("Hello, world.");
}

@system("update")
function turn(planets: Planets, clock: Clock): void {
  while (planets.next()) {
    let angle = <f32>clock.time;
    planets.transform.position.x = RADIUS * Mathf.cos(angle);
    planets.transform.position.z = RADIUS * Mathf.sin(angle);
  }
}
