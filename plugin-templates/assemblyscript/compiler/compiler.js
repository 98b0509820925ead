// One compilation in memory, and the parsed library kept from one to the next.
import * as assemblyscript from "assemblyscript";
import binaryen from "assemblyscript/binaryen";
import { allowKeywordsAsDecorators } from "./ast.js";
import { rewritePlugin } from "./plugin.js";

const { Parser, DiagnosticCategory, SourceKind, CommonFlags } = assemblyscript;

export const VERSION = "0.1.0";

const ENTRY = "vivarium.plugin";
const RUNTIME_MINIMAL = 1;
const STACK_BYTES = 0;
const INDEX = "~lib/vivarium";
const VOCABULARY = "~lib/vivarium/vocabulary";
const MAX_FILES = 1024;

allowKeywordsAsDecorators();

export class Compiler {
  #files;
  #library = null;

  /**
   * `standard` and `sdk`: the files of the language's library and of the SDK, by path without extension,
   * such as `rt/index-minimal` and `vivarium/runtime`.
   */
  constructor(standard, sdk) {
    this.#files = { ...standard, ...sdk };
    this.#standard = Object.keys(standard).filter(path => !path.includes("/"));
  }

  #standard;

  /**
   * Compiles the plugin whose main file is `main` (a path such as `fish/fish`, below the folder of all
   * plugins). `read(path)` gives the text of a file, or null. Gives `{ wasm, map, descriptor, diagnostics }`;
   * `wasm` is null where a diagnostic is an error, and where `check` asks for the diagnostics alone.
   */
  compile({ plugin, main, read, optimise = false, check = false }) {
    // Set each time: what one compilation sets, the next one would otherwise inherit.
    binaryen.setDebugInfo(true);
    binaryen.setOptimizeLevel(optimise ? 3 : 0);
    binaryen.setShrinkLevel(0);
    const options = assemblyscript.newOptions();
    assemblyscript.setRuntime(options, RUNTIME_MINIMAL);
    assemblyscript.setDebugInfo(options, true);
    assemblyscript.setSourceMap(options, true);
    assemblyscript.setExportMemory(options, true);
    assemblyscript.setExportStart(options, "_initialize");
    assemblyscript.setStackSize(options, STACK_BYTES);
    assemblyscript.setBundleVersion(options, 0, 28, 20);
    assemblyscript.setOptimizeLevelHints(options, optimise ? 3 : 0, 0);
    assemblyscript.addGlobalAlias(options, "abort", "__abort");
    assemblyscript.setFeature(options, assemblyscript.FEATURE_SIMD, false);
    const program = assemblyscript.newProgram(options);
    const times = [performance.now()];
    const lap = () => times.push(performance.now());
    this.#parse(program, main, read);
    lap();
    const entry = this.#rewrite(program, plugin);
    lap();
    if (!entry) return result(program, null, null, times);
    program.initialize();
    lap();
    const module = assemblyscript.compile(program);
    lap();
    try {
      if (check || program.diagnostics.some(one => one.category === DiagnosticCategory.Error)) return result(program, null, null, times);
      // Both gears must give the same numbers: no liberties with floats.
      module.setFastMath = () => assemblyscript.Module.prototype.setFastMath.call(module, false);
      if (optimise) keepApart(module);
      module.optimize(optimise ? 3 : 0, 0, true, false);
      lap();
      const { binary, sourceMap } = binaryen.wrapModule(module.ref).emitBinary("plugin.wasm.map");
      lap();
      return result(program, { wasm: binary, map: sourceMap }, entry.descriptor, times);
    } finally {
      binaryen.wrapModule(module.ref).dispose();
    }
  }

