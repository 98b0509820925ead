// The decorators of the SDK: which there are, where they go, what they take.
import { NodeKind, DecoratorKind } from "assemblyscript";
import { literal, textOf } from "./ast.js";

const text = values => values.length === 1 && typeof values[0] === "string" && values[0].length > 0;
const count = values => values.length === 1 && Number.isInteger(values[0]) && values[0] >= 1;
const none = values => values.length === 0;

const isOptions = value => value !== null && typeof value === "object" && !Array.isArray(value);

const CLASS = {
  component: { takes: none, example: "@component" },
  tag: { takes: none, example: "@tag" },
  message: {
    takes: values => ["local", "remote"].includes(values[0]) && (values.length === 1 || (values.length === 2 && isOptions(values[1]))),
    example: '@message("local") or @message("remote", { maxCount: 100, maxBytes: 4096 })'
  },
  query: { takes: none, example: "@query" },
  state: { takes: none, example: "@state" },
  layout: { takes: none, example: "@layout" },
  singleton: { takes: none, example: "@singleton" },
  sparse: { takes: none, example: "@sparse" },
  version: { takes: count, example: "@version(2)" },
  use: { takes: text, example: '@use("tide/Tide")' },
  doc: { takes: text, example: '@doc("What it is for")' }
};
const FIELD = {
  unit: { takes: text, example: '@unit("m/s")' },
  range: { takes: values => values.length === 2 && values.every(v => typeof v === "number") && values[0] <= values[1], example: "@range(0, 120)" },
  doc: CLASS.doc,
  renamedFrom: { takes: text, example: '@renamedFrom("age")' },
  capacity: { takes: count, example: "@capacity(64)" },
  fixed: { takes: count, example: "@fixed(4)" },
  union: { takes: values => values.length > 0 && values.every(v => typeof v === "string"), example: '@union("f32", "vec3")', list: true }
};
const TERM = {
  write: { takes: none, example: "@write" },
  optional: { takes: none, example: "@optional" },
  with: { takes: none, example: "@with" },
  without: { takes: none, example: "@without" },
  changed: { takes: none, example: "@changed" },
  doc: CLASS.doc
};
const FUNCTION = {
  system: {
    takes: values => typeof values[0] === "string" && (values.length === 1 || (values.length === 2 && isOptions(values[1]))),
    example: '@system("update") or @system("update", { after: ["tide/flow"] })'
  },
  migrate: { takes: count, example: "@migrate(1)" }
};

const PLACES = { class: CLASS, field: FIELD, term: TERM, function: FUNCTION };
const CALLED = { class: "a class", field: "a field of a component or message", term: "a field of a query", function: "a function" };

function wrongPlace(name) {
  const places = Object.keys(PLACES).filter(place => name in PLACES[place]).map(place => CALLED[place]);
  return places.length ? `@${name} goes on ${places.join(" or ")}.` : "";
}

/**
 * Reads the SDK's decorators of a declaration as `{ name: value }`: true, a value, or a list of values.
 * Reports unknown and wrong ones. The language's own decorators are left alone.
 */
export function marksOf(declaration, place, problems) {
  const marks = {};
  for (const node of declaration.decorators ?? []) {
    if (node.decoratorKind !== DecoratorKind.Custom) continue;
    const name = node.name.kind === NodeKind.Identifier ? node.name.text : textOf(node.name);
    const rule = Object.hasOwn(PLACES[place], name) ? PLACES[place][name] : null;
    if (!rule) {
      const known = Object.keys(PLACES[place]).map(each => `@${each}`).join(", ");
      problems.error(node, `${wrongPlace(name) || `There is no decorator @${name}.`} On ${CALLED[place]} there can be ${known}.`);
      continue;
    }
    const values = (node.args ?? []).map(literal);
    if (values.includes(undefined) || !rule.takes(values)) {
      problems.error(node, `Write ${rule.example}.`);
      continue;
    }
    if (Object.hasOwn(marks, name)) {
      problems.error(node, `@${name} stands here twice.`);
      continue;
    }
    marks[name] = values.length === 0 ? true : values.length === 1 && !rule.list ? values[0] : values;
  }
  return marks;
}

export function markNode(declaration, name) {
  return declaration.decorators?.find(node => node.name.text === name) ?? declaration.name;
}

/** Takes the SDK's decorators away, once they are read. */
export function dropMarks(declaration) {
  if (declaration.decorators) declaration.decorators = declaration.decorators.filter(node => node.decoratorKind !== DecoratorKind.Custom);
}
