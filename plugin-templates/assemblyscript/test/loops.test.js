import assert from "node:assert/strict";
import test from "node:test";
import { Host, Panic, good, problems } from "./host.js";

const HEAD = `
import { Transform, Velocity, Clock, Entity, publish, log } from "vivarium";
@message("local") class Seen { who: Entity; row: i32; }
@query class Things { @write transform: Transform; @optional velocity: Velocity | null; fish(): i32 { return this.row; } }
`;
const transform = x => [x, 0, 0, 0, 0, 0, 1, 1, 1, 1];
const still = (id, x) => ({ id, columns: [transform(x), null] });
const moving = (id, x, speed) => ({ id, columns: [transform(x), [speed, 0, 0, 0, 0, 0]] });
const chunks = () => [[still(1, 10), still(2, 20)], [], [moving(3, 30, 4), moving(4, 40, 8)], []];

for (const optimise of [false, true]) {
  const gear = optimise ? "optimised" : "quick";
  const run = (body, { helpers = "", queries = [chunks(), chunks()] } = {}) => {
    const source = `${HEAD}${helpers}
      @system("update") function go(a: Things, b: Things, clock: Clock): void { ${body} }`;
    const host = new Host(good(source, { optimise }));
    const ran = host.dispatch("go", { queries });
    return { ...ran, said: host.logs.map(([, text]) => text), xs: ran.columns[0].flatMap(([column]) => (column ?? []).filter((_, i) => i % 10 === 0)) };
  };
  const it = (what, body) => test(`${what} (${gear})`, body);

  it("rows of all chunks are read and written, also where a column is absent", () => {
    const { xs, cells } = run(`while (a.next()) {
      const velocity = a.velocity;
      a.transform.position.x += velocity ? velocity.linear.x * clock.delta : <f32>a.row;
    }`);
    assert.deepEqual(xs, [10, 21, 32, 44]);
    assert.deepEqual(cells, [-1, -1, -1]);
  });

  it("two parameters of one query loop inside each other, each message with its cause", () => {
    const { messages } = run(`while (a.next()) {
      publish(new Seen(a.entity, a.row));
      while (b.next()) { if (b.entity == a.entity) { publish(new Seen(b.entity, 9)); continue; } }
      publish(new Seen(a.entity, a.row));
    }`);
    assert.deepEqual(messages.map(one => one.cause.slice(0, 2)),
      [0, 1, 2, 3].flatMap(row => [[0, row], [1, row], [0, row]]));
    assert.deepEqual(messages.map(one => one.payload[0]), [1, 2, 3, 4].flatMap(id => [id, id, id]));
  });

  it("a break leaves the view at its row, and next() goes on from there", () => {
    const { said } = run(`while (a.next()) { if (a.row == 1) break; }
      log.info(a.entity.toString() + " " + a.row.toString() + " " + a.transform.position.x.toString());
      if (a.next()) log.info(a.entity.toString());
      while (a.next()) if (a.row == 3) break;
      log.info(a.entity.toString());`);
    assert.deepEqual(said, ["2 1 20.0", "3", "4"]);
  });

  it("breaks of a switch and of an inner loop leave only those", () => {
    const { said } = run(`while (a.next()) {
      switch (a.row) { case 0: continue; case 1: break; default: log.info("row " + a.row.toString()); }
      for (let i = 0; i < 9; i++) { if (i == a.row) break; }
      while (b.next()) { if (b.row == 2) break; }
      log.info(a.entity.toString() + b.entity.toString());
    }`);
    assert.deepEqual(said, ["23", "row 2", "33", "row 3", "43"]);
  });

  it("a return leaves the view at its row for the caller", () => {
    const helpers = `function seek(q: Things, x: f32): i32 { while (q.next()) if (q.transform.position.x >= x) return q.row; return -1; }`;
    const { said } = run(`log.info(seek(a, 25).toString() + " " + a.entity.toString()); log.info(seek(a, 99).toString());`, { helpers });
    assert.deepEqual(said, ["2 3", "-1"]);
  });

  it("a view that is moved in its own loop goes on from where it was moved to", () => {
    const helpers = `function skip(q: Things): void { q.next(); }`;
    assert.deepEqual(run(`while (a.next()) { log.info(a.row.toString()); a.find(4); }`).said, ["0"]);
    assert.deepEqual(run(`while (a.next()) { log.info(a.row.toString()); a.next(); }`).said, ["0", "2"]);
    assert.deepEqual(run(`while (a.next()) { log.info(a.row.toString()); skip(a); }`, { helpers }).said, ["0", "2"]);
    assert.deepEqual(run(`const other = a; while (a.next()) { log.info(other.row.toString()); other.seek(2); if (a.row == 2) break; }`).said, ["0"]);
  });

  it("another view may be moved inside the loop, and methods of a query know their row", () => {
    const { said } = run(`while (a.next()) {
      if (b.find(a.entity)) log.info(b.transform.position.x.toString());
    }
    while (a.next()) log.info(a.fish().toString());
    while (a.next() && a.row < 1) log.info("one");`);
    assert.deepEqual(said, ["10.0", "20.0", "30.0", "40.0", "0", "1", "2", "3", "one"]);
  });

  it("a whole component is assigned at its row", () => {
    const { xs } = run(`while (a.next()) { if (a.row == 2) a.transform = new Transform(); }`);
    assert.deepEqual(xs, [10, 20, 0, 40]);
  });

  it("a loop without rows is not entered", () => {
    assert.deepEqual(run(`while (a.next()) log.info("row"); while (b.next()) log.info("row");`, { queries: [[], [[]]] }).said, []);
  });

  it("a name used again for something else keeps its meaning", () => {
    const { said } = run(`while (b.next()) { const list = [3, 1]; list.sort((a, c) => a - c); log.info(list[0].toString()); break; }
      while (a.next()) { const clock = new Seen(a.entity, 7); log.info(clock.row.toString()); break; }`);
    assert.deepEqual(said, ["1", "7"]);
  });

  it("a failure in a loop is placed at the author's line", () => {
    const source = `${HEAD}@system("update") function go(a: Things): void {\n  while (a.next()) {\n    if (a.row == 1)\n      throw new Error("row " + a.row.toString());\n  }\n}`;
    const host = new Host(good(source, { optimise }));
    assert.throws(() => host.dispatch("go", { queries: [chunks()] }), error => error instanceof Panic && error.message === "fish/fish.ts:8:7 row 1");
  });
}

