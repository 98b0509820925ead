// Functions with @system and @migrate, and what can be seen of mistakes in all functions.
import { Node, NodeKind, Token } from "assemblyscript";
import { marksOf, markNode, dropMarks } from "./marks.js";
import { commentBefore, replaceNode, startBefore, textOf, walk } from "./ast.js";
import { keepInLocals, readLocals, viewOf } from "./loops.js";
import { VALUE_NAMES } from "./fields.js";
import { CommonFlags } from "assemblyscript";

const STAGES = { postinit: "PostInit", preupdate: "PreUpdate", update: "Update", postupdate: "PostUpdate" };
const OPTIONS = {
  after: isSystems, before: isSystems, capabilities: values => Array.isArray(values) && values.every(v => typeof v === "string"),
  side: value => value === "server" || value === "client", predicted: value => typeof value === "boolean"
};
const EXAMPLES = {
  after: '["tide/flow"]', before: '["tide/flow"]', capabilities: '["write:tide/Tide"]', side: '"server" or "client"', predicted: "true"
};
const SYSTEM = /^(?:[a-z][a-z0-9-]*\/)?[A-Za-z][A-Za-z0-9_]*$/;
const MAX_QUERIES = 16;

function isSystems(values) {
  return Array.isArray(values) && values.every(value => typeof value === "string" && SYSTEM.test(value));
}

/** Reads a system; `lookUp(name)` gives { kind, ... } of a class by name. */
export function readSystem(declaration, mark, source, lookUp, problems) {
  const [stageText, options] = Array.isArray(mark) ? mark : [mark, {}];
  const at = markNode(declaration, "system");
  const stage = STAGES[stageText.toLowerCase()];
  if (!stage) problems.error(at, `There is no stage "${stageText}": use "postInit", "preUpdate", "update" or "postUpdate".`);
  for (const key of Object.keys(options)) {
    if (!Object.hasOwn(OPTIONS, key)) problems.error(at, `@system has no option '${key}': there are ${Object.keys(OPTIONS).join(", ")}.`);
    else if (!OPTIONS[key](options[key])) problems.error(at, `The option '${key}' is written as ${EXAMPLES[key]}.`);
  }
  const name = declaration.name.text;
  if (declaration.typeParameters?.length) problems.error(declaration.name, `A @system cannot have type parameters.`);
  const result = declaration.signature.returnType;
  if (result && textOf(result) && textOf(result) !== "void") problems.error(result, `The system '${name}' gives nothing back: write ': void'.`);
  const system = { name, stage, options, source, declaration, doc: commentBefore(declaration), parameters: [] };
  for (const parameter of declaration.signature.parameters) {
    const read = readParameter(parameter, name, lookUp, problems);
    if (read) system.parameters.push(read);
  }
  const queries = system.parameters.filter(parameter => parameter.kind === "query").length;
  if (queries > MAX_QUERIES) problems.error(declaration.name, `The system '${name}' has ${queries} queries; there can be ${MAX_QUERIES}.`);
  declaration.flags |= CommonFlags.Export;
  dropMarks(declaration);
  return system;
}

function readParameter(parameter, system, lookUp, problems) {
  const name = parameter.name.text;
  const type = parameter.type;
  const typeName = type.kind === NodeKind.NamedType && !type.isNullable ? type.name.identifier.text : "";
  if (typeName === "Clock") return { kind: "clock", name };
  if (typeName === "Inbox") {
    const argument = type.typeArguments?.[0];
    const message = argument?.kind === NodeKind.NamedType ? lookUp(argument.name.identifier.text) : null;
    if (message?.kind === "message") return { kind: "inbox", name, message };
    problems.error(type, `'${name}' needs the message it waits for, such as Inbox<Starving>: a class with @message.`);
    return null;
  }
  const found = typeName ? lookUp(typeName) : null;
  if (found?.kind === "query" || found?.kind === "state") return { kind: found.kind, name, of: found };
  problems.error(type, `The system '${system}' cannot be given '${name}: ${textOf(type)}': it takes a @query class, a @state class, Inbox<Message> or Clock.`);
  return null;
}

