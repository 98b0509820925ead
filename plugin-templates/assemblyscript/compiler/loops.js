// Loops over the rows of a query that keep their place in local variables, not in memory.
import { Node, NodeKind, Token } from "assemblyscript";
import { replaceNode, statements, walk } from "./ast.js";

const ROW_READS = new Set(["entity", "row"]);
const SAFE_READS = new Set(["count", "rowOf"]);
const CLOCK_READS = new Set(["tick", "time", "delta", "reason", "isClient"]);
const INNER_LOOPS = new Set([NodeKind.While, NodeKind.Do, NodeKind.For, NodeKind.ForOf]);

/** The name of the view in `while (view.next())`, or null for any other loop. */
export function viewOf(loop) {
  const call = loop.condition;
  if (call.kind !== NodeKind.Call || call.args.length || call.expression.kind !== NodeKind.PropertyAccess) return null;
  const { expression, property } = call.expression;
  return property.text === "next" && expression.kind === NodeKind.Identifier ? expression.text : null;
}

/** What can be kept in locals in one function: `keeps(view)` for queries, and the clocks' names. */
export function readLocals(declaration, queries, clocks, isSystem) {
  const unsafe = new Set();
  const call = new Set();
  walk(declaration.body, (node, parent) => {
    if (node.kind === NodeKind.Call) for (const argument of node.args) call.add(argument);
    if (node.kind === NodeKind.VariableDeclaration || node.kind === NodeKind.Parameter) unsafe.add(node.name.text);
    if (node.kind === NodeKind.Function) walk(node, each => { if (each.kind === NodeKind.Identifier) unsafe.add(each.text); });
    if (node.kind !== NodeKind.Identifier || call.has(node)) return;
    if (parent?.kind !== NodeKind.PropertyAccess) unsafe.add(node.text);
  });
  // Only a system knows that its views are not one and the same.
  const seen = [...queries.values()];
  const alone = query => isSystem || seen.filter(each => each === query).length === 1;
  return {
    keeps: view => !unsafe.has(view) && alone(queries.get(view)),
    clocks: new Set([...clocks].filter(clock => !unsafe.has(clock))),
    loops: 0
  };
}

/** Puts a loop that keeps its row in locals in the place of `loop`; false where it must stay as it is. */
export function keepInLocals(loop, parent, view, query, locals) {
  if (!locals.keeps(view)) return false;
  const found = readBody(loop.body, view, query, locals.clocks);
  if (!found) return false;
  const id = locals.loops++;
  for (const one of found.breaks) leave(one, `${view}.__i = __i${id}; __stop${id} = true;`);
  for (const one of found.returns) leave(one, `${view}.__i = __i${id};`);
  for (const one of found.reads) replaceRead(one, view, id);
  for (const { node, parent: above } of found.times) {
    replaceNode(above, node, Node.createIdentifierExpression(`__${node.property.text}${id}`, node.range));
  }
  replaceNode(parent, loop, rowsLoop(loop, view, found, id));
  return true;
}

/** All uses of the view in a loop's body, or null where one may move it or needs it in memory. */
function readBody(body, view, query, clocks) {
  const found = { reads: [], times: [], breaks: [], returns: [], columns: new Set(), uses: new Set() };
  let kept = true;
  const visit = (node, parent, inside) => {
    if (node.kind === NodeKind.Function) return;
    if (node.kind === NodeKind.Return) found.returns.push({ node, parent });
    if (node.kind === NodeKind.Break) {
      if (node.label) kept = false;
      else if (!inside) found.breaks.push({ node, parent });
    }
    const isMember = parent?.kind === NodeKind.PropertyAccess && parent.property === node;
    if (node.kind === NodeKind.Identifier && node.text === view && !isMember) kept = false;
    if (node.kind === NodeKind.PropertyAccess && node.expression.kind === NodeKind.Identifier) {
      const name = node.property.text;
      if (clocks.has(node.expression.text) && CLOCK_READS.has(name)) found.times.push({ node, parent });
      if (node.expression.text === view) {
        const term = query.members.find(each => each.name === name);
        const assigned = parent.kind === NodeKind.Binary && parent.operator === Token.Equals && parent.left === node;
        if (assigned || !(term || ROW_READS.has(name) || SAFE_READS.has(name))) kept = false;
        else if (term || ROW_READS.has(name)) {
          found.reads.push({ node, parent, term });
          if (term) found.columns.add(term);
          else found.uses.add(name);
        }
        return;
      }
    }
    const within = inside || INNER_LOOPS.has(node.kind) || node.kind === NodeKind.Switch;
    for (const key in node) {
      if (key === "range") continue;
      for (const child of Array.isArray(node[key]) ? node[key] : [node[key]]) if (child instanceof Node) visit(child, node, within);
    }
  };
  visit(body, null, false);
  return kept ? found : null;
}

function leave({ node, parent }, text) {
  replaceNode(parent, node, Node.createBlockStatement([...statements(text, node.range), node], node.range));
}

function replaceRead({ node, parent, term }, view, id) {
  const at = term ? `__at${id}_${term.column}` : "";
  const text = !term ? (node.property.text === "row" ? `__first${id} + __i${id}` : `${view}.__entityAt(__ids${id} + (<usize>__i${id} << 3))`)
    : `${view}.__view${term.column}(${term.optional ? `${at}, ` : ""}${at} + <usize>__i${id} * ${term.schema.bytes})`;
  const [{ expression }] = statements(`(${text});`, node.range);
  replaceNode(parent, node, expression);
}

function rowsLoop(loop, view, { breaks, times, columns, uses }, id) {
  const hoisted = new Map(times.map(({ node }) => [node.property.text, node.expression.text]));
  const [block] = statements(`{
    ${view}.__start();
    const __cells${id} = ${view}.__cells();
    ${breaks.length ? `let __stop${id} = false;` : ""}
    ${[...hoisted].map(([name, clock]) => `const __${name}${id} = ${clock}.${name};`).join("\n")}
    while (${breaks.length ? `!__stop${id} && ` : ""}${view}.__advance()) {
      ${[...columns].map(({ column }) => `const __at${id}_${column} = ${view}.__c${column};`).join("\n")}
      ${uses.has("entity") ? `const __ids${id} = ${view}.__ids;` : ""}
      ${uses.has("row") ? `const __first${id} = ${view}.__first;` : ""}
      const __cause${id} = ${view}.__cause();
      const __n${id} = ${view}.__n;
      for (let __i${id} = 0; __i${id} < __n${id}; __i${id}++) {
        ${view}.__mark(__cells${id}, __cause${id} + (<u64>__i${id} << 32));
      }
    }
  }`, loop.condition.range);
  block.range = loop.range;
  const rows = block.statements.at(-1).body.statements.at(-1).body;
  rows.statements.push(loop.body);
  rows.range = loop.body.range;
  return block;
}
