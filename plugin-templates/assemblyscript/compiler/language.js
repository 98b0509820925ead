// What the editor asks about sources that are being typed, as one function from a request to a response,
// both JSON text: `globalThis.vivariumAnswer`. TypeScript's language service answers; what is wrong with a
// plugin is said by the AssemblyScript compiler itself.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import "./intl.js";
import ts from "typescript";
import { Compiler } from "./compiler.js";
import { libraries, problem, reader } from "./sources.js";
import { Workspace, inner, isGlobals, shown } from "./workspace.js";

// Standard output carries the responses.
console.log = console.info = console.debug = console.error;

const MAX_ENTRIES = 400;
const MAX_PLACES = 2000;

const PREFERENCES = {
  includeCompletionsForModuleExports: true,
  includeCompletionsForImportStatements: true,
  includeCompletionsWithInsertText: true,
  importModuleSpecifierPreference: "relative",
  importModuleSpecifierEnding: "minimal",
  quotePreference: "double"
};
const FORMAT = {
  ...ts.getDefaultFormatCodeSettings("\n"),
  indentSize: 2,
  tabSize: 2,
  convertTabsToSpaces: true,
  semicolons: ts.SemicolonPreference.Ignore,
  insertSpaceAfterOpeningAndBeforeClosingNonemptyBraces: true
};

const workspace = new Workspace();
const service = ts.createLanguageService(workspace.host(), ts.createDocumentRegistry());

// Reads one text by itself: for what depends on syntax alone, and must not see what was added.
let lone = { text: "", version: 0 };
const syntax = ts.createLanguageService({
  ...workspace.host(),
  getScriptFileNames: () => ["/lone.ts"],
  getScriptVersion: () => String(lone.version),
  getScriptSnapshot: () => ts.ScriptSnapshot.fromString(lone.text)
}, ts.createDocumentRegistry(), ts.LanguageServiceMode.Syntactic);

function alone(source) {
  lone = { text: source.text, version: lone.version + 1 };
  return "/lone.ts";
}

const ACTS = { complete, describe, hover, signature, define, references, rename, outline, format, check, read };

globalThis.vivariumAnswer = text => {
  const started = performance.now();
  const request = JSON.parse(text);
  let answer;
  try {
    workspace.update(request.folder, request.changes);
    answer = { result: ACTS[request.act](request) };
  } catch (error) {
    console.error(error.stack);
    answer = { problem: String(error.message) };
  }
  return JSON.stringify({ ...answer, ms: performance.now() - started });
};

let sampled = 0;
const sample = readFileSync(new URL("sample.ts", import.meta.url), "utf8");

/** Asks about a sample, to be faster afterwards. */
globalThis.vivariumWarmUp = () => {
  if (sampled++ > 5) return "";
  const file = ".sample/sample.ts";
  const place = placeOf(sample, sample.indexOf("hunger.since += ") + "hunger.".length);
  workspace.beside(file, `${sample}\n// ${sampled}`, () => {
    complete({ file, ...place });
    hover({ file, ...place });
  });
  const checked = diagnosticsOf("sample", "sample/sample", path => (path === "sample/sample.ts" ? sample : null));
  return checked.map(one => one.message).join("\n");
};

// --- Places. ---

function offsetOf(text, line, column) {
  let start = 0;
  for (let i = 1; i < line; i++) {
    const end = text.indexOf("\n", start);
    if (end < 0) return text.length;
    start = end + 1;
  }
  const end = text.indexOf("\n", start);
  return Math.min(start + column - 1, end < 0 ? text.length : end);
}

function placeOf(text, offset) {
  let line = 1;
  let start = 0;
  for (let end; (end = text.indexOf("\n", start)) >= 0 && end < offset; start = end + 1) line++;
  return { line, column: offset - start + 1 };
}

function rangeOf(source, span) {
  const start = source.toText(span.start);
  const end = source.toText(span.start + span.length);
  return { start: placeOf(source.text, start), end: placeOf(source.text, Math.max(start, end)) };
}

