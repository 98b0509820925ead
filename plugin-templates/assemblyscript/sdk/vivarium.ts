// Everything a plugin imports: `import { Transform, Clock, spawn } from "vivarium"`.
export {
  Entity, Asset, Blob, NOBODY, Clock, Reason, Inbox, List, Fixed, Bytes, Union,
  spawn, despawn, set, remove, publish, publishTo,
  log, random, asset, assetSize, assetBytes, blob, blobSize, blobBytes, setting
} from "./vivarium/runtime";
export { Vec2, Vec3, Vec4, Quat, Mat4, Color } from "./vivarium/values";
export {
  Transform, Velocity, Name, Parent, Render, Primitive, Camera, Light, LightKind, Player, Owner,
  Saved, Synchronized, Transient,
  FrameTime, InputEvent, InputKind, Connections, Log, LogLevel, UploadMesh
} from "./vivarium/vocabulary";
