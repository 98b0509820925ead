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
  @unit("rad") fovY: f32 = 1;
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

/** Written to disk with the world. */
@tag @use("vivarium/Saved") export class Saved {}
/** Sent to clients. */
@tag @use("vivarium/Synchronized") export class Synchronized {}
/** Ends when its plugin is reloaded. */
@tag @use("vivarium/Transient") export class Transient {}

/** One picture was drawn (client side). */
@message("local") @use("vivarium/FrameTime")
export class FrameTime {
  @unit("s") time: f64;
  @unit("s") delta: f32;
}

export enum InputKind { KeyDown, KeyUp, PointerMove, PointerDown, PointerUp, Wheel, Axis }

/** A key, pointer or controller moved (client side). */
@message("local") @use("vivarium/InputEvent")
export class InputEvent {
  kind: InputKind;
  code: i32;
  x: f32;
  y: f32;
}

export enum ConnectionChange { Joined, Left }

/** A client came or went. */
@message("local") @use("vivarium/Connections")
export class Connections {
  client: u64;
  change: ConnectionChange;
  @capacity(64) name: string;
}

/** A line for the console, as a message. */
@message("local") @use("vivarium/Log")
export class Log {
  level: i32;
  @capacity(1024) text: string;
}

/** A mesh made at run time: positions as x y z, and indices of triangles. */
@message("local") @use("vivarium/UploadMesh")
export class UploadMesh {
  entity: Entity;
  @capacity(2048) positions: List<f32>;
  @capacity(4096) indices: List<u32>;
}
