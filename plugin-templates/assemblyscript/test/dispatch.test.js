import assert from "node:assert/strict";
import test from "node:test";
import { Host, Panic, good } from "./host.js";

const FISH = `
import { Transform, Velocity, Clock, Entity, Inbox, Vec3, Name, Parent, Primitive, Render, Reason, publish, publishTo, spawn, despawn, set, remove } from "vivarium";

/** Seconds since the last meal. */
@component class Hunger { @unit("s") @range(0, 120) since: f32 = 0; }
@tag class Dead {}
@message("local") class Starving { fish: Entity; since: f32 = 0; @capacity(32) why: string; }
@query class Fish { @write transform: Transform; velocity: Velocity; @write hunger: Hunger; @without dead: Dead; @optional parent: Parent | null; }
@state class Memory { visits: i32; home: Vec3 = new Vec3(1, 2, 3); }

@system("postInit")
function start(clock: Clock): void {
  if (clock.reason != Reason.Fresh) return;
  for (let i = 0; i < 6; i++) {
    let fish = spawn();
    set(fish, new Transform(new Vec3(<f32>i, 2, 3)));
    set<Dead>(fish);
  }
}

@system("update")
function swim(fish: Fish, others: Fish, clock: Clock, memory: Memory): void {
  memory.visits++;
  while (fish.next()) {
    fish.transform.position.addScaled(fish.velocity.linear, clock.delta);
    fish.hunger.since += clock.delta;
    if (fish.hunger.since > 60) publish(new Starving(fish.entity, fish.hunger.since, "no food"));
    while (others.next()) {
      if (others.entity == fish.entity) break;
    }
  }
}

@system("postUpdate")
function bury(starving: Inbox<Starving>): void {
  while (starving.next()) {
    if (starving.message.why != "no food") continue;
    remove<Hunger>(starving.message.fish);
    despawn(starving.message.fish);
    if (starving.sender) publishTo(starving.sender, new Starving(starving.message.fish, 1, "gone é"));
  }
}
`;

const transform = x => [x, 0, 0, 0, 0, 0, 1, 1, 1, 1];
const row = (id, x, speed, hunger) => ({ id, columns: [transform(x), [speed, 0, 0, 0, 0, 0], [hunger], null] });
const twoChunks = () => [[row(11, 0, 2, 0), row(12, 10, 4, 70)], [], [row(13, 20, 6, 80)]];

for (const optimise of [false, true]) {
  const gear = optimise ? "optimised" : "quick";

  test(`a loop reads and writes columns over all chunks (${gear})`, () => {
    const host = new Host(good(FISH, { optimise }));
    const ran = host.dispatch("swim", { queries: [twoChunks(), twoChunks()] });
    assert.deepEqual(ran.columns[0][0][0].filter((_, i) => i % 10 === 0), [1, 12]);
    assert.deepEqual(ran.columns[0][2][0][0], 23);
    assert.deepEqual(ran.columns[0][0][2], [0.5, 70.5]);
    assert.deepEqual(ran.columns[0][2][2], [80.5]);
    assert.deepEqual(ran.cells, [-1, -1, -1]);
  });

  test(`a message carries its channel, its cause and its packed text (${gear})`, () => {
    const host = new Host(good(FISH, { optimise }));
    const { messages } = host.dispatch("swim", { queries: [twoChunks(), twoChunks()] });
    assert.equal(messages.length, 2);
    assert.deepEqual(messages.map(one => one.cause), [[0, 1, -1], [0, 2, -1]]);
    const view = new DataView(messages[0].payload.buffer);
    assert.equal(messages[0].op, 0);
    assert.equal(view.getBigUint64(0, true), 12n);
    assert.equal(view.getFloat32(8, true), 70.5);
    assert.deepEqual([view.getUint32(12, true), view.getUint32(16, true)], [24, 7]);
    assert.equal(new TextDecoder().decode(messages[0].payload.subarray(24)), "no food");
  });

  test(`spawning uses the reserved handles first, in order (${gear})`, () => {
    const host = new Host(good(FISH, { optimise }));
    const { commands, used } = host.dispatch("start", { reason: 1 });
    assert.equal(used, 4);
    assert.deepEqual(commands.filter(one => one.op === 1).map(one => one.id), [100n, 101n, 102n, 103n, 1000n, 1001n]);
    const sets = commands.filter(one => one.op === 3);
    const transformIndex = host.descriptor.components.findIndex(one => one.use === "vivarium/Transform");
    assert.deepEqual(sets[2].floats, [1, 2, 3, 0, 0, 0, 1, 1, 1, 1]);
    assert.equal(sets[2].index, transformIndex);
    assert.equal(sets[1].index, host.descriptor.components.findIndex(one => one.name === "Dead"));
    assert.equal(sets[1].payload.length, 0);
  });

  test(`an inbox gives only its channel's messages, with the sender (${gear})`, () => {
    const host = new Host(good(FISH, { optimise }));
    const payload = new Uint8Array(31);
    const view = new DataView(payload.buffer);
    view.setBigUint64(0, 12n, true);
    view.setUint32(12, 24, true);
    view.setUint32(16, 7, true);
    payload.set(new TextEncoder().encode("no food"), 24);
    const inbox = [{ channel: 5, payload: new Uint8Array(3) }, { channel: 0, sender: 9, payload }];
    const { commands, messages, cells } = host.dispatch("bury", { inbox });
    assert.deepEqual(commands.map(one => [one.op, one.id, ...one.cause]), [[4, 12n, -1, -1, 1], [2, 12n, -1, -1, 1]]);
    assert.equal(messages[0].id, 9n);
    assert.equal(messages[0].index, 1);
    assert.equal(new TextDecoder().decode(messages[0].payload.subarray(24)), "gone é");
    assert.deepEqual(cells, [-1, -1, -1]);
  });
}

