// Reading and making syntax trees.
import { Node, NodeKind, LiteralKind, Token, Parser } from "assemblyscript";

/** Lets words of the language name a decorator: `@with`. */
export function allowKeywordsAsDecorators() {
  const parse = Parser.prototype.parseDecorator;
  if (parse.allowsKeywords) return;
  const patched = function (tokenizer) {
    tokenizer.skipIdentifier = function () {
      delete tokenizer.skipIdentifier;
      return tokenizer.skip(Token.Identifier, 2 /* any word */);
    };
    const decorator = parse.call(this, tokenizer);
    delete tokenizer.skipIdentifier;
    return decorator;
  };
  patched.allowsKeywords = true;
  Parser.prototype.parseDecorator = patched;
}

/** The text a node was read from. */
export function textOf(node) {
  return node.range.source.text.substring(node.range.start, node.range.end);
}

/** Calls `visit(node, parent)` for every node below and including this one. */
export function walk(node, visit, parent = null) {
  if (visit(node, parent) === false) return;
  for (const key in node) {
    if (key === "range") continue;
    const value = node[key];
    if (value instanceof Node) walk(value, visit, node);
    else if (Array.isArray(value)) for (const item of value) if (item instanceof Node) walk(item, visit, node);
  }
}

function claim(node, range) {
  node.range = range;
  for (const key in node) {
    if (key === "range") continue;
    const value = node[key];
    if (value instanceof Node) claim(value, range);
    else if (Array.isArray(value)) for (const item of value) if (item instanceof Node) claim(item, range);
  }
}

/** Members of a class from text, which then stand where `range` is. */
export function members(text, range) {
  const parser = new Parser([]);
  parser.parseFile(`class C {\n${text}\n}`, "members.ts", false);
  if (parser.diagnostics.length) throw new Error(`${parser.diagnostics[0].message} in\n${text}`);
  const found = parser.sources[0].statements[0].members;
  for (const member of found) claim(member, range);
  return found;
}

/** Statements from text, which then stand where `range` is. */
export function statements(text, range) {
  const parser = new Parser([]);
  parser.parseFile(`function f(): void {\n${text}\n}`, "statements.ts", false);
  if (parser.diagnostics.length) throw new Error(`${parser.diagnostics[0].message} in\n${text}`);
  const found = parser.sources[0].statements[0].body.statements;
  for (const statement of found) claim(statement, range);
  return found;
}

/** Puts `now` where `old` stands in `parent`. */
export function replaceNode(parent, old, now) {
  for (const key in parent) {
    if (key === "range") continue;
    if (parent[key] === old) parent[key] = now;
    else if (Array.isArray(parent[key]) && parent[key].includes(old)) parent[key][parent[key].indexOf(old)] = now;
  }
}

export function decorator(name, range) {
  return Node.createDecorator(Node.createIdentifierExpression(name, range), null, range);
}

export function typeNamed(name, range) {
  return Node.createNamedType(Node.createSimpleTypeName(name, range), null, false, range);
}

/** `{ view.__start(); while (...) ... }`, where a `while` stood. */
export function startBefore(view, loop) {
  const range = loop.condition.range;
  const target = Node.createPropertyAccessExpression(
    Node.createIdentifierExpression(view, range), Node.createIdentifierExpression("__start", range), range);
  const start = Node.createExpressionStatement(Node.createCallExpression(target, null, [], range));
  return Node.createBlockStatement([start, loop], loop.range);
}

/** A literal's value, `undefined` if the expression is none. */
export function literal(expression) {
  switch (expression.kind) {
    case NodeKind.True: return true;
    case NodeKind.False: return false;
    case NodeKind.UnaryPrefix: {
      const value = literal(expression.operand);
      return expression.operator === Token.Minus && typeof value === "number" ? -value : undefined;
    }
    case NodeKind.Literal: return literalValue(expression);
    default: return undefined;
  }
}

function literalValue(expression) {
  switch (expression.literalKind) {
    case LiteralKind.Float: return expression.value;
    case LiteralKind.Integer: return Number(textOf(expression).replaceAll("_", ""));
    case LiteralKind.String: return expression.value;
    case LiteralKind.Array: return list(expression.elementExpressions.map(literal));
    case LiteralKind.Object: {
      const entries = expression.names.map((name, i) => [name.text, literal(expression.values[i])]);
      return entries.some(([, value]) => value === undefined) ? undefined : Object.fromEntries(entries);
    }
    default: return undefined;
  }
}

function list(values) {
  return values.includes(undefined) ? undefined : values;
}

/** The documentation comment that ends right before a declaration, as plain text. */
export function commentBefore(declaration) {
  const source = declaration.range.source.text;
  const before = source.substring(Math.max(0, declaration.range.start - 4096), declaration.range.start).trimEnd();
  if (before.endsWith("*/")) {
    const start = before.lastIndexOf("/*");
    if (start < 0 || before[start + 2] !== "*") return "";
    return before.substring(start + 3, before.length - 2).split("\n").map(line => line.replace(/^\s*\*?\s?/, "").trim()).join(" ").trim();
  }
  const lines = [];
  for (const line of before.split("\n").reverse()) {
    const match = /^\s*\/\/\/\s?(.*)$/.exec(line);
    if (!match) break;
    lines.unshift(match[1].trim());
  }
  return lines.join(" ");
}
