import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { Host, build } from "./host.js";

const templates = new URL("../../templates/", import.meta.url);
const docs = new URL("../../../docs/assemblyscript.md", import.meta.url);
const read = path => readFileSync(new URL(path, templates), "utf8");

test("the plugin template builds without a warning and runs", () => {
  for (const name of ["drifters", "my-plugin-2"]) {
    const source = read("plugin-assemblyscript/__NAME__.ts").replaceAll("__NAME__", name);
    const built = build({ [`${name}/${name}.ts`]: source }, { plugin: name });
    assert.deepEqual(built.diagnostics, []);
    const host = new Host(built, { commandBytes: 8192 });
    assert.equal(host.dispatch("begin", { reason: 1 }).commands.length, 100);
    assert.equal(host.dispatch("begin", { reason: 3 }).commands.length, 0);
    const row = { id: 1, columns: [[0, 0, 0, 0, 0, 0, 1, 1, 1, 1], [4, 0, 0, 0, 0, 0], [9]] };
    const { messages, columns } = host.dispatch("drift", { queries: [[[row]]] });
    assert.equal(messages.length, 1);
    assert.deepEqual(columns[0][0].map(column => column[0]), [2, -4, 0]);
  }
});

test("the project template opens the plugin template at the line to change", () => {
  const { file, line } = JSON.parse(read("project/world.json")).firstEdit;
  assert.equal(file, "plugins/__NAME__/__NAME__.ts");
  assert.match(read("plugin-assemblyscript/__NAME__.ts").split("\n")[line - 1], /change me/);
});

test("the sample that warms the compiler up compiles", () => {
  for (const optimise of [false, true]) assert.equal(globalThis.vivariumWarmUp(optimise), "");
});

test("every example in the documentation compiles", () => {
  const examples = [...readFileSync(docs, "utf8").matchAll(/```ts(?: (bad))?\n([^]*?)```/g)];
  assert.ok(examples.length >= 6);
  const tide = `@component export class Tide { height: f32; }`;
  for (const [, bad, source] of examples) {
    const built = build({ "fish/fish.ts": source, "tide/tide.ts": tide });
    if (bad) assert.equal(built.wasm, undefined, source);
    else assert.deepEqual(built.diagnostics, [], source);
  }
});
