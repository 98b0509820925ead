// The compiler as one function from a request to a response, both JSON text: `globalThis.vivariumCompile`.
import { readFileSync, readdirSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { Compiler } from "./compiler.js";

const MAX_FILE_BYTES = 1 << 20;

// Standard output carries the responses.
console.log = console.info = console.debug = console.error;

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const compiler = new Compiler(filesIn(join(root, "node_modules/assemblyscript/std/assembly")), filesIn(join(root, "sdk")));

/** The texts of the sources below a folder, by path without extension. */
function filesIn(folder) {
  const names = readdirSync(folder, { recursive: true }).filter(name => name.endsWith(".ts") && !name.endsWith(".d.ts"));
  return Object.fromEntries(names.sort().map(name =>
    [name.substring(0, name.length - 3).replaceAll(sep, "/"), readFileSync(join(folder, name), "utf8")]));
}

const sample = readFileSync(new URL("sample.ts", import.meta.url), "utf8");

/** Compiles a sample, to be faster afterwards; gives what is wrong with it, or "". */
globalThis.vivariumWarmUp = optimise => {
  const { wasm, diagnostics } = respond({ plugin: "sample", main: "sample", optimise, files: { "sample/sample.ts": sample } });
  return wasm ? "" : diagnostics.map(one => `${one.line}:${one.column} ${one.message}`).join("\n");
};

globalThis.vivariumCompile = text => JSON.stringify(respond(JSON.parse(text)));

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

function problem(file, message) {
  return { severity: "error", file, line: 1, column: 1, endColumn: 2, message };
}

/** Reads `PLUGIN/...` from the plugin's folder and, in a project, `OTHER/...` from the plugins beside it. */
function reader(plugin, folder, problems) {
  const own = realpathSync(folder);
  const beside = basename(dirname(own)) === "plugins" ? dirname(own) : null;
  return path => {
    const [first, ...rest] = path.split("/");
    const root = first === plugin ? own : beside;
    if (root === null || path.startsWith("..") || path.startsWith("/")) return null;
    const file = join(root, ...(first === plugin ? rest : [first, ...rest]));
    let real;
    try {
      real = realpathSync(file);
    } catch {
      return null;
    }
    if (!real.startsWith(root + sep)) return null;
    const { size } = statSync(real);
    if (size > MAX_FILE_BYTES) {
      problems.push(problem(path, `The file has ${size} bytes; a source file can have ${MAX_FILE_BYTES}.`));
      return null;
    }
    return readFileSync(real, "utf8");
  };
}