/** Reads a @migrate function: (old: a @layout class, now: a component of this plugin). */
export function readMigration(declaration, version, source, lookUp, plugin, problems) {
  const types = declaration.signature.parameters.map(parameter =>
    parameter.type.kind === NodeKind.NamedType ? lookUp(parameter.type.name.identifier.text) : null);
  const [from, to] = types;
  if (types.length !== 2 || from?.kind !== "layout" || to?.kind !== "component" || to.plugin !== plugin || to.marks.use) {
    problems.error(declaration.name, `Write @migrate(${version}) function ${declaration.name.text}(old: OldHunger, now: Hunger): void, `
      + `with a @layout class of the old fields and a @component of this plugin.`);
    return null;
  }
  if (version >= (to.marks.version ?? 1)) {
    problems.error(markNode(declaration, "migrate"), `${to.name} is at version ${to.marks.version ?? 1}: raise it with @version(${version + 1}) to migrate from ${version}.`);
  }
  if (to.migratesFrom.includes(version)) problems.error(declaration.name, `${to.name} already has a migration from version ${version}.`);
  to.migratesFrom.push(version);
  declaration.flags |= CommonFlags.Export;
  dropMarks(declaration);
  return { name: declaration.name.text, source, version, from, to };
}

const ASSIGN = new Set(Object.keys(Token).filter(name => /_Equals$|^Equals$/.test(name)
  && !/^(Equals|Exclamation)_Equals|^(LessThan|GreaterThan)_Equals$/.test(name)).map(name => Token[name]));
const CHANGERS = new Set(["add", "addScaled", "sub", "scale", "multiply", "lerp", "normalize", "limit", "cross", "rotate", "set", "copy",
  "axisAngle", "yaw", "look", "then", "invert", "identity", "put", "compose", "push", "assign"]);

/** Makes loops over rows and messages begin at the start, and reports writes to what is only read. */
export function prepareFunction(declaration, isSystem, lookUp, problems) {
  const views = new Map(), queries = new Map(), clocks = new Set();
  for (const parameter of declaration.signature?.parameters ?? []) {
    if (parameter.type.kind !== NodeKind.NamedType) continue;
    const type = parameter.type.name.identifier.text;
    const name = parameter.name.text;
    if (type === "Inbox") views.set(name, null);
    else if (type === "Clock" && isSystem) clocks.add(name);
    else if (lookUp(type)?.kind === "query") queries.set(name, lookUp(type));
  }
  for (const [name, query] of queries) views.set(name, query);
  if (!declaration.body) return;
  walk(declaration.body, node => {
    if (node.kind === NodeKind.Call && node.expression.kind === NodeKind.Identifier) checkCall(node, lookUp, problems);
  });
  if (!views.size) return;
  checkWrites(declaration.body, views, problems);
  const locals = readLocals(declaration, queries, clocks, isSystem);
  walk(declaration.body, (node, parent) => {
    const view = node.kind === NodeKind.While && parent ? viewOf(node) : null;
    if (view === null || !views.has(view) || (parent.kind === NodeKind.Block && parent.statements[0]?.begins === node)) return;
    if (node.body.kind !== NodeKind.Block) node.body = Node.createBlockStatement([node.body], node.body.range);
    const query = queries.get(view);
    if (!query || !keepInLocals(node, parent, view, query, locals)) beginLoop(node, parent, view);
  });
}

function checkWrites(body, views, problems) {
  walk(body, node => {
    if (node.kind === NodeKind.Binary && ASSIGN.has(node.operator)) checkWrite(node.left, node.left, views, problems);
    else if (node.kind === NodeKind.UnaryPostfix || (node.kind === NodeKind.UnaryPrefix
      && (node.operator === Token.Plus_Plus || node.operator === Token.Minus_Minus))) checkWrite(node.operand, node.operand, views, problems);
    else if (node.kind === NodeKind.Call && node.expression.kind === NodeKind.PropertyAccess && CHANGERS.has(node.expression.property.text)) {
      checkWrite(node.expression.expression, node.expression, views, problems);
    }
  });
}

const CALLS = {
  publish: { argument: 0, takes: ["message"], mark: "@message" },
  publishTo: { argument: 1, takes: ["message"], mark: "@message" },
  set: { argument: 1, takes: ["component", "tag"], mark: "@component or @tag" },
  remove: { argument: -1, takes: ["component", "tag"], mark: "@component or @tag" }
};

