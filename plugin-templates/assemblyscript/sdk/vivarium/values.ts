// Values that lie in memory as they are: in a column, in a message, or in the arena when made with
// `new`. Their methods change the value they are called on, return it, and allocate nothing.

/** Two f32. */
// @ts-ignore: decorator
@unmanaged @final
export class Vec2 {
  x: f32;
  y: f32;

  constructor(x: f32 = 0, y: f32 = 0) {
    let self = changetype<Vec2>(__value(8));
    self.x = x;
    self.y = y;
    return self;
  }

  __bytes(): i32 { return 8; }

  set(x: f32, y: f32): Vec2 {
    this.x = x;
    this.y = y;
    return this;
  }

  copy(from: Vec2): Vec2 {
    this.x = from.x;
    this.y = from.y;
    return this;
  }

  /** A copy of its own, in the arena. */
  clone(): Vec2 { return new Vec2(this.x, this.y); }

  equals(other: Vec2): bool { return this.x == other.x && this.y == other.y; }

  add(other: Vec2): Vec2 {
    this.x += other.x;
    this.y += other.y;
    return this;
  }

  /** Adds `other` times `scale`: a step along a velocity. */
  addScaled(other: Vec2, scale: f32): Vec2 {
    this.x += other.x * scale;
    this.y += other.y * scale;
    return this;
  }

  sub(other: Vec2): Vec2 {
    this.x -= other.x;
    this.y -= other.y;
    return this;
  }

  scale(factor: f32): Vec2 {
    this.x *= factor;
    this.y *= factor;
    return this;
  }

  multiply(other: Vec2): Vec2 {
    this.x *= other.x;
    this.y *= other.y;
    return this;
  }

  /** Goes the part `t` of the way to `to`. */
  lerp(to: Vec2, t: f32): Vec2 {
    this.x += (to.x - this.x) * t;
    this.y += (to.y - this.y) * t;
    return this;
  }

  dot(other: Vec2): f32 { return this.x * other.x + this.y * other.y; }

  lengthSquared(): f32 { return this.x * this.x + this.y * this.y; }

  length(): f32 { return Mathf.sqrt(this.lengthSquared()); }

  distanceSquared(other: Vec2): f32 {
    let dx = this.x - other.x;
    let dy = this.y - other.y;
    return dx * dx + dy * dy;
  }

  distance(other: Vec2): f32 { return Mathf.sqrt(this.distanceSquared(other)); }

  /** Makes its length 1; a zero vector stays zero. */
  normalize(): Vec2 {
    let length = this.length();
    return length > 0 ? this.scale(1 / length) : this;
  }

  /** Makes its length at most `most`. */
  limit(most: f32): Vec2 {
    let squared = this.lengthSquared();
    return squared > most * most ? this.scale(most / Mathf.sqrt(squared)) : this;
  }
}

/** Three f32. */
// @ts-ignore: decorator
@unmanaged @final
export class Vec3 {
  x: f32;
  y: f32;
  z: f32;

  constructor(x: f32 = 0, y: f32 = 0, z: f32 = 0) {
    let self = changetype<Vec3>(__value(12));
    self.x = x;
    self.y = y;
    self.z = z;
    return self;
  }

  __bytes(): i32 { return 12; }

  set(x: f32, y: f32, z: f32): Vec3 {
    this.x = x;
    this.y = y;
    this.z = z;
    return this;
  }

  copy(from: Vec3): Vec3 {
    this.x = from.x;
    this.y = from.y;
    this.z = from.z;
    return this;
  }

  /** A copy of its own, in the arena. */
  clone(): Vec3 { return new Vec3(this.x, this.y, this.z); }

  equals(other: Vec3): bool { return this.x == other.x && this.y == other.y && this.z == other.z; }

  add(other: Vec3): Vec3 {
    this.x += other.x;
    this.y += other.y;
    this.z += other.z;
    return this;
  }

  /** Adds `other` times `scale`: a step along a velocity. */
  addScaled(other: Vec3, scale: f32): Vec3 {
    this.x += other.x * scale;
    this.y += other.y * scale;
    this.z += other.z * scale;
    return this;
  }

  sub(other: Vec3): Vec3 {
    this.x -= other.x;
    this.y -= other.y;
    this.z -= other.z;
    return this;
  }

  scale(factor: f32): Vec3 {
    this.x *= factor;
    this.y *= factor;
    this.z *= factor;
    return this;
  }

