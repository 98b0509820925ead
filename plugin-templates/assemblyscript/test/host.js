// The host's side of the plugin ABI, as docs/plugin-abi.md has it: builds frames by hand.
import "../../target/toolchain/assemblyscript/compiler/serve.js";

/** Compiles sources (a map from path to text) of the plugin whose main file is PLUGIN/PLUGIN.ts. */
export function build(files, { plugin = "fish", optimise = false } = {}) {
  return JSON.parse(globalThis.vivariumAnswer(JSON.stringify({ plugin, main: plugin, optimise, files })));
}

export function good(source, options) {
  const built = build({ "fish/fish.ts": source }, options);
  if (!built.wasm) throw new Error(built.diagnostics.map(one => `${one.file}:${one.line}:${one.column} ${one.message}`).join("\n"));
  return built;
}

/** The errors of a bad plugin, as `line:column message`. */
export function problems(source, more = {}) {
  const built = build({ "fish/fish.ts": source, ...more });
  if (built.wasm) throw new Error("It compiled");
  return built.diagnostics.filter(one => one.severity === "error").map(one => `${one.line}:${one.column} ${one.message}`);
}

export class Panic extends Error {}

const HEADER_BYTES = 128;
const align = (at, to) => Math.ceil(at / to) * to;

export class Host {
  constructor(built, { settings = {}, assets = {}, commandBytes = 4096, messageBytes = 4096, handles = 4 } = {}) {
    this.logs = [];
    this.flushed = [];
    this.rows = new Map();
    this.commandBytes = commandBytes;
    this.messageBytes = messageBytes;
    this.handleCount = handles;
    this.nextHandle = 1000n;
    this.randomState = 0x9e3779b97f4a7c15n;
    const text = (ptr, bytes) => new TextDecoder("utf-8", { fatal: true }).decode(new Uint8Array(this.memory.buffer, ptr, bytes));
    const blobs = new Map();
    const read = (bytes, offset, ptr, length) => {
      if (!bytes) return -1;
      const part = bytes.subarray(offset, offset + length);
      new Uint8Array(this.memory.buffer).set(part, ptr);
      return part.length;
    };
    const assetNames = Object.keys(assets);
    const imports = {
      log: (level, ptr, bytes) => this.logs.push([level, text(ptr, bytes)]),
      panic: (ptr, bytes, filePtr, fileBytes, line, column) => {
        throw new Panic(`${text(filePtr, fileBytes)}:${line}:${column} ${text(ptr, bytes)}`);
      },
      random: () => this.randomState = BigInt.asUintN(64, this.randomState * 6364136223846793005n + 1442695040888963407n),
      row_of: (query, entity) => this.queries[query].findIndex(row => BigInt(row.id) === BigInt.asUintN(64, entity)),
      entity: () => this.nextHandle++,
      flush: () => this.take(),
      asset: (ptr, bytes) => BigInt(assetNames.indexOf(text(ptr, bytes)) + 1),
      asset_size: handle => assets[assetNames[Number(handle) - 1]]?.length ?? -1,
      asset_read: (handle, offset, ptr, bytes) => read(assets[assetNames[Number(handle) - 1]], offset, ptr, bytes),
      blob: (ptr, bytes) => {
        blobs.set(77n, new Uint8Array(this.memory.buffer.slice(ptr, ptr + bytes)));
        return 77n;
      },
      blob_size: handle => blobs.get(handle)?.length ?? -1,
      blob_read: (handle, offset, ptr, bytes) => read(blobs.get(handle), offset, ptr, bytes),
      setting: (keyPtr, keyBytes, out, capacity) => {
        const value = settings[text(keyPtr, keyBytes)];
        if (value === undefined) return -1;
        const utf8 = new TextEncoder().encode(JSON.stringify(value));
        if (utf8.length <= capacity) new Uint8Array(this.memory.buffer).set(utf8, out);
        return utf8.length;
      }
    };
    const module = new WebAssembly.Module(Buffer.from(built.wasm, "base64"));
    const instance = new WebAssembly.Instance(module, { vivarium: imports });
    this.exports = instance.exports;
    this.memory = this.exports.memory;
    this.exports._initialize?.();
    const where = this.exports.vivarium_descriptor();
    this.descriptor = JSON.parse(text(Number(BigInt.asUintN(32, where >> 32n)), Number(where & 0xffffffffn)));
  }

  get view() {
    return new DataView(this.memory.buffer);
  }

  system(name) {
    return this.descriptor.systems.findIndex(system => system.name === name);
  }

