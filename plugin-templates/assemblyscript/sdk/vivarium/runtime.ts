// What runs under a plugin: the frame of the dispatch under way, the arena, commands and messages.
// Names with two underscores are for generated code and may change with any version.

// @ts-ignore: decorator
@external("vivarium", "log") declare function hostLog(level: i32, ptr: usize, bytes: i32): void;
// @ts-ignore: decorator
@external("vivarium", "panic") declare function hostPanic(ptr: usize, bytes: i32, filePtr: usize, fileBytes: i32, line: i32, column: i32): void;
// @ts-ignore: decorator
@external("vivarium", "random") declare function hostRandom(): u64;
// @ts-ignore: decorator
@external("vivarium", "row_of") declare function hostRowOf(query: i32, entity: u64): i32;
// @ts-ignore: decorator
@external("vivarium", "entity") declare function hostEntity(): u64;
// @ts-ignore: decorator
@external("vivarium", "flush") declare function hostFlush(): void;
// @ts-ignore: decorator
@external("vivarium", "asset") declare function hostAsset(namePtr: usize, nameBytes: i32): u64;
// @ts-ignore: decorator
@external("vivarium", "asset_size") declare function hostAssetSize(handle: u64): i32;
// @ts-ignore: decorator
@external("vivarium", "asset_read") declare function hostAssetRead(handle: u64, offset: i32, ptr: usize, bytes: i32): i32;
// @ts-ignore: decorator
@external("vivarium", "blob") declare function hostBlob(ptr: usize, bytes: i32): u64;
// @ts-ignore: decorator
@external("vivarium", "blob_size") declare function hostBlobSize(handle: u64): i32;
// @ts-ignore: decorator
@external("vivarium", "blob_read") declare function hostBlobRead(handle: u64, offset: i32, ptr: usize, bytes: i32): i32;
// @ts-ignore: decorator
@external("vivarium", "setting") declare function hostSetting(keyPtr: usize, keyBytes: i32, outPtr: usize, outCapacity: i32): i32;

/** One entity of the world: a 64-bit handle, stable for the entity's whole life. Compare with `==`. */
export type Entity = u64;
/** A file under the project's `assets/`. */
export type Asset = u64;
/** Immutable bytes held by the world, addressed by their content. */
export type Blob = u64;

/** No entity. */
export const NOBODY: Entity = 0;

/** The frame of the dispatch under way; 0 outside of one. */
// @ts-ignore: decorator
@global export let __frame: usize = 0;

const COMMANDS: usize = 56;
const MESSAGES: usize = 68;
const CURRENT_QUERY: usize = 92;
const CURRENT_ROW: usize = 96;
const CURRENT_MESSAGE: usize = 100;
const HEADER: u32 = 32;

// --- The arena: values made inside a system live until it returns. ---

let arena: usize = 0;
let arenaTop: usize = 0;
let arenaEnd: usize = 0;
let arenaBytes: usize = 0;
let retired: usize = 0;

const FIRST_ARENA_BYTES: usize = 4096;

/** Zeroed room for a value: for ever outside of a dispatch, until its end inside. */
// @ts-ignore: decorator
@global export function __value(bytes: usize): usize {
  if (__frame == 0) {
    let kept = heap.alloc(bytes);
    memory.fill(kept, 0, bytes);
    return kept;
  }
  let start = arenaTop;
  let end = start + ((bytes + 7) & ~7);
  if (end > arenaEnd) {
    growArena(bytes);
    start = arenaTop;
    end = start + ((bytes + 7) & ~7);
  }
  arenaTop = end;
  memory.fill(start, 0, end - start);
  return start;
}

function growArena(bytes: usize): void {
  if (arena) {
    store<usize>(arena, retired);
    retired = arena;
  }
  let size = max(max(arenaBytes * 2, bytes + 32), FIRST_ARENA_BYTES);
  arena = heap.alloc(size);
  arenaBytes = size;
  arenaTop = arena + 16;
  arenaEnd = arena + size;
}

function resetArena(): void {
  while (retired) {
    let next = load<usize>(retired);
    heap.free(retired);
    retired = next;
  }
  arenaTop = arena ? arena + 16 : 0;
}

// @ts-ignore: decorator
@global export function __begin(frame: usize): void {
  __frame = frame;
  resetArena();
}