function plainRange(text, start, length) {
  return { start: placeOf(text, start), end: placeOf(text, start + length) };
}

/** The source, its inner name and the place in it that a request means. */
function target({ file, line, column }) {
  const source = workspace.source(file);
  if (!source) throw new Error(`There is no source ${file}`);
  const offset = offsetOf(source.text, line, column);
  return { source, name: inner(file), offset, at: source.toShown(offset) };
}

function lineText(text, offset) {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const end = text.indexOf("\n", offset);
  return text.substring(start, end < 0 ? text.length : end).trim().substring(0, 200);
}

function location(span) {
  const source = workspace.sourceOf(span.fileName);
  if (!source) return null;
  const from = source.toText(span.textSpan.start);
  return { file: shown(span.fileName), range: rangeOf(source, span.textSpan), text: lineText(source.text, from) };
}

const words = parts => ts.displayPartsToString(parts ?? []).replaceAll("__Query", "Query");

function documentation(parts, tags) {
  const notes = (tags ?? []).filter(tag => tag.name === "param" || tag.name === "returns" || tag.name === "deprecated")
    .map(tag => `@${tag.name} ${words(tag.text)}`);
  return [words(parts), ...notes].filter(Boolean).join("\n");
}

// --- Completion. ---

function complete(request) {
  const { source, name, offset, at } = target(request);
  const found = service.getCompletionsAtPosition(name, at, PREFERENCES);
  const before = source.text.substring(0, offset);
  const typed = /[\w$]*$/.exec(before)[0];
  const mark = before[offset - typed.length - 1] === "@";
  const entries = (found?.entries ?? []).filter(entry => offered(entry, mark, typed));
  entries.sort((a, b) => rank(a, typed) - rank(b, typed) || inherited(a) - inherited(b) || compare(a.sortText, b.sortText) || compare(a.name, b.name));
  return {
    // Until the next letter narrows it.
    whole: entries.length <= MAX_ENTRIES,
    start: placeOf(source.text, offset - typed.length),
    entries: entries.slice(0, MAX_ENTRIES).map(entry => item(entry, source))
  };
}

const MARKS = new Set(["component", "tag", "message", "query", "state", "layout", "singleton", "sparse", "version", "use", "doc",
  "unit", "range", "renamedFrom", "capacity", "fixed", "union", "write", "optional", "with_", "without", "changed", "system", "migrate",
  "inline", "global", "unmanaged", "final", "unsafe", "external", "lazy", "operator"]);
const FOREIGN = new Set(["any", "async", "await", "bigint", "debugger", "delete", "globalThis", "module", "never", "number", "object",
  "satisfies", "symbol", "undefined", "unique", "unknown", "using", "var", "with", "yield", "infer", "asserts", "require", "package", "out"]);

function offered(entry, mark, typed) {
  if (entry.name.startsWith("__") || entry.kind === "warning") return false;
  if (entry.source && entry.source !== "vivarium" && !entry.source.startsWith(".")
    && !(entry.data?.fileName ?? "").startsWith("/project/") && entry.data?.fileName !== "/sdk/vivarium.ts") return false;
  if (MARKS.has(entry.name) && !entry.source) return mark || entry.kind === "property" || entry.kind === "method" || entry.kindModifiers?.includes("export");
  if (mark) return false;
  if (entry.kind === "keyword" && FOREIGN.has(entry.name)) return false;
  // Names to import are many: only those that begin as what is typed.
  return !entry.source || (typed.length > 0 && entry.name[0].toLowerCase() === typed[0].toLowerCase());
}

const rank = (entry, typed) => (typed && entry.name.startsWith(typed) ? 0 : 1);
// An author's fields before what every query can do.
const inherited = entry => (entry.kind === "getter" || entry.kind === "method" ? 1 : 0);
const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

function item(entry, source) {
  const name = entry.name === "with_" ? "with" : entry.name;
  return {
    name,
    kind: entry.kind,
    insert: entry.insertText && !entry.insertText.startsWith("this.") ? entry.insertText : name,
    from: entry.source ?? "",
    ...(entry.replacementSpan && { range: rangeOf(source, entry.replacementSpan) }),
    ...(entry.data && { data: entry.data })
  };
}