  multiply(other: Vec3): Vec3 {
    this.x *= other.x;
    this.y *= other.y;
    this.z *= other.z;
    return this;
  }

  /** Goes the part `t` of the way to `to`. */
  lerp(to: Vec3, t: f32): Vec3 {
    this.x += (to.x - this.x) * t;
    this.y += (to.y - this.y) * t;
    this.z += (to.z - this.z) * t;
    return this;
  }

  dot(other: Vec3): f32 { return this.x * other.x + this.y * other.y + this.z * other.z; }

  lengthSquared(): f32 { return this.x * this.x + this.y * this.y + this.z * this.z; }

  length(): f32 { return Mathf.sqrt(this.lengthSquared()); }

  distanceSquared(other: Vec3): f32 {
    let dx = this.x - other.x;
    let dy = this.y - other.y;
    let dz = this.z - other.z;
    return dx * dx + dy * dy + dz * dz;
  }

  distance(other: Vec3): f32 { return Mathf.sqrt(this.distanceSquared(other)); }

  /** Makes its length 1; a zero vector stays zero. */
  normalize(): Vec3 {
    let length = this.length();
    return length > 0 ? this.scale(1 / length) : this;
  }

  /** Makes its length at most `most`. */
  limit(most: f32): Vec3 {
    let squared = this.lengthSquared();
    return squared > most * most ? this.scale(most / Mathf.sqrt(squared)) : this;
  }

  /** Makes this the cross product of `a` and `b`, either of which may be this. */
  cross(a: Vec3, b: Vec3): Vec3 {
    let x = a.y * b.z - a.z * b.y;
    let y = a.z * b.x - a.x * b.z;
    let z = a.x * b.y - a.y * b.x;
    return this.set(x, y, z);
  }

  /** Turns it by a rotation. */
  rotate(by: Quat): Vec3 {
    let tx = 2 * (by.y * this.z - by.z * this.y);
    let ty = 2 * (by.z * this.x - by.x * this.z);
    let tz = 2 * (by.x * this.y - by.y * this.x);
    return this.set(
      this.x + by.w * tx + by.y * tz - by.z * ty,
      this.y + by.w * ty + by.z * tx - by.x * tz,
      this.z + by.w * tz + by.x * ty - by.y * tx
    );
  }
}

/** Four f32. */
// @ts-ignore: decorator
@unmanaged @final
export class Vec4 {
  x: f32;
  y: f32;
  z: f32;
  w: f32;

  constructor(x: f32 = 0, y: f32 = 0, z: f32 = 0, w: f32 = 0) {
    let self = changetype<Vec4>(__value(16));
    self.x = x;
    self.y = y;
    self.z = z;
    self.w = w;
    return self;
  }

  __bytes(): i32 { return 16; }

  set(x: f32, y: f32, z: f32, w: f32): Vec4 {
    this.x = x;
    this.y = y;
    this.z = z;
    this.w = w;
    return this;
  }

  copy(from: Vec4): Vec4 {
    this.x = from.x;
    this.y = from.y;
    this.z = from.z;
    this.w = from.w;
    return this;
  }

  /** A copy of its own, in the arena. */
  clone(): Vec4 { return new Vec4(this.x, this.y, this.z, this.w); }

  equals(other: Vec4): bool { return this.x == other.x && this.y == other.y && this.z == other.z && this.w == other.w; }

  add(other: Vec4): Vec4 {
    this.x += other.x;
    this.y += other.y;
    this.z += other.z;
    this.w += other.w;
    return this;
  }

  /** Adds `other` times `scale`: a step along a velocity. */
  addScaled(other: Vec4, scale: f32): Vec4 {
    this.x += other.x * scale;
    this.y += other.y * scale;
    this.z += other.z * scale;
    this.w += other.w * scale;
    return this;
  }

  sub(other: Vec4): Vec4 {
    this.x -= other.x;
    this.y -= other.y;
    this.z -= other.z;
    this.w -= other.w;
    return this;
  }

  scale(factor: f32): Vec4 {
    this.x *= factor;
    this.y *= factor;
    this.z *= factor;
    this.w *= factor;
    return this;
  }

  multiply(other: Vec4): Vec4 {
    this.x *= other.x;
    this.y *= other.y;
    this.z *= other.z;
    this.w *= other.w;
    return this;
  }