test("errors in a loop stand where the author wrote them", () => {
  const source = body => `${HEAD}@system("update") function go(a: Things): void {\n  while (a.next()) {\n    ${body}\n  }\n}`;
  assert.match(problems(source("a.velocity.linear.x = 1;"))[0], /^7:5 'a\.velocity' is only read/);
  assert.match(problems(source("let x: i32 = a.velocity.linear.x;"))[0], /^7:18 Type '\S+Velocity \| null' is not assignable/);
  assert.match(problems(source("let x: string = a.entity;"))[0], /^7:21 Type 'u64' is not assignable/);
  assert.match(problems(source("a.transform.position.w = 1;"))[0], /^7:26 Property 'w' does not exist/);
});

test("the same source gives the same module again", () => {
  const source = `${HEAD}@system("update") function go(a: Things): void { while (a.next()) a.transform.position.x = 1; }`;
  assert.equal(good(source).wasm, good(source).wasm);
});

test("what runs once a chunk is no part of an optimised system, so that the JVM can inline the rest", () => {
  const source = `${HEAD}@system("update") function go(a: Things): void { while (a.next()) a.transform.position.x = 1; }`;
  const module = new WebAssembly.Module(Buffer.from(good(source, { optimise: true }).wasm, "base64"));
  const names = Buffer.from(WebAssembly.Module.customSections(module, "name")[0]).toString();
  for (const each of ["__open", "__advance"]) assert.ok(names.includes(`__Query#${each}`), each);
});