/** Documentation, type and edits elsewhere (an import) of an offered name. */
function describe(request) {
  const { source, name, at } = target(request);
  const details = service.getCompletionEntryDetails(
    name, at, request.name === "with" ? "with_" : request.name, FORMAT, request.from || undefined, PREFERENCES, request.data);
  if (!details) return { code: "", doc: "", edits: [] };
  const edits = (details.codeActions ?? []).flatMap(action => action.changes)
    .filter(change => change.fileName === name)
    .flatMap(change => change.textChanges)
    .map(change => ({ range: rangeOf(source, change.span), text: change.newText }));
  return { code: words(details.displayParts), doc: documentation(details.documentation, details.tags), edits };
}

// --- What is here. ---

function hover(request) {
  const { source, name, at } = target(request);
  const info = service.getQuickInfoAtPosition(name, at);
  if (!info) return null;
  return { code: words(info.displayParts).replaceAll("with_", "with"), doc: documentation(info.documentation, info.tags), range: rangeOf(source, info.textSpan) };
}

function signature(request) {
  const { name, at } = target(request);
  const help = service.getSignatureHelpItems(name, at, {});
  if (!help) return null;
  const one = help.items[help.selectedItemIndex] ?? help.items[0];
  let label = words(one.prefixDisplayParts);
  const parameters = one.parameters.map((parameter, i) => {
    if (i > 0) label += words(one.separatorDisplayParts);
    const start = label.length;
    label += words(parameter.displayParts);
    return { start, end: label.length, doc: words(parameter.documentation) };
  });
  label += words(one.suffixDisplayParts);
  return { label, parameters, active: Math.min(help.argumentIndex, Math.max(0, parameters.length - 1)), doc: documentation(one.documentation, []) };
}

function define(request) {
  const { name, at } = target(request);
  return (service.getDefinitionAtPosition(name, at) ?? []).map(location).filter(Boolean).slice(0, MAX_PLACES);
}

function references(request) {
  const { name, at } = target(request);
  return (service.getReferencesAtPosition(name, at) ?? []).map(location).filter(Boolean).slice(0, MAX_PLACES);
}

// --- Rename. ---

function rename(request) {
  const { name, at } = target(request);
  const info = service.getRenameInfo(name, at, {});
  if (!info.canRename) return { problem: info.localizedErrorMessage };
  if (request.to && !/^[A-Za-z_$][\w$]*$/.test(request.to)) return { problem: `'${request.to}' is no name: use letters, digits and _, a letter first.` };
  const places = service.findRenameLocations(name, at, false, false, {}) ?? [];
  if (places.some(place => !place.fileName.startsWith("/project/"))) {
    return { problem: `'${info.displayName}' belongs to the SDK or the language and cannot be renamed.` };
  }
  const files = new Map();
  for (const place of places.slice(0, MAX_PLACES)) {
    const edits = files.get(place.fileName) ?? [];
    files.set(place.fileName, edits);
    const source = workspace.sourceOf(place.fileName);
    const range = rangeOf(source, place.textSpan);
    if (range.start.line === range.end.line && range.start.column === range.end.column) continue;
    edits.push({ range, text: (place.prefixText ?? "") + (request.to ?? "") + (place.suffixText ?? "") });
  }
  const kept = keepingValues(name, at, info.displayName);
  if (kept.edit) files.get(kept.file)?.push(kept.edit);
  return {
    name: info.displayName,
    note: kept.note ?? "",
    files: [...files].map(([file, edits]) => ({ file: shown(file), edits: sorted(edits) }))
  };
}

const sorted = edits => edits.sort((a, b) => a.range.start.line - b.range.start.line || a.range.start.column - b.range.start.column);