  #parse(program, main, read) {
    const { parser } = program;
    if (this.#library) this.#reuseLibrary(parser);
    else this.#library = this.#readLibrary(parser);
    parser.parseFile(this.#files["vivarium/vocabulary"], `${VOCABULARY}.ts`, false);
    const files = parser.sources.length;
    parser.parseFile(read(`${main}.ts`), `${main}.ts`, false);
    for (let path; (path = parser.nextFile()) !== null;) {
      if (parser.sources.length - files > MAX_FILES) throw new Error(`A plugin can have ${MAX_FILES} files`);
      parseFound(parser, path, read);
    }
  }

  /** Parses the standard library, the runtime and the SDK's unchanging part: the same for every plugin. */
  #readLibrary(parser) {
    const files = this.#files;
    for (const path of this.#standard) parser.parseFile(files[path], `~lib/${path}.ts`, false);
    parser.parseFile(files["rt/index-minimal"], "~lib/rt/index-minimal.ts", true);
    parser.parseFile(files.vivarium, "~lib/vivarium.ts", false);
    for (let path; (path = parser.nextFile()) !== null;) {
      if (path === VOCABULARY) continue;
      const name = path.substring("~lib/".length);
      parser.parseFile(files[name] ?? files[`${name}/index`] ?? null, `${path}.ts`, false);
    }
    if (parser.diagnostics.length) throw new Error(`The library does not parse: ${parser.diagnostics[0].message}`);
    const sources = parser.sources.slice();
    for (const source of sources) source.lineAt(0);
    return sources;
  }

  #reuseLibrary(parser) {
    for (const source of this.#library) {
      source.debugInfoIndex = -1;
      parser.sources.push(source);
      parser.donelog.add(source.internalPath);
      parser.seenlog.add(source.internalPath);
    }
  }

  #rewrite(program, plugin) {
    const { parser } = program;
    if (hasErrors(parser)) return null;
    const authored = parser.sources.filter(source => source.sourceKind === SourceKind.User || source.internalPath === VOCABULARY);
    const index = parser.sources.find(source => source.internalPath === INDEX);
    const entry = rewritePlugin(authored, index, plugin, VERSION, parser.diagnostics);
    if (!entry) return null;
    parser.parseFile(entry.text, `${ENTRY}.ts`, true);
    while (parser.nextFile() !== null);
    if (hasErrors(parser)) throw new Error(`The generated entry does not parse: ${parser.diagnostics.at(-1).message}\n${entry.text}`);
    return entry;
  }
}

// The JVM's compiler stops inlining in a method that has grown too large, and then each access to memory
// is a call. What runs once a chunk or a command stays out of the systems, so that their loops stay small.
const KEPT_APART = ["__open", "__start", "__advance", "__enter", "seek"].map(name => `~lib/vivarium/runtime/__Query#${name}`);

function keepApart(module) {
  for (const name of KEPT_APART) {
    binaryen.setPassArgument("no-inline", name);
    binaryen.wrapModule(module.ref).runPasses(["no-inline"]);
  }
  binaryen.setPassArgument("no-inline", null);
}

function parseFound(parser, path, read) {
  const file = path.startsWith("~lib/") ? undefined : [`${path}.ts`, `${path}/index.ts`].find(each => read(each) !== null);
  // Under the name it was asked for by, so that the diagnostic stands at the import.
  if (file === undefined) parser.parseFile(null, `${path}.ts`, false);
  else parser.parseFile(read(file), file, false);
}

function hasErrors(parser) {
  return parser.diagnostics.some(one => one.category === DiagnosticCategory.Error);
}

function result(program, module, descriptor, times) {
  return {
    wasm: module?.wasm ?? null,
    map: module?.map ?? null,
    descriptor,
    diagnostics: program.diagnostics.map(diagnostic),
    laps: times.slice(1).map((time, i) => time - times[i])
  };
}

const SEVERITY = { [DiagnosticCategory.Error]: "error", [DiagnosticCategory.Warning]: "warning" };

function diagnostic(message) {
  const range = place(message);
  if (!range) return { severity: SEVERITY[message.category] ?? "info", file: "", line: 0, column: 0, endColumn: 0, message: message.message };
  const { source, start, end } = range;
  const line = source.lineAt(start), column = source.columnAt();
  const sameLine = source.lineAt(end) === line;
  const endColumn = sameLine ? source.columnAt() : column + 1;
  return {
    severity: SEVERITY[message.category] ?? "info", file: source.normalizedPath, line, column,
    endColumn: Math.max(endColumn, column + 1), message: message.message
  };
}

/** The range in a file of the author's, where there is one. */
function place({ range, relatedRange }) {
  for (const one of [range, relatedRange]) {
    if (one && !one.source.isLibrary && one.source.internalPath !== ENTRY) return one;
  }
  return null;
}