// @ts-ignore: decorator
@global export function __end(): void {
  __frame = 0;
}

// --- Memory that belongs to the host, one block a slot. ---

let slots: usize = 0;
let slotCount: i32 = 0;

// @ts-ignore: decorator
@global export function __slots(count: i32): void {
  slotCount = count + 1;
  slots = heap.alloc(slotCount * 8);
  memory.fill(slots, 0, slotCount * 8);
}

// @ts-ignore: decorator
@global export function __reserve(slot: i32, bytes: i32): i32 {
  if (slot < -1 || slot + 1 >= slotCount || bytes < 0) throw new Error("vivarium_reserve: no slot " + slot.toString());
  let cell = slots + (slot + 1) * 8;
  let block = load<usize>(cell);
  if (block && load<u32>(cell, 4) >= <u32>bytes) return <i32>block;
  if (block) heap.free(block);
  let size = <u32>bytes + (<u32>bytes >> 2) + 64;
  block = heap.alloc(size);
  store<usize>(cell, block);
  store<u32>(cell, size, 4);
  return <i32>block;
}

// --- Commands and messages. ---

// @ts-ignore: decorator
@inline function padded(bytes: u32): u32 {
  return (bytes + 7) & ~7;
}

function record(buffer: usize, payloadBytes: u32): usize {
  if (__frame == 0) throw new Error("Commands and messages can only be issued while a system runs");
  let size = HEADER + padded(payloadBytes);
  let used = load<u32>(__frame + buffer, 8);
  let capacity = load<u32>(__frame + buffer, 4);
  if (size > capacity - used) {
    hostFlush();
    used = load<u32>(__frame + buffer, 8);
    capacity = load<u32>(__frame + buffer, 4);
    if (size > capacity - used) throw new Error("A record of " + size.toString() + " bytes does not fit the buffer of " + capacity.toString());
  }
  store<u32>(__frame + buffer, used + size, 8);
  let at = load<usize>(__frame + buffer) + used;
  store<u32>(at, size);
  store<u64>(at, load<u64>(__frame, CURRENT_QUERY), 16);
  store<i32>(at, load<i32>(__frame, CURRENT_MESSAGE), 24);
  store<u32>(at, payloadBytes, 28);
  if (payloadBytes) store<u64>(at + size - 8, 0);
  return at;
}

function command(op: u16, component: i32, entity: Entity, payloadBytes: u32): usize {
  let at = record(COMMANDS, payloadBytes);
  store<u16>(at, op, 4);
  store<u16>(at, <u16>component, 6);
  store<u64>(at, entity, 8);
  return at + HEADER;
}

/** Creates an entity; it exists from the end of this stage. Give it components with `set`. */
export function spawn(): Entity {
  let used = __frame ? load<u32>(__frame, 88) : 0;
  let entity: Entity = 0;
  if (__frame && used < load<u32>(__frame, 84)) {
    entity = load<u64>(load<usize>(__frame, 80) + <usize>used * 8);
    store<u32>(__frame, used + 1, 88);
  } else {
    entity = hostEntity();
  }
  command(1, 0, entity, 0);
  return entity;
}

/** Ends an entity and its children at the end of this stage. */
export function despawn(entity: Entity): void {
  command(2, 0, entity, 0);
}

/** Gives an entity a component, or replaces its value, at the end of this stage. Without a value: the defaults. */
export function set<T>(entity: Entity, value: T = changetype<T>(0)): void {
  if (isDefined(value.__component)) {
    if (changetype<usize>(value) == 0) value = instantiate<T>();
    let bytes = value.__bytes();
    let to = command(3, value.__component(), entity, bytes);
    memory.copy(to, changetype<usize>(value), bytes);
  } else {
    ERROR("set takes a component: mark the class with @component or @tag");
  }
}

/** Takes a component from an entity at the end of this stage. */
export function remove<T>(entity: Entity): void {
  if (isDefined(changetype<T>(0).__component)) {
    command(4, changetype<T>(0).__component(), entity, 0);
  } else {
    ERROR("remove takes a component: mark the class with @component or @tag");
  }
}

/** Sends a message to every subscriber; it reaches them when they next run. */
export function publish<T>(message: T): void {
  send<T>(message, 0, 0);
}

/** Sends a message to one client only. */
export function publishTo<T>(client: u64, message: T): void {
  send<T>(message, 1, client);
}

