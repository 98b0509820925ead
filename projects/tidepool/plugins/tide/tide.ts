// The sea's breath: water that rises and falls, and a sun that goes round.
import { Clock, publish } from "vivarium";

/** Seconds from one high water to the next. */
const TIDE_SECONDS: f64 = 48;

/** Seconds from one noon to the next. */
const DAY_SECONDS: f64 = 120;

/** The water and the light over the whole pool. */
@component @singleton
export class Tide {
  /** Of the water above its middle. */
  @unit("m") @range(-1, 1) height: f32 = 0;
  /** How fast it rises. */
  @unit("m/s") rise: f32 = 0;
  /** 0 at midnight, 1 at noon. */
  @range(0, 1) daylight: f32 = 1;
  /** Of the day, 0 to 24. */
  @unit("h") @range(0, 24) hour: f32 = 12;
}

/** The water stopped rising or falling and turns. */
@message("local")
export class Turned {
  rising: bool = false;
  @unit("m") height: f32 = 0;
}

@query class Sea { @write tide: Tide; }

@system("preUpdate")
function flow(sea: Sea, clock: Clock): void {
  if (!sea.first()) return;
  let tide = sea.tide;
  let wasRising = tide.rise > 0;
  let angle = clock.time * 2 * Math.PI / TIDE_SECONDS;
  tide.height = <f32>Math.sin(angle);
  tide.rise = <f32>(Math.cos(angle) * 2 * Math.PI / TIDE_SECONDS);
  let day = clock.time / DAY_SECONDS + 0.5;
  day -= Math.floor(day);
  tide.hour = <f32>(day * 24);
  tide.daylight = <f32>(0.5 - 0.5 * Math.cos(day * 2 * Math.PI));
  let rising = tide.rise > 0;
  if (rising != wasRising && clock.tick > 0) publish(new Turned(rising, tide.height));
}
