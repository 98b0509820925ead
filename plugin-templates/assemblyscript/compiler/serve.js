// The compiler as one function from a request to a response, both JSON text: `globalThis.vivariumAnswer`.
import { readFileSync } from "node:fs";
import { Compiler } from "./compiler.js";
import { libraries, problem, reader } from "./sources.js";

// Standard output carries the responses.
console.log = console.info = console.debug = console.error;

const compiler = new Compiler(...libraries());

const sample = readFileSync(new URL("sample.ts", import.meta.url), "utf8");

/** Compiles a sample, to be faster afterwards; gives what is wrong with it, or "". */
globalThis.vivariumWarmUp = optimise => {
  const { wasm, diagnostics } = respond({ plugin: "sample", main: "sample", optimise, files: { "sample/sample.ts": sample } });
  return wasm ? "" : diagnostics.map(one => `${one.line}:${one.column} ${one.message}`).join("\n");
};

globalThis.vivariumAnswer = text => JSON.stringify(respond(JSON.parse(text)));

/** `{ plugin, folder, main, optimise }`, or with `files` (a map from path to text) in place of `folder`. */
function respond({ plugin, folder, main, optimise, files }) {
  const started = performance.now();
  const problems = [];
  const read = files ? path => files[path] ?? null : reader(plugin, folder, problems);
  try {
    const built = compiler.compile({ plugin, main: `${plugin}/${main.replace(/\.ts$/, "")}`, read, optimise });
    return {
      ms: performance.now() - started,
      laps: built.laps,
      diagnostics: [...problems, ...built.diagnostics],
      ...(built.wasm && {
        wasm: Buffer.from(built.wasm).toString("base64"),
        map: built.map,
        descriptor: built.descriptor
      })
    };
  } catch (error) {
    const message = `The compiler failed: ${error.message}. Please report it with the source that caused it.`;
    console.error(error.stack);
    return { ms: performance.now() - started, laps: [], diagnostics: [...problems, problem(`${plugin}/${main}`, message)] };
  }
}