test("a full buffer is flushed and nothing is lost", () => {
  const host = new Host(good(FISH), { commandBytes: 160 });
  const { commands } = host.dispatch("start", { reason: 1 });
  assert.equal(commands.length, 18);
  assert.ok(host.flushes > 5);
});

test("memory does not grow and the heap does not move over 10,000 dispatches", () => {
  const after = dispatches => {
    const host = new Host(good(FISH));
    for (let i = 0; i < dispatches; i++) {
      host.dispatch("swim", { queries: [twoChunks(), twoChunks()] });
      if (i % 100 === 0) host.exports.vivarium_collect();
    }
    return { bytes: host.memory.buffer.byteLength, frame: host.frame, nextOnTheHeap: host.exports.vivarium_reserve(-1, 64) };
  };
  assert.deepEqual(after(10_000), after(10));
});

test("private state is saved and restored by name, over a change of its fields", () => {
  const host = new Host(good(FISH));
  for (let i = 0; i < 3; i++) host.dispatch("swim", { queries: [twoChunks(), twoChunks()] });
  const saved = host.exports.vivarium_save();
  const bytes = new Uint8Array(host.memory.buffer.slice(Number(saved >> 32n), Number(saved >> 32n) + Number(saved & 0xffffffffn)));
  const changed = FISH
    .replace("visits: i32; home", "extra: f64; visits: i32; gone: u8; home")
    .replace("memory.visits++;", `memory.visits++; if (memory.visits == 4 && memory.home.z == 3) despawn(42);`);
  const next = new Host(good(changed));
  const to = next.exports.vivarium_reserve(-1, bytes.length);
  new Uint8Array(next.memory.buffer).set(bytes, to);
  assert.equal(next.exports.vivarium_restore(to, bytes.length, 1), 0);
  const { commands } = next.dispatch("swim", { queries: [twoChunks(), twoChunks()] });
  assert.deepEqual(commands.map(one => one.id), [42n]);
  assert.equal(next.exports.vivarium_restore(to, bytes.length - 3, 1), 1);
});

test("a migration is called for all rows", () => {
  const host = new Host(good(`
    @component @version(2) class Hunger { minutes: f32; fed: bool = true; }
    @layout class OldHunger { fed: bool; seconds: f32; }
    @migrate(1) function fromSeconds(old: OldHunger, now: Hunger): void { now.minutes = old.seconds / 60; now.fed = !old.fed; }
  `));
  assert.deepEqual(host.descriptor.components[0].migratesFrom, [1]);
  const at = host.exports.vivarium_reserve(-1, 64);
  const view = host.view;
  view.setUint8(at, 1); view.setFloat32(at + 4, 120, true);
  view.setUint8(at + 8, 0); view.setFloat32(at + 12, 60, true);
  assert.equal(host.exports.vivarium_migrate(0, 1, 2, at, at + 32), 0);
  assert.deepEqual([view.getFloat32(at + 32, true), view.getUint8(at + 36)], [2, 0]);
  assert.deepEqual([view.getFloat32(at + 40, true), view.getUint8(at + 44)], [1, 1]);
  assert.equal(host.exports.vivarium_migrate(0, 7, 2, at, at + 32), 1);
});

test("throw and assert end as a panic at their place", () => {
  const host = new Host(good(`
@system("update")
function fail(): void {
  throw new Error("no é water");
}`));
  assert.throws(() => host.dispatch("fail"), error => error instanceof Panic && error.message === "fish/fish.ts:4:3 no é water");
});