  /** Goes the part `t` of the way to `to`. */
  lerp(to: Vec4, t: f32): Vec4 {
    this.x += (to.x - this.x) * t;
    this.y += (to.y - this.y) * t;
    this.z += (to.z - this.z) * t;
    this.w += (to.w - this.w) * t;
    return this;
  }

  dot(other: Vec4): f32 { return this.x * other.x + this.y * other.y + this.z * other.z + this.w * other.w; }

  lengthSquared(): f32 { return this.x * this.x + this.y * this.y + this.z * this.z + this.w * this.w; }

  length(): f32 { return Mathf.sqrt(this.lengthSquared()); }

  distanceSquared(other: Vec4): f32 {
    let dx = this.x - other.x;
    let dy = this.y - other.y;
    let dz = this.z - other.z;
    let dw = this.w - other.w;
    return dx * dx + dy * dy + dz * dz + dw * dw;
  }

  distance(other: Vec4): f32 { return Mathf.sqrt(this.distanceSquared(other)); }

  /** Makes its length 1; a zero vector stays zero. */
  normalize(): Vec4 {
    let length = this.length();
    return length > 0 ? this.scale(1 / length) : this;
  }

  /** Makes its length at most `most`. */
  limit(most: f32): Vec4 {
    let squared = this.lengthSquared();
    return squared > most * most ? this.scale(most / Mathf.sqrt(squared)) : this;
  }
}

/** A rotation, as x y z w. `new Quat()` is no rotation. */
// @ts-ignore: decorator
@unmanaged @final
export class Quat {
  x: f32;
  y: f32;
  z: f32;
  w: f32;

  constructor(x: f32 = 0, y: f32 = 0, z: f32 = 0, w: f32 = 1) {
    let self = changetype<Quat>(__value(16));
    self.x = x;
    self.y = y;
    self.z = z;
    self.w = w;
    return self;
  }

  __bytes(): i32 { return 16; }

  set(x: f32, y: f32, z: f32, w: f32): Quat {
    this.x = x;
    this.y = y;
    this.z = z;
    this.w = w;
    return this;
  }

  copy(from: Quat): Quat {
    this.x = from.x;
    this.y = from.y;
    this.z = from.z;
    this.w = from.w;
    return this;
  }

  /** A copy of its own, in the arena. */
  clone(): Quat { return new Quat(this.x, this.y, this.z, this.w); }

  equals(other: Quat): bool { return this.x == other.x && this.y == other.y && this.z == other.z && this.w == other.w; }

  /** Makes this the rotation about a unit axis, in radians. */
  axisAngle(axis: Vec3, radians: f32): Quat {
    let s = Mathf.sin(radians * 0.5);
    return this.set(axis.x * s, axis.y * s, axis.z * s, Mathf.cos(radians * 0.5));
  }

  /** Makes this the rotation about the y axis, in radians: a heading. */
  yaw(radians: f32): Quat {
    return this.set(0, Mathf.sin(radians * 0.5), 0, Mathf.cos(radians * 0.5));
  }

  /** Makes this a rotation that looks along `direction` from -z, upright. */
  look(direction: Vec3): Quat {
    let level = Mathf.sqrt(direction.x * direction.x + direction.z * direction.z);
    if (level == 0 && direction.y == 0) return this;
    let heading = Mathf.atan2(-direction.x, -direction.z) * 0.5;
    let pitch = Mathf.atan2(direction.y, level) * 0.5;
    let sy = Mathf.sin(heading), cy = Mathf.cos(heading);
    let sx = Mathf.sin(pitch), cx = Mathf.cos(pitch);
    return this.set(cy * sx, sy * cx, -sy * sx, cy * cx);
  }

  /** Makes this the rotation `by` after this one. */
  then(by: Quat): Quat {
    return this.set(
      by.w * this.x + by.x * this.w + by.y * this.z - by.z * this.y,
      by.w * this.y - by.x * this.z + by.y * this.w + by.z * this.x,
      by.w * this.z + by.x * this.y - by.y * this.x + by.z * this.w,
      by.w * this.w - by.x * this.x - by.y * this.y - by.z * this.z
    );
  }

  /** Makes this the opposite rotation. */
  invert(): Quat { return this.set(-this.x, -this.y, -this.z, this.w); }

  normalize(): Quat {
    let length = Mathf.sqrt(this.x * this.x + this.y * this.y + this.z * this.z + this.w * this.w);
    if (length == 0) return this.set(0, 0, 0, 1);
    return this.set(this.x / length, this.y / length, this.z / length, this.w / length);
  }
}