function send<T>(message: T, target: u16, client: u64): void {
  if (isDefined(message.__channel)) {
    let bytes: u32 = 0;
    if (isDefined(message.__pack)) bytes = message.__size();
    else bytes = message.__bytes();
    let at = record(MESSAGES, bytes);
    store<u16>(at, <u16>message.__channel(), 4);
    store<u16>(at, target, 6);
    store<u64>(at, client, 8);
    if (isDefined(message.__pack)) message.__pack(at + HEADER);
    else memory.copy(at + HEADER, changetype<usize>(message), bytes);
  } else {
    ERROR("publish takes a message: mark the class with @message");
  }
}

// --- What systems are given. ---

/** Why PostInit runs. */
export enum Reason { Running, Fresh, Restored, Reloaded }

/** Time as this tick sees it. */
// @ts-ignore: decorator
@unmanaged @final
export class Clock {
  /** Number of this tick. */
  get tick(): u64 { return load<u64>(__frame, 8); }
  /** World time at this tick, in seconds. */
  get time(): f64 { return load<f64>(__frame, 16); }
  /** Length of a tick, in seconds. */
  get delta(): f32 { return load<f32>(__frame, 24); }
  /** Why this system runs; other than Running only in the stage postInit. */
  get reason(): Reason { return <Reason>load<u32>(__frame, 28); }
  /** True in the client half of the world. */
  get isClient(): bool { return load<u32>(__frame, 32) == 1; }
}

// The rows of a query. A row is one index; columns are read through it. The column pointers of the
// chunk under way follow these fields in each generated class.
// @ts-ignore: decorator
@global @unmanaged
export class __Query {
  __i: i32;
  __n: i32;
  __first: i32;
  __ids: usize;
  __next: usize;
  __end: usize;
  __table: usize;
  __query: i32;
  __rows: i32;
  __stride: usize;
  __outer: u64;

  __open(query: i32): void {
    let entry = load<usize>(__frame, 40) + <usize>query * 16;
    this.__query = query;
    this.__table = load<usize>(entry, 4);
    this.__rows = load<i32>(entry, 8);
    this.__stride = (8 + 4 * load<usize>(entry, 12) + 15) & ~15;
    this.__end = this.__table + load<usize>(entry) * this.__stride;
    this.__start();
  }

  /** Goes before the first row. Every loop over `next()` begins with it by itself. */
  __start(): void {
    this.__i = -1;
    this.__n = 0;
    this.__first = 0;
    this.__next = this.__table;
    this.__outer = load<u64>(__frame, CURRENT_QUERY);
  }

  /** Goes to the next row; false after the last. */
  // @ts-ignore: decorator
  @inline
  next(): bool {
    let i = this.__i + 1;
    if (i < this.__n) {
      this.__i = i;
      store<i32>(__frame, this.__query, CURRENT_QUERY);
      store<i32>(__frame, this.__first + i, CURRENT_ROW);
      return true;
    }
    return this.__advance();
  }

  __advance(): bool {
    this.__first += this.__n;
    this.__n = 0;
    while (this.__next < this.__end) {
      let chunk = this.__next;
      this.__next = chunk + this.__stride;
      if (load<i32>(chunk) > 0) {
        this.__enter(chunk, 0);
        return true;
      }
    }
    store<u64>(__frame, this.__outer, CURRENT_QUERY);
    let outer = this.__outer;
    this.__start();
    this.__outer = outer;
    return false;
  }

  __enter(chunk: usize, row: i32): void {
    this.__n = load<i32>(chunk);
    this.__ids = load<usize>(chunk, 4);
    this.__i = row;
    memory.copy(changetype<usize>(this) + offsetof<__Query>(), chunk + 8, this.__stride - 8);
    store<i32>(__frame, this.__query, CURRENT_QUERY);
    store<i32>(__frame, this.__first + row, CURRENT_ROW);
  }

  // What loops that keep their row in locals are made of.

  // @ts-ignore: decorator
  @inline __cells(): usize { return __frame + CURRENT_QUERY; }

  // @ts-ignore: decorator
  @inline __cause(): u64 { return <u64><u32>this.__query | (<u64>this.__first << 32); }

  // @ts-ignore: decorator
  @inline __mark(cells: usize, cause: u64): void { store<u64>(cells, cause); }

  // @ts-ignore: decorator
  @inline __entityAt(at: usize): Entity { return load<u64>(at); }

