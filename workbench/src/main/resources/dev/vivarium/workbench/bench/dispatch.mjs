// The dispatch of the benchmark's system "move" in V8: node dispatch.mjs MODULE.wasm COUNT
// Lays a frame out as docs/plugin-abi.md says, then dispatches again and again and copies the written
// column out, comparing it with what the host has, as the world does. Prints microseconds a dispatch.
import { readFileSync } from "node:fs";

const [path, countText] = process.argv.slice(2);
const count = Number(countText);
const none = () => 0;
const imports = { vivarium: new Proxy({}, { get: () => none }) };
const module = new WebAssembly.Module(readFileSync(path));
const needed = { vivarium: {} };
for (const entry of WebAssembly.Module.imports(module)) {
  needed.vivarium[entry.name] = entry.name === "random" || entry.name === "entity" ? () => 0n : imports.vivarium[entry.name];
}
const { exports } = new WebAssembly.Instance(module, needed);
if (exports._initialize) exports._initialize();
const span = exports.vivarium_descriptor();
const at = Number(span >> 32n);
const descriptor = JSON.parse(Buffer.from(exports.memory.buffer, at, Number(span & 0xffffffffn)).toString());
const system = descriptor.systems.findIndex(s => s.name === "move");

const align = n => (n + 15) & ~15;
const HEADER = 128;
const chunkAt = HEADER + 16;
const commandsAt = align(chunkAt + 16);
const messagesAt = commandsAt + 4096;
const idsAt = messagesAt + 4096;
const positionAt = align(idsAt + count * 8);
const motionAt = align(positionAt + count * 12);
const total = align(motionAt + count * 24) + 64;
const frame = exports.vivarium_reserve(system, total);
const memory = exports.memory.buffer;
const view = new DataView(memory, frame, total);
view.setUint32(0, 0x46565656, true);
view.setUint32(4, 1, true);
view.setFloat32(24, 1 / 60, true);
view.setUint32(36, 1, true);
view.setUint32(40, frame + HEADER, true);
view.setUint32(48, frame + total - 64, true);
view.setUint32(56, frame + commandsAt, true);
view.setUint32(60, 4096, true);
view.setUint32(68, frame + messagesAt, true);
view.setUint32(72, 4096, true);
view.setUint32(HEADER, count ? 1 : 0, true);
view.setUint32(HEADER + 4, frame + chunkAt, true);
view.setUint32(HEADER + 8, count, true);
view.setUint32(HEADER + 12, 2, true);
view.setUint32(chunkAt, count, true);
view.setUint32(chunkAt + 4, frame + idsAt, true);
view.setUint32(chunkAt + 8, frame + positionAt, true);
view.setUint32(chunkAt + 12, frame + motionAt, true);

const position = new Int32Array(count * 3);
const written = new Int32Array(count);
const inside = new Int32Array(memory, frame + positionAt, count * 3);
const motion = new Float32Array(count * 6).fill(1.5);
new Float32Array(memory, frame + motionAt, count * 6).set(motion);

let tick = 0;
function dispatch() {
  tick++;
  view.setInt32(92, -1, true);
  view.setInt32(96, -1, true);
  view.setInt32(100, -1, true);
  exports.vivarium_dispatch(system, frame);
  for (let row = 0; row < count; row++) {
    const i = row * 3;
    if (inside[i] !== position[i] || inside[i + 1] !== position[i + 1] || inside[i + 2] !== position[i + 2]) {
      position[i] = inside[i];
      position[i + 1] = inside[i + 1];
      position[i + 2] = inside[i + 2];
      written[row] = tick;
    }
  }
}

let calls = 1;
let seconds = 0;
while (seconds < 0.4) {
  calls *= 2;
  const start = process.hrtime.bigint();
  for (let i = 0; i < calls; i++) dispatch();
  seconds = Number(process.hrtime.bigint() - start) / 1e9;
}
const batches = [];
for (let batch = 0; batch < 9; batch++) {
  const start = process.hrtime.bigint();
  for (let i = 0; i < calls; i++) dispatch();
  batches.push(Number(process.hrtime.bigint() - start) / 1e3 / calls);
}
batches.sort((a, b) => a - b);
console.log(batches[4]);