/** Reports `publish(new Thing())` and the like where Thing is none of the plugin's schemas. */
function checkCall(call, lookUp, problems) {
  const name = call.expression.text;
  const rule = Object.hasOwn(CALLS, name) && !lookUp(name) ? CALLS[name] : null;
  if (!rule) return;
  const made = call.args[rule.argument];
  const type = call.typeArguments?.[0]?.name?.identifier ?? (made?.kind === NodeKind.New ? made.typeName.identifier : null);
  if (!type || rule.takes.includes(lookUp(type.text)?.kind)) return;
  problems.error(made ?? call, `${name} takes a class with ${rule.mark}, and ${type.text} is none.`);
}

function beginLoop(loop, parent, view) {
  const block = startBefore(view, loop);
  block.statements[0].begins = loop;
  replaceNode(parent, loop, block);
}

function checkWrite(target, node, views, problems) {
  const path = [];
  for (let at = target; ;) {
    if (at.kind === NodeKind.PropertyAccess) {
      path.unshift(at.property.text);
      at = at.expression;
    } else if (at.kind === NodeKind.ElementAccess || at.kind === NodeKind.Parenthesized) {
      at = at.expression;
    } else if (at.kind === NodeKind.Identifier) {
      const query = views.get(at.text);
      const term = query?.members.find(each => each.name === path[0]);
      if (term && !term.write) {
        problems.error(node, `'${at.text}.${term.name}' is only read by ${query.name}: write '@write ${term.name}: ${term.schema.name}' there to change it.`);
      }
      return;
    } else {
      return;
    }
  }
}

/** Values end with their system: reports the ways in which one would be kept longer. */
export function checkKeptValues(source, isValue, problems) {
  const globals = new Map();
  for (const statement of source.statements) {
    if (statement.kind === NodeKind.Variable) {
      for (const variable of statement.declarations) rememberGlobal(variable, globals, isValue, problems);
    } else if (statement.kind === NodeKind.ClassDeclaration) {
      for (const member of statement.members) checkPlainField(member, isValue, problems);
    }
  }
  if (!globals.size) return;
  for (const statement of source.statements) {
    walk(statement, node => {
      if (node.kind === NodeKind.Binary && node.operator === Token.Equals && node.left.kind === NodeKind.Identifier && globals.has(node.left.text)) {
        problems.error(node, `'${node.left.text}' would hold a value that ends with this system: use ${node.left.text}.copy(...) instead of '='.`);
      }
    });
  }
}

function rememberGlobal(variable, globals, isValue, problems) {
  const type = variable.type ? namesIn(variable.type) : [];
  const made = variable.initializer?.kind === NodeKind.New ? namesIn(variable.initializer.typeName, variable.initializer.typeArguments) : [];
  const [outer, ...inner] = type.length ? type : made;
  if (outer && isValue(outer)) globals.set(variable.name.text, outer);
  const held = inner.find(isValue) ?? (type.length ? made.slice(1).find(isValue) : undefined);
  if (held && outer !== "Inbox") {
    problems.error(variable.name, `'${variable.name.text}' would hold ${held}s after the system that made them: keep their numbers, or entities, instead.`);
  }
}

function checkPlainField(member, isValue, problems) {
  if (member.kind !== NodeKind.FieldDeclaration || !member.type) return;
  const held = namesIn(member.type).find(isValue);
  if (held) problems.error(member.name, `'${member.name.text}' would hold a ${held} after the system that made it: keep its numbers, or make the class a @state.`);
}

function namesIn(type, extra = null) {
  const names = [];
  const visit = node => {
    if (node?.kind === NodeKind.TypeName) names.push(node.identifier.text);
    else if (node?.kind === NodeKind.NamedType) {
      names.push(node.name.identifier.text);
      for (const argument of node.typeArguments ?? []) visit(argument);
    }
  };
  visit(type);
  for (const argument of extra ?? []) visit(argument);
  return names;
}

export function isBuiltInValue(name) {
  return VALUE_NAMES.includes(name);
}