  /** Goes to a row by its running number; false if there is none. */
  seek(row: i32): bool {
    if (row < 0 || row >= this.__rows) return false;
    if (row < this.__first || row >= this.__first + this.__n) {
      let chunk = this.__table;
      let first = 0;
      while (row >= first + load<i32>(chunk)) {
        first += load<i32>(chunk);
        chunk += this.__stride;
      }
      this.__first = first;
      this.__next = chunk + this.__stride;
      this.__enter(chunk, row - first);
    } else {
      this.__i = row - this.__first;
      store<i32>(__frame, this.__query, CURRENT_QUERY);
      store<i32>(__frame, row, CURRENT_ROW);
    }
    return true;
  }

  /** Goes to the first row; false if there is none. For queries of a singleton. */
  first(): bool { return this.seek(0); }

  /** Goes to an entity's row; false if the entity is not in this query. */
  find(entity: Entity): bool { return this.seek(hostRowOf(this.__query, entity)); }

  /** The running row of an entity in this query, or -1. */
  rowOf(entity: Entity): i32 { return hostRowOf(this.__query, entity); }

  /** The entity of this row. */
  get entity(): Entity { return load<u64>(this.__ids + (<usize>this.__i << 3)); }

  /** The running number of this row. */
  get row(): i32 { return this.__first + this.__i; }

  /** How many rows the query has. */
  get count(): i32 { return this.__rows; }
}

/** The messages of one channel that wait for this system. */
// @ts-ignore: decorator
@unmanaged @final
export class Inbox<T> {
  __channel: i32;
  __at: usize;
  __index: i32;
  __payload: usize;

  __open(channel: i32): void {
    this.__channel = channel;
    this.__start();
  }

  /** Goes before the first message. Every loop over `next()` begins with it by itself. */
  __start(): void {
    this.__at = load<usize>(__frame, 48);
    this.__index = -1;
    this.__payload = 0;
  }

  /** Goes to the next message; false after the last. */
  next(): bool {
    let end = load<usize>(__frame, 48) + load<usize>(__frame, 52);
    while (this.__at < end) {
      let at = this.__at;
      this.__at = at + load<u32>(at);
      this.__index++;
      if (<i32>load<u16>(at, 4) == this.__channel) {
        this.__payload = at + 24;
        store<i32>(__frame, this.__index, CURRENT_MESSAGE);
        return true;
      }
    }
    store<i32>(__frame, -1, CURRENT_MESSAGE);
    this.__start();
    return false;
  }

  /** The message `next()` went to. Lives until the system returns. */
  get message(): T {
    if (!this.__payload) throw new Error("Inbox.message is there only after next() returned true");
    return changetype<T>(this.__payload);
  }

  /** The client that sent it, or 0 for a plugin of this world. */
  get sender(): u64 { return this.__payload ? load<u64>(this.__payload - 16) : 0; }
}

// --- Logging, randomness, assets, blobs, settings. ---

let utf8Bytes: i32 = 0;

/** A text as UTF-8 in the arena; its length is then in `utf8Bytes`. */
function utf8(text: string): usize {
  utf8Bytes = String.UTF8.byteLength(text);
  let at = __value(utf8Bytes + 1);
  String.UTF8.encodeUnsafe(changetype<usize>(text), text.length, at, false, String.UTF8.ErrorMode.REPLACE);
  return at;
}

/** Lines in the workbench's console. */
export namespace log {
  function write(level: i32, text: string): void {
    let at = utf8(text);
    hostLog(level, at, utf8Bytes);
  }
  export function trace(text: string): void { write(0, text); }
  export function debug(text: string): void { write(1, text); }
  export function info(text: string): void { write(2, text); }
  export function warn(text: string): void { write(3, text); }
  export function error(text: string): void { write(4, text); }
}

/** Random numbers from the world's stream: the same world, seed and tick give the same numbers. */
export namespace random {
  /** 64 random bits. */
  export function bits(): u64 { return hostRandom(); }
  /** From 0 up to, but without, 1. */
  export function unit(): f32 { return <f32>(hostRandom() >> 40) * <f32>5.9604644775390625e-8; }
  /** From `low` up to `high`. */
  export function range(low: f32, high: f32): f32 { return low + (high - low) * unit(); }
  /** A whole number from 0 up to, but without, `end`. */
  export function int(end: i32): i32 { return end <= 0 ? 0 : <i32>(((hostRandom() >> 32) * <u64>end) >> 32); }
  /** True once in `1 / probability` times. */
  export function chance(probability: f32): bool { return unit() < probability; }
}

