// The sources that the language service sees: the plugins of a project with what is typed but not saved,
// the SDK, and the language's library.
import { readFileSync, readdirSync, realpathSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import ts from "typescript";
import { Augmented } from "./augment.js";
import { MAX_FILE_BYTES, libraries, root } from "./sources.js";

const MAX_FILES = 2000;
const LOOK_AGAIN_MS = 500;

const PROJECT = "/project/";
const SDK = "/sdk/";
const LIBRARY = "/lib/assemblyscript.d.ts";
const GLOBALS = "/globals.d.ts";
const SHOWN_LIBRARY = "~lib/assemblyscript.d.ts";
const SHOWN_GLOBALS = "~lib/globals.d.ts";

const OPTIONS = {
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  noLib: true,
  types: [],
  strictNullChecks: true,
  strictPropertyInitialization: false,
  experimentalDecorators: true,
  paths: { vivarium: ["/sdk/vivarium.ts"] }
};

export class Workspace {
  #folder = null;
  #files = new Map();
  #unsaved = new Map();
  #lookedAt = -Infinity;
  #version = 0;

  constructor() {
    for (const [path, text] of Object.entries(libraries()[1])) this.#fixed(`${SDK}${path}.ts`, new Augmented(text));
    const library = readFileSync(join(root, "node_modules/assemblyscript/std/assembly/index.d.ts"), "utf8");
    // Else `f32` would be shown as `number` everywhere.
    this.#fixed(LIBRARY, plain(library.replace(/^(declare type \w+ = number);$/gm, "$1 & {};")));
    this.#fixed(GLOBALS, plain(readFileSync(new URL("globals.d.ts", import.meta.url), "utf8")));
  }

  #fixed(path, source) {
    this.#files.set(path, { source, version: "0", stamp: null });
  }

  /** `folder` holds the plugins; `changes` maps paths such as `fish/fish.ts` to texts, null for what lies on disk. */
  update(folder, changes) {
    if (folder !== this.#folder) this.#open(folder);
    for (const [path, text] of Object.entries(changes ?? {})) {
      if (text === null) this.#unsaved.delete(path);
      else this.#unsaved.set(path, text);
      this.#take(path, text, null);
    }
    if (Object.keys(changes ?? {}).length || performance.now() - this.#lookedAt > LOOK_AGAIN_MS) this.#look();
  }

  #open(folder) {
    for (const path of this.#files.keys()) if (path.startsWith(PROJECT)) this.#files.delete(path);
    this.#folder = folder;
    this.#unsaved.clear();
    this.#lookedAt = -Infinity;
  }

  /** Does `act` with one more source, which no folder holds; what is typed and not saved stays. */
  beside(path, text, act) {
    this.#take(path, text, null);
    try {
      return act();
    } finally {
      this.#files.delete(PROJECT + path);
    }
  }

  #take(path, text, stamp) {
    const file = this.#files.get(PROJECT + path);
    if (text === null) {
      if (file) file.stamp = "gone";
    } else if (file?.source.text === text) {
      file.stamp = stamp;
    } else {
      this.#files.set(PROJECT + path, { source: new Augmented(text), version: String(++this.#version), stamp });
    }
  }

  /** Follows the disk. */
  #look() {
    this.#lookedAt = performance.now();
    const found = new Set(this.#unsaved.keys());
    for (const path of this.#onDisk()) {
      found.add(path);
      if (this.#unsaved.has(path)) continue;
      const { mtimeMs, size } = statSync(join(this.#folder, path), { throwIfNoEntry: false }) ?? { size: Infinity };
      const stamp = `${mtimeMs} ${size}`;
      if (size > MAX_FILE_BYTES || this.#files.get(PROJECT + path)?.stamp === stamp) continue;
      this.#take(path, readFileSync(join(this.#folder, path), "utf8"), stamp);
    }
    for (const path of this.#files.keys()) {
      if (path.startsWith(PROJECT) && !found.has(path.substring(PROJECT.length))) this.#files.delete(path);
    }
  }

  #onDisk() {
    let real;
    try {
      real = realpathSync(this.#folder);
    } catch {
      return [];
    }
    return readdirSync(this.#folder, { recursive: true })
      .map(path => path.replaceAll(sep, "/"))
      .filter(path => path.endsWith(".ts") && !path.split("/").some(part => part.startsWith(".") || part === "node_modules"))
      .filter(path => inside(join(this.#folder, path), real))
      .slice(0, MAX_FILES);
  }

  /** The unsaved text of a file such as `fish/fish.ts`, or null. */
  unsaved(path) {
    return this.#unsaved.get(path) ?? null;
  }

  /** The source under a name that a request gave. */
  source(shown) {
    return this.#files.get(inner(shown))?.source ?? null;
  }

  sourceOf(name) {
    return this.#files.get(name)?.source ?? null;
  }

  host() {
    return {
      getCompilationSettings: () => OPTIONS,
      getScriptFileNames: () => [...this.#files.keys()],
      getScriptVersion: name => this.#files.get(name)?.version ?? "",
      getScriptSnapshot: name => {
        const file = this.#files.get(name);
        return file && ts.ScriptSnapshot.fromString(file.source.shown);
      },
      getCurrentDirectory: () => "/",
      getDefaultLibFileName: () => LIBRARY,
      fileExists: name => this.#files.has(name),
      readFile: name => this.#files.get(name)?.source.shown,
      directoryExists: name => [...this.#files.keys()].some(file => file.startsWith(name.endsWith("/") ? name : `${name}/`)),
      getDirectories: () => [],
      useCaseSensitiveFileNames: () => true
    };
  }
}

function plain(text) {
  return { text, shown: text, toShown: offset => offset, toText: offset => offset };
}

function inside(file, folder) {
  try {
    return realpathSync(file).startsWith(folder + sep);
  } catch {
    return false;
  }
}

/** The service's name of a file that the workbench calls `fish/fish.ts` or `~lib/...`. */
export function inner(shown) {
  if (shown === SHOWN_LIBRARY) return LIBRARY;
  if (shown === SHOWN_GLOBALS) return GLOBALS;
  return shown.startsWith("~lib/") ? SDK + shown.substring("~lib/".length) : PROJECT + shown;
}

/** The other way round. */
export function shown(name) {
  if (name === LIBRARY) return SHOWN_LIBRARY;
  if (name === GLOBALS) return SHOWN_GLOBALS;
  return name.startsWith(SDK) ? `~lib/${name.substring(SDK.length)}` : name.substring(PROJECT.length);
}

export const isGlobals = name => name === GLOBALS;