/** A colour, linear, 0 to 1. `new Color()` is opaque white. */
// @ts-ignore: decorator
@unmanaged @final
export class Color {
  r: f32;
  g: f32;
  b: f32;
  a: f32;

  constructor(r: f32 = 1, g: f32 = 1, b: f32 = 1, a: f32 = 1) {
    let self = changetype<Color>(__value(16));
    self.r = r;
    self.g = g;
    self.b = b;
    self.a = a;
    return self;
  }

  __bytes(): i32 { return 16; }

  set(r: f32, g: f32, b: f32, a: f32): Color {
    this.r = r;
    this.g = g;
    this.b = b;
    this.a = a;
    return this;
  }

  copy(from: Color): Color {
    this.r = from.r;
    this.g = from.g;
    this.b = from.b;
    this.a = from.a;
    return this;
  }

  /** A copy of its own, in the arena. */
  clone(): Color { return new Color(this.r, this.g, this.b, this.a); }

  equals(other: Color): bool { return this.r == other.r && this.g == other.g && this.b == other.b && this.a == other.a; }

  /** Goes the part `t` of the way to `to`. */
  lerp(to: Color, t: f32): Color {
    this.r += (to.r - this.r) * t;
    this.g += (to.g - this.g) * t;
    this.b += (to.b - this.b) * t;
    this.a += (to.a - this.a) * t;
    return this;
  }
}

/** A 4 by 4 matrix, column after column: `mCR` is column C, row R. */
// @ts-ignore: decorator
@unmanaged @final
export class Mat4 {
  m00: f32;
  m01: f32;
  m02: f32;
  m03: f32;
  m10: f32;
  m11: f32;
  m12: f32;
  m13: f32;
  m20: f32;
  m21: f32;
  m22: f32;
  m23: f32;
  m30: f32;
  m31: f32;
  m32: f32;
  m33: f32;

  /** The identity. */
  constructor() {
    return changetype<Mat4>(__value(64)).identity();
  }

  __bytes(): i32 { return 64; }

  identity(): Mat4 {
    memory.fill(changetype<usize>(this), 0, 64);
    this.m00 = 1;
    this.m11 = 1;
    this.m22 = 1;
    this.m33 = 1;
    return this;
  }

  copy(from: Mat4): Mat4 {
    memory.copy(changetype<usize>(this), changetype<usize>(from), 64);
    return this;
  }

  /** Column 0 to 3, row 0 to 3. */
  get(column: i32, row: i32): f32 { return load<f32>(changetype<usize>(this) + ((((column & 3) << 2) + (row & 3)) << 2)); }

  put(column: i32, row: i32, value: f32): void { store<f32>(changetype<usize>(this) + ((((column & 3) << 2) + (row & 3)) << 2), value); }

  /** Makes this move by a position, turn by a rotation and scale. */
  compose(position: Vec3, rotation: Quat, scale: Vec3): Mat4 {
    let x = rotation.x, y = rotation.y, z = rotation.z, w = rotation.w;
    this.m00 = (1 - 2 * (y * y + z * z)) * scale.x;
    this.m01 = 2 * (x * y + z * w) * scale.x;
    this.m02 = 2 * (x * z - y * w) * scale.x;
    this.m03 = 0;
    this.m10 = 2 * (x * y - z * w) * scale.y;
    this.m11 = (1 - 2 * (x * x + z * z)) * scale.y;
    this.m12 = 2 * (y * z + x * w) * scale.y;
    this.m13 = 0;
    this.m20 = 2 * (x * z + y * w) * scale.z;
    this.m21 = 2 * (y * z - x * w) * scale.z;
    this.m22 = (1 - 2 * (x * x + y * y)) * scale.z;
    this.m23 = 0;
    this.m30 = position.x;
    this.m31 = position.y;
    this.m32 = position.z;
    this.m33 = 1;
    return this;
  }

  /** Moves a point by this matrix, in place. */
  transform(point: Vec3): Vec3 {
    return point.set(
      this.m00 * point.x + this.m10 * point.y + this.m20 * point.z + this.m30,
      this.m01 * point.x + this.m11 * point.y + this.m21 * point.z + this.m31,
      this.m02 * point.x + this.m12 * point.y + this.m22 * point.z + this.m32
    );
  }
}