/** A renamed field of a component keeps its values by `@renamedFrom`; a renamed component cannot. */
function keepingValues(name, at, old) {
  const [definition] = service.getDefinitionAtPosition(name, at) ?? [];
  const source = definition && workspace.sourceOf(definition.fileName);
  if (!source) return {};
  const tree = ts.createSourceFile("kept.ts", source.text, ts.ScriptTarget.ESNext, true);
  const start = source.toText(definition.textSpan.start);
  let found = null;
  const visit = node => {
    if (node.getStart(tree) <= start && start < node.end) {
      if ((ts.isPropertyDeclaration(node) || ts.isClassDeclaration(node)) && node.name?.getStart(tree) === start) found = node;
      ts.forEachChild(node, visit);
    }
  };
  visit(tree);
  if (!found) return {};
  const marks = node => (ts.getDecorators(node) ?? []).map(one => one.expression.getText(tree).replace(/\(.*/s, ""));
  const stored = node => marks(node).some(mark => ["component", "tag", "message", "state"].includes(mark)) && !marks(node).includes("use");
  if (ts.isClassDeclaration(found)) {
    return stored(found) ? { note: `The world keeps data under the name ${old}: entities lose it when this is saved, and @use("…/${old}") in other plugins no longer finds it.` } : {};
  }
  if (!ts.isClassDeclaration(found.parent) || !stored(found.parent)) return {};
  if (marks(found).includes("renamedFrom")) return { note: `The field has @renamedFrom already; its values are kept only from that name.` };
  return {
    file: definition.fileName,
    edit: { range: plainRange(source.text, found.getStart(tree), 0), text: `@renamedFrom("${old}") ` },
    note: `@renamedFrom("${old}") keeps the field's values across the reload. Plugins that @use the class must name the field alike.`
  };
}

// --- The whole file. ---

function outline({ file }) {
  const source = workspace.source(file);
  const tree = syntax.getNavigationTree(alone(source));
  return inOrder(tree).filter(node => node.kind !== "alias").map(node => symbol(node, source));
}

/** The declarations in a node as they stand in the text. */
function inOrder(node) {
  return (node.childItems ?? []).filter(child => !child.text.startsWith("<")).sort((a, b) => a.spans[0].start - b.spans[0].start);
}

function symbol(node, source) {
  const [span] = node.spans;
  const name = node.nameSpan ?? span;
  return {
    name: node.text,
    kind: node.kind,
    range: plainRange(source.text, span.start, span.length),
    selection: plainRange(source.text, name.start, name.length),
    children: node.kind === "function" || node.kind === "method" ? []
      : inOrder(node).map(child => symbol(child, source))
  };
}

function format({ file }) {
  const source = workspace.source(file);
  if (!source) throw new Error(`There is no source ${file}`);
  return syntax.getFormattingEditsForDocument(alone(source), FORMAT)
    .map(change => ({ range: plainRange(source.text, change.span.start, change.span.length), text: change.newText }));
}

function read({ file }) {
  const source = workspace.source(file);
  if (!source) throw new Error(`There is no source ${file}`);
  return { text: source.text };
}

// --- What is wrong. ---

let compiler = null;

function diagnosticsOf(plugin, main, readFile) {
  compiler ??= new Compiler(...libraries());
  return compiler.compile({ plugin, main, read: readFile, check: true }).diagnostics;
}

/** What the compiler says about a plugin as it is typed. Null where it is no AssemblyScript plugin. */
function check({ folder, plugin }) {
  const manifest = join(folder, plugin, "plugin.json");
  if (!existsSync(manifest)) return null;
  const { language = "assemblyscript", main } = JSON.parse(readFileSync(manifest, "utf8"));
  if (language !== "assemblyscript" || typeof main !== "string") return null;
  const problems = [];
  const onDisk = reader(plugin, join(folder, plugin), problems);
  const readFile = path => workspace.unsaved(path) ?? onDisk(path);
  try {
    return [...problems, ...diagnosticsOf(plugin, `${plugin}/${main.replace(/\.ts$/, "")}`, readFile)];
  } catch (error) {
    console.error(error.stack);
    return [...problems, problem(`${plugin}/${main}`, `The compiler failed: ${error.message}.`)];
  }
}