test("optional columns are null where a chunk lacks them, find goes to an entity's row", () => {
  const host = new Host(good(`
    import { Velocity, Transform, Entity, log } from "vivarium";
    @query class Things { transform: Transform; @optional velocity: Velocity | null; }
    @system("update") function look(things: Things): void {
      while (things.next()) {
        const velocity = things.velocity;
        log.info(things.row.toString() + " " + (velocity ? velocity.linear.x.toString() : "-"));
      }
      log.info(things.find(3).toString() + things.transform.position.x.toString() + " " + things.find(9).toString() + " " + things.count.toString());
    }`));
  host.dispatch("look", { queries: [[[{ id: 1, columns: [transform(5), null] }], [{ id: 2, columns: [transform(6), [8, 0, 0, 0, 0, 0]] }, { id: 3, columns: [transform(7), [9, 0, 0, 0, 0, 0]] }]]] });
  assert.deepEqual(host.logs.map(([, text]) => text), ["0 -", "1 8.0", "2 9.0", "true7.0 false 3"]);
});

test("every kind of field goes through memory as the ABI lays it out", () => {
  const host = new Host(good(`
    import { Vec2, Quat, Mat4, Color, Entity, Asset, Blob, Fixed, List, Bytes, Union, Vec3, publish, Inbox, log } from "vivarium";
    enum Mood { Calm, Wild }
    @message("remote") class All {
      a: i8 = -1; b: u64 = 7; c: Vec2 = new Vec2(1, 2); mood: Mood = Mood.Wild; @fixed(3) d: Fixed<u16>; e: bool = true; @capacity(5) f: string = "hé";
      @capacity(4) g: List<Vec3>; @capacity(8) h: Bytes; @union("f32", "vec3", "string<9>") i: Union; q: Quat = new Quat();
    }
    @system("update") function send(): void {
      let all = new All();
      all.d[1] = 515;
      all.g.push(new Vec3(1, 2, 3));
      all.g.push(new Vec3(4, 5, 6));
      all.h.push(9);
      all.i.set<string>(2, "union");
      publish(all);
    }
    @system("update") function get(all: Inbox<All>): void {
      while (all.next()) {
        const m = all.message;
        log.info([m.a.toString(), m.b.toString(), m.c.y.toString(), (m.mood == Mood.Wild).toString(), m.d[1].toString(), m.d.length.toString(), m.e.toString(), m.f,
          m.g.length.toString(), m.g[1].z.toString(), m.h[0].toString(), m.i.index.toString(), m.i.as<string>(), m.q.w.toString()].join(" "));
        m.f = "x";
      }
    }`));
  assert.deepEqual(host.descriptor.messages[0].fields.map(one => one.type), [
    "i8", "u64", "vec2", "enum(Calm,Wild)", "u16[3]", "bool", "string<5>", "list<vec3,4>", "bytes<8>", "union<f32|vec3|string<9>>", "quat"]);
  const { messages: [{ payload }] } = host.dispatch("send");
  const view = new DataView(payload.buffer);
  assert.deepEqual([view.getInt8(0), view.getBigUint64(8, true), view.getFloat32(20, true), view.getUint8(24), view.getUint16(28, true), view.getUint8(32)], [-1, 7n, 2, 1, 515, 1]);
  const fixed = 36 + 8 * 3 + 12 + 16;
  assert.deepEqual([view.getUint32(36, true), view.getUint32(40, true)], [fixed, 3]);
  assert.equal(fixed % 8, 0);
  assert.deepEqual([view.getUint32(44, true), view.getUint32(48, true)], [fixed + 8, 2]);
  assert.throws(() => host.dispatch("get", { inbox: [{ channel: 0, payload }] }), /A received message cannot be changed/);
  assert.deepEqual(host.logs, [[2, "-1 7 2.0 true 515 3 true hé 2 6.0 9 2 union 1.0"]]);
});

test("strings are cut between characters, settings and assets arrive", () => {
  const host = new Host(good(`
    import { Name, spawn, set, setting, asset, assetBytes, assetSize, blob, blobBytes, log, random } from "vivarium";
    @component class Tiny { @capacity(3) text: string; }
    @system("update") function go(): void {
      set(spawn(), new Tiny("aé€"));
      log.warn(setting.number("speed", 1).toString() + setting.text("name", "?") + setting.flag("on", false).toString() + setting.text("none", "-"));
      log.info(assetBytes(asset("a.txt"))[1].toString() + " " + asset("b").toString() + " " + assetSize(9).toString());
      log.info(blobBytes(blob(assetBytes(asset("a.txt")))).length.toString());
      let r = random.range(2, 3);
      log.info((r >= 2 && r < 3 && random.int(5) < 5).toString());
    }`), { settings: { speed: 2.5, name: "a \"b\"", on: true }, assets: { "a.txt": Uint8Array.of(1, 65, 3) } });
  const { commands } = host.dispatch("go");
  assert.deepEqual(Array.from(commands[1].payload), [0x61, 0xc3, 0xa9]);
  assert.deepEqual(host.logs.map(([, text]) => text), ["2.5a \"b\"true-", "65 0 -1", "3", "true"]);
});