/** The asset at a path under `assets/`, or 0. */
export function asset(path: string): Asset {
  let at = utf8(path);
  return hostAsset(at, utf8Bytes);
}

/** An asset's size in bytes, or -1. */
export function assetSize(handle: Asset): i32 { return hostAssetSize(handle); }

/** An asset's bytes; empty if it is not there. */
export function assetBytes(handle: Asset): Uint8Array {
  let bytes = new Uint8Array(max(hostAssetSize(handle), 0));
  if (bytes.length) hostAssetRead(handle, 0, bytes.dataStart, bytes.length);
  return bytes;
}

/** Hands bytes to the world; the same content gives the same blob. */
export function blob(bytes: Uint8Array): Blob { return hostBlob(bytes.dataStart, bytes.length); }

/** A blob's size in bytes, or -1. */
export function blobSize(handle: Blob): i32 { return hostBlobSize(handle); }

/** A blob's bytes; empty if it is not there. */
export function blobBytes(handle: Blob): Uint8Array {
  let bytes = new Uint8Array(max(hostBlobSize(handle), 0));
  if (bytes.length) hostBlobRead(handle, 0, bytes.dataStart, bytes.length);
  return bytes;
}

/** The plugin's settings, from its `plugin.json`. */
export namespace setting {
  /** The JSON text of a setting, or null if it is not set. */
  export function json(key: string): string | null {
    let at = utf8(key);
    let keyBytes = utf8Bytes;
    let bytes = hostSetting(at, keyBytes, 0, 0);
    if (bytes < 0) return null;
    let out = __value(bytes + 1);
    hostSetting(at, keyBytes, out, bytes);
    return String.UTF8.decodeUnsafe(out, bytes);
  }
  export function number(key: string, fallback: f64): f64 {
    let text = json(key);
    if (text === null) return fallback;
    let value = F64.parseFloat(text);
    return isNaN(value) ? fallback : value;
  }
  export function flag(key: string, fallback: bool): bool {
    let text = json(key);
    return text === null ? fallback : text == "true";
  }
  /** A setting that is a string; escapes other than \" and \\ stay as they are. */
  export function text(key: string, fallback: string): string {
    let quoted = json(key);
    if (quoted === null || quoted.length < 2 || quoted.charCodeAt(0) != 0x22) return fallback;
    return quoted.substring(1, quoted.length - 1).replaceAll("\\\"", "\"").replaceAll("\\\\", "\\");
  }
}

/** Where `throw`, `assert` and failed checks of the language end. */
// @ts-ignore: decorator
@global export function __abort(message: string | null = null, file: string | null = null, line: u32 = 0, column: u32 = 0): void {
  let text = utf8(message === null ? "stopped" : message);
  let textBytes = utf8Bytes;
  let name = utf8(file === null ? "" : file);
  hostPanic(text, textBytes, name, utf8Bytes, line, column);
  unreachable();
}

// --- Fields that are not plain numbers. ---

function writable(self: usize): void {
  if (__frame && self - load<usize>(__frame, 48) < load<usize>(__frame, 52)) throw new Error("A received message cannot be changed: make a new one");
}

/** Writes a text as UTF-8 into at most `capacity` bytes, without cutting a character; gives the bytes written. */
function writeText(at: usize, capacity: i32, text: string): i32 {
  if (String.UTF8.byteLength(text) <= capacity) return <i32>String.UTF8.encodeUnsafe(changetype<usize>(text), text.length, at, false, String.UTF8.ErrorMode.REPLACE);
  let all = utf8(text);
  let end = capacity;
  while (end > 0 && (load<u8>(all + end) & 0xc0) == 0x80) end--;
  memory.copy(at, all, end);
  return end;
}

// @ts-ignore: decorator
@global export function __chars(at: usize, capacity: i32): string {
  let bytes = 0;
  while (bytes < capacity && load<u8>(at + bytes)) bytes++;
  return String.UTF8.decodeUnsafe(at, bytes);
}

