import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import "../../target/toolchain/assemblyscript/compiler/language.js";

const { vivariumAnswer, vivariumWarmUp } = globalThis;

/** A folder of plugins with one plugin, `tide`, that has nothing wrong on disk. */
function project(t) {
  const folder = mkdtempSync(join(tmpdir(), "language-"));
  t.after(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, "tide"));
  writeFileSync(join(folder, "tide/plugin.json"), JSON.stringify({ main: "tide.ts" }));
  writeFileSync(join(folder, "tide/tide.ts"), "export const HEIGHT: f32 = 1;\n");
  return folder;
}

function ask(folder, act, request, changes = {}) {
  const { result, problem } = JSON.parse(vivariumAnswer(JSON.stringify({ folder, act, changes, ...request })));
  assert.equal(problem, undefined);
  return result;
}

test("what is typed and not saved outlives a warm-up between two requests", t => {
  const folder = project(t);
  const typed = { "tide/tide.ts": "export const HEIGHT: f32 = low;\n" };
  assert.equal(ask(folder, "check", { plugin: "tide" }, typed).length, 1);
  assert.equal(vivariumWarmUp(), "");
  assert.equal(ask(folder, "check", { plugin: "tide" }).length, 1);
});