  /**
   * Runs a system. `queries`: for each query a list of chunks; a chunk is a list of rows
   * `{ id, columns: [[f32, ...] or Uint8Array, ...] }`, all alike; a column null in all is absent.
   * `inbox`: `{ channel, sender, payload }`. Gives columns after the run, commands and messages.
   */
  dispatch(name, { queries = [], inbox = [], tick = 7n, time = 1.5, delta = 0.5, reason = 0, side = 0 } = {}) {
    const index = this.system(name);
    const total = 1 << 20;
    const frame = this.exports.vivarium_reserve(index, total);
    if (frame % 16) throw new Error("not aligned");
    new Uint8Array(this.memory.buffer).fill(0, frame, frame + total);
    let at = frame + HEADER_BYTES;
    const take = bytes => {
      const start = at;
      at = align(at + bytes, 16);
      return start;
    };
    const view = this.view;
    const u32 = (to, value) => view.setUint32(to, value, true);
    this.frame = frame;
    this.queries = queries.map(chunks => chunks.flat());
    u32(frame, 0x46565656); u32(frame + 4, 1);
    view.setBigUint64(frame + 8, tick, true);
    view.setFloat64(frame + 16, time, true);
    view.setFloat32(frame + 24, delta, true);
    u32(frame + 28, reason); u32(frame + 32, side);
    const table = take(16 * queries.length);
    u32(frame + 36, queries.length); u32(frame + 40, table);
    const places = queries.map((chunks, q) => this.#layChunks(chunks, table + 16 * q, take, u32));
    const records = inbox.map(one => {
      const record = new Uint8Array(align(24 + one.payload.length, 8));
      const header = new DataView(record.buffer);
      header.setUint32(0, record.length, true);
      header.setUint16(4, one.channel, true);
      header.setBigUint64(8, BigInt(one.sender ?? 0), true);
      header.setUint32(16, one.payload.length, true);
      record.set(one.payload, 24);
      return record;
    });
    const inboxBytes = records.reduce((sum, record) => sum + record.length, 0);
    const inboxAt = take(inboxBytes);
    let to = inboxAt;
    for (const record of records) {
      new Uint8Array(this.memory.buffer).set(record, to);
      to += record.length;
    }
    u32(frame + 44, inbox.length); u32(frame + 48, inboxAt); u32(frame + 52, inboxBytes);
    u32(frame + 56, take(this.commandBytes)); u32(frame + 60, this.commandBytes);
    u32(frame + 68, take(this.messageBytes)); u32(frame + 72, this.messageBytes);
    const handles = take(8 * this.handleCount);
    for (let i = 0; i < this.handleCount; i++) view.setBigUint64(handles + 8 * i, BigInt(100 + i), true);
    u32(frame + 80, handles); u32(frame + 84, this.handleCount);
    for (const cell of [92, 96, 100]) view.setInt32(frame + cell, -1, true);
    this.flushed = [];
    this.flushes = 0;
    this.exports.vivarium_dispatch(index, frame);
    const columns = places.map(chunks => chunks.map(({ columns, rows }) =>
      columns.map(column => column && Array.from(new Float32Array(this.memory.buffer.slice(column.at, column.at + column.bytes * rows))))));
    this.take();
    const cells = [92, 96, 100].map(cell => this.view.getInt32(frame + cell, true));
    const used = this.view.getUint32(frame + 88, true);
    return { columns, cells, used, commands: this.flushed.filter(one => one.kind === "command"), messages: this.flushed.filter(one => one.kind === "message") };
  }

  #layChunks(chunks, entry, take, u32) {
    const columnCount = chunks[0]?.[0]?.columns.length ?? 0;
    const stride = align(8 + 4 * columnCount, 16);
    const start = take(stride * chunks.length);
    u32(entry, chunks.length); u32(entry + 4, start);
    u32(entry + 8, chunks.reduce((sum, rows) => sum + rows.length, 0)); u32(entry + 12, columnCount);
    return chunks.map((rows, c) => {
      const chunk = start + stride * c;
      const ids = take(8 * rows.length);
      rows.forEach((row, r) => this.view.setBigUint64(ids + 8 * r, BigInt(row.id), true));
      u32(chunk, rows.length); u32(chunk + 4, ids);
      const columns = [];
      for (let k = 0; k < columnCount; k++) {
        const first = rows[0]?.columns[k];
        if (!first) {
          columns.push(null);
          continue;
        }
        const bytes = first instanceof Uint8Array ? first.length : first.length * 4;
        const column = take(bytes * rows.length);
        rows.forEach((row, r) => {
          const value = row.columns[k];
          const raw = value instanceof Uint8Array ? value : new Uint8Array(Float32Array.from(value).buffer);
          new Uint8Array(this.memory.buffer).set(raw, column + bytes * r);
        });
        u32(chunk + 8 + 4 * k, column);
        columns.push({ at: column, bytes });
      }
      return { columns, rows: rows.length };
    });
  }

  /** Takes what stands in the buffers, as `flush` does. */
  take() {
    this.flushes++;
    const view = this.view;
    for (const [cell, kind] of [[56, "command"], [68, "message"]]) {
      const start = view.getUint32(this.frame + cell, true);
      const used = view.getUint32(this.frame + cell + 8, true);
      for (let at = start; at < start + used;) {
        const size = view.getUint32(at, true);
        if (size % 8 || size < 32) throw new Error(`a ${kind} of ${size} bytes`);
        const bytes = view.getUint32(at + 28, true);
        const head = {
          kind, op: view.getUint16(at + 4, true), index: view.getUint16(at + 6, true), id: view.getBigUint64(at + 8, true),
          cause: [view.getInt32(at + 16, true), view.getInt32(at + 20, true), view.getInt32(at + 24, true)]
        };
        const payload = new Uint8Array(this.memory.buffer.slice(at + 32, at + 32 + bytes));
        const padding = new Uint8Array(this.memory.buffer.slice(at + 32 + bytes, at + size));
        if (padding.length >= 8 || padding.some(byte => byte !== 0)) throw new Error("padding");
        this.flushed.push({ ...head, payload, floats: bytes % 4 ? [] : Array.from(new Float32Array(payload.buffer)) });
        at += size;
      }
      view.setUint32(this.frame + cell + 8, 0, true);
    }
  }
}