// @ts-ignore: decorator
@global export function __setChars(at: usize, capacity: i32, text: string): void {
  let bytes = writeText(at, capacity, text);
  memory.fill(at + bytes, 0, capacity - bytes);
}

// @ts-ignore: decorator
@global export function __text(self: usize, cell: usize): string {
  return String.UTF8.decodeUnsafe(self + load<u32>(self + cell), load<i32>(self + cell, 4));
}

// @ts-ignore: decorator
@global export function __setText(self: usize, cell: usize, region: usize, capacity: i32, text: string): void {
  writable(self);
  let bytes = writeText(self + region, capacity, text);
  store<u32>(self + cell, <u32>region);
  store<u32>(self + cell, bytes, 4);
}

/** Bytes of a message once the part behind `cell` is added to `at`. */
// @ts-ignore: decorator
@global export function __partEnd(self: usize, at: u32, cell: usize, stride: u32): u32 {
  return padded(at) + load<u32>(self + cell, 4) * stride;
}

// @ts-ignore: decorator
@global export function __packPart(self: usize, to: usize, at: u32, cell: usize, stride: u32): u32 {
  let start = padded(at);
  let bytes = load<u32>(self + cell, 4) * stride;
  memory.fill(to + at, 0, start - at);
  memory.copy(to + start, self + load<u32>(self + cell), bytes);
  store<u32>(to + cell, start);
  store<u32>(to + cell, load<u32>(self + cell, 4), 4);
  return start + bytes;
}

/** A field of a fixed number of values, or a message's list of up to `capacity`. */
// @ts-ignore: decorator
@unmanaged @final
export class List<T> {
  __data: usize;
  __cell: usize;
  __self: usize;
  __region: u32;
  /** How many values there are. */
  length: i32;
  /** How many there may be. */
  capacity: i32;

  // @ts-ignore: decorator
  @inline
  __stride(): usize {
    if (isReference<T>()) return changetype<T>(0).__bytes();
    else return sizeof<T>();
  }

  // @ts-ignore: decorator
  @operator("[]")
  at(index: i32): T {
    if (<u32>index >= <u32>this.length) throw new RangeError("Index " + index.toString() + " of a list of " + this.length.toString());
    if (isReference<T>()) return changetype<T>(this.__data + <usize>index * this.__stride());
    else return load<T>(this.__data + <usize>index * sizeof<T>());
  }

  // @ts-ignore: decorator
  @operator("[]=")
  put(index: i32, value: T): void {
    if (<u32>index >= <u32>this.length) throw new RangeError("Index " + index.toString() + " of a list of " + this.length.toString());
    writable(this.__self);
    this.__write(index, value);
  }

  __write(index: i32, value: T): void {
    if (isReference<T>()) memory.copy(this.__data + <usize>index * this.__stride(), changetype<usize>(value), this.__stride());
    else store<T>(this.__data + <usize>index * sizeof<T>(), value);
  }

  /** Adds a value at the end of a message's list; false if it is full. */
  push(value: T): bool {
    if (this.length >= this.capacity) return false;
    writable(this.__self);
    this.__data = this.__self + this.__region;
    store<u32>(this.__cell, this.__region);
    this.__write(this.length++, value);
    store<u32>(this.__cell, this.length, 4);
    return true;
  }

  /** Takes values over, as many as fit; returns how many. */
  assign(values: StaticArray<T>): i32 {
    writable(this.__self);
    let count = min(values.length, this.capacity);
    if (this.__cell) {
      this.__data = this.__self + this.__region;
      store<u32>(this.__cell, this.__region);
      store<u32>(this.__cell, count, 4);
      this.length = count;
    }
    for (let i = 0; i < count; i++) this.__write(i, values[i]);
    return count;
  }
}

/** A field of a fixed number of values: `@fixed(4) weights: Fixed<f32>`. */
export type Fixed<T> = List<T>;
/** Raw bytes in a message: `@capacity(1024) data: Bytes`. */
export type Bytes = List<u8>;

// @ts-ignore: decorator
@global export function __fixed<T>(at: usize, count: i32): List<T> {
  let list = changetype<List<T>>(__value(offsetof<List<T>>()));
  list.__data = at;
  list.__self = at;
  list.length = count;
  list.capacity = count;
  return list;
}

