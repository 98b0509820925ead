// The components and messages that every world knows.
import { Vec3, Quat, Color } from "./values";
import { Entity, Asset, Bytes, List } from "./runtime";

/** Where an entity is, in metres, right-handed, y up. */
@component @use("vivarium/Transform")
export class Transform {
  @unit("m") position: Vec3;
  rotation: Quat = new Quat();
  scale: Vec3 = new Vec3(1, 1, 1);
}

/** How an entity moves. */
@component @use("vivarium/Velocity")
export class Velocity {
  @unit("m/s") linear: Vec3;
  @unit("rad/s") angular: Vec3;
}

/** What people call an entity. */
@component @use("vivarium/Name")
export class Name { @capacity(64) value: string; }

/** The entity that this one hangs from; its Transform is then relative. */
@component @sparse @use("vivarium/Parent")
export class Parent { entity: Entity; }

export enum Primitive { None, Box, Sphere, Cone, Plane, Points, Lines }

/** How an entity looks. */
@component @use("vivarium/Render")
export class Render {
  mesh: Asset;
  material: Asset;
  primitive: Primitive;
  color: Color = new Color(1, 1, 1, 1);
}

/** A view of the world from an entity. */
@component @use("vivarium/Camera")
export class Camera {
  @unit("rad") fovY: f32 = 1.0472;
  @unit("m") near: f32 = 0.1;
  @unit("m") far: f32 = 1000;
  orthographic: bool;
  @unit("m") height: f32 = 10;
}

export enum LightKind { Directional, Point, Spot, Ambient }

/** Light that an entity gives. */
@component @use("vivarium/Light")
export class Light {
  kind: LightKind;
  color: Color = new Color(1, 1, 1, 1);
  intensity: f32 = 1;
  @unit("m") range: f32 = 10;
}

/** The client that an entity stands for. */
@component @use("vivarium/Player")
export class Player {
  client: u64;
  @capacity(64) name: string;
}

/** The client that may write to an entity, and that predicts it. */
@component @use("vivarium/Owner")
export class Owner {
  client: u64;
}

/** Written to disk with the world. */
@tag @use("vivarium/Saved") export class Saved {}
/** Sent to clients. */
@tag @use("vivarium/Synchronized") export class Synchronized {}
/** Ends when its plugin is reloaded. */
@tag @use("vivarium/Transient") export class Transient {}

/** Published at the start of every tick. */
@message("local") @use("vivarium/FrameTime")
export class FrameTime {
  tick: u64;
  @unit("s") time: f64;
  @unit("s") delta: f32;
}

export enum InputKind {
  KeyDown, KeyUp, Text, PointerMove, PointerDown, PointerUp, Scroll, GamepadDown, GamepadUp, GamepadAxis
}

/** Something that a person did with a device. */
@message("remote") @use("vivarium/InputEvent")
export class InputEvent {
  kind: InputKind;
  /** Which device of its kind, from 0. */
  device: u8;
  /** Bits: 1 shift, 2 control, 4 alt, 8 super. */
  modifiers: u16;
  /** Key (USB HID usage), button, axis or Unicode character. */
  code: i32;
  /** Pointer position from the left of the view, 0 to 1. */
  x: f32;
  /** Pointer position from the top of the view, 0 to 1. */
  y: f32;
  /** Pressure, axis position or scroll steps. */
  value: f32;
}

/** Published when clients came or went. */
@message("local") @use("vivarium/Connections")
export class Connections {
  /** Ids of all clients now connected. */
  @capacity(1024) clients: List<u64>;
  @capacity(1024) joined: List<u64>;
  @capacity(1024) left: List<u64>;
}

export enum LogLevel { Trace, Debug, Info, Warn, Error }

/** A line that a plugin or the host logged. To log, use `log`. */
@message("local") @use("vivarium/Log")
export class Log {
  level: LogLevel;
  @capacity(64) plugin: string;
  @capacity(1024) text: string;
}

/** Gives clients the content of a mesh that was made at run time. */
@message("remote") @use("vivarium/UploadMesh")
export class UploadMesh {
  /** Handle that Render refers to. */
  mesh: Asset;
  /** Position and normal (f32 x y z each) and uv (f32 u v) of each vertex. */
  @capacity(49152) vertices: Bytes;
  /** u16 indices, three a triangle. */
  @capacity(16320) indices: Bytes;
}