// @ts-ignore: decorator
@global export function __list<T>(self: usize, cell: usize, region: u32, capacity: i32): List<T> {
  let list = changetype<List<T>>(__value(offsetof<List<T>>()));
  list.__self = self;
  list.__cell = self + cell;
  list.__region = region;
  list.__data = self + load<u32>(self + cell);
  list.length = load<i32>(self + cell, 4);
  list.capacity = capacity;
  return list;
}

/** A message's field that holds one of several types: `@union("f32", "vec3") value: Union`. */
// @ts-ignore: decorator
@unmanaged @final
export class Union {
  __self: usize;
  __cell: usize;
  __region: u32;
  __capacity: u32;

  /** Which alternative it holds, from 0 in the order of `@union`. */
  get index(): i32 { return load<i32>(this.__cell); }

  /** The value as the type of its alternative. */
  as<T>(): T {
    let at = this.__self + load<u32>(this.__cell, 4);
    let bytes = load<u32>(this.__cell, 8);
    if (isString<T>()) return changetype<T>(String.UTF8.decodeUnsafe(at, bytes));
    else if (isReference<T>()) {
      if (bytes < <u32>changetype<T>(0).__bytes()) throw new Error("The union holds another alternative");
      return changetype<T>(at);
    } else {
      if (bytes < sizeof<T>()) throw new Error("The union holds another alternative");
      return load<T>(at);
    }
  }

  /** Sets it to a value of the alternative `index`. */
  set<T>(index: i32, value: T): void {
    writable(this.__self);
    let at = this.__self + this.__region;
    let bytes: u32 = 0;
    if (isString<T>()) {
      bytes = writeText(at, this.__capacity, changetype<string>(value));
    } else if (isReference<T>()) {
      bytes = value.__bytes();
      if (bytes > this.__capacity) throw new Error("The union has no alternative of that size");
      memory.copy(at, changetype<usize>(value), bytes);
    } else {
      bytes = sizeof<T>();
      if (bytes > this.__capacity) throw new Error("The union has no alternative of that size");
      store<T>(at, value);
    }
    store<i32>(this.__cell, index);
    store<u32>(this.__cell, this.__region, 4);
    store<u32>(this.__cell, bytes, 8);
  }
}

// @ts-ignore: decorator
@global export function __union(self: usize, cell: usize, region: u32, capacity: u32): Union {
  let union = changetype<Union>(__value(offsetof<Union>()));
  union.__self = self;
  union.__cell = self + cell;
  union.__region = region;
  union.__capacity = capacity;
  return union;
}

// --- The plugin's private state: records of key and bytes, found again by name. ---

let saved: usize = 0;
let savedBytes: usize = 0;

// @ts-ignore: decorator
@global export function __saveStart(bytes: usize): void {
  if (saved) heap.free(saved);
  saved = heap.alloc(bytes);
  savedBytes = 0;
}

// @ts-ignore: decorator
@global export function __saveField(key: string, at: usize, bytes: i32): void {
  let to = saved + savedBytes;
  let keyBytes = <i32>String.UTF8.encodeUnsafe(changetype<usize>(key), key.length, to + 8);
  store<u32>(to, keyBytes);
  store<u32>(to, bytes, 4);
  memory.copy(to + 8 + keyBytes, at, bytes);
  savedBytes += 8 + keyBytes + bytes;
}

// @ts-ignore: decorator
@global export function __saveEnd(): u64 {
  return (<u64>saved << 32) | <u64>savedBytes;
}

/** Copies the field of that name and type over, if the older version had it. False if the record is broken. */
// @ts-ignore: decorator
@global export function __restoreField(from: usize, total: i32, key: string, at: usize, bytes: i32): bool {
  let end = from + total;
  while (from + 8 <= end) {
    let keyBytes = load<u32>(from);
    let valueBytes = load<u32>(from, 4);
    let next = <u64>from + 8 + keyBytes + valueBytes;
    if (next > end) return false;
    if (valueBytes == bytes && String.UTF8.decodeUnsafe(from + 8, keyBytes) == key) {
      memory.copy(at, from + 8 + keyBytes, bytes);
      return true;
    }
    from = <usize>next;
  }
  return from == end;
}

let descriptor: ArrayBuffer | null = null;

// @ts-ignore: decorator
@global export function __descriptor(text: string): u64 {
  let encoded = String.UTF8.encode(text);
  descriptor = encoded;
  return (<u64>changetype<usize>(encoded) << 32) | <u64>encoded.byteLength;
}
