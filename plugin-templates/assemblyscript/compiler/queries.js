// Classes with @query: which entities a system sees, and a row of them as typed views.
import { NodeKind, CommonFlags } from "assemblyscript";
import { dropMarks, marksOf } from "./marks.js";
import { decorator, members, textOf, typeNamed } from "./ast.js";

const MAX_TERMS = 32;
const TAKEN = new Set(["entity", "row", "count", "next", "seek", "first", "find", "rowOf"]);

/** Reads a query class; terms name their component's schema. */
export function readQuery(declaration, source, schemaOf, problems) {
  const query = { declaration, source, name: declaration.name.text, terms: [], members: [] };
  if (declaration.typeParameters?.length) problems.error(declaration.name, "A @query cannot have type parameters.");
  if (declaration.extendsType) problems.error(declaration.extendsType, "A @query cannot extend a class: write its terms out.");
  for (const member of declaration.members) {
    if (member.kind !== NodeKind.FieldDeclaration || member.is(CommonFlags.Static)) {
      if (member.kind === NodeKind.MethodDeclaration && member.is(CommonFlags.Constructor)) {
        problems.error(member.name, `${query.name} is made by the world and handed to systems: it has no constructor.`);
      }
      continue;
    }
    readTerm(query, member, source, schemaOf, problems);
  }
  if (query.terms.length === 0) problems.error(declaration.name, `${query.name} names no component: write at least one, such as 'transform: Transform;'.`);
  if (query.terms.length > MAX_TERMS) problems.error(declaration.name, `${query.name} has ${query.terms.length} terms; there can be ${MAX_TERMS}.`);
  return query;
}

function readTerm(query, member, source, schemaOf, problems) {
  const name = member.name.text;
  const marks = marksOf(member, "term", problems);
  if (TAKEN.has(name) || name.startsWith("__")) problems.error(member.name, `'${name}' is a member that every query has: choose another name.`);
  if (!member.type || member.type.kind !== NodeKind.NamedType) {
    problems.error(member.type ?? member.name, `Write the component of '${name}', such as '${name}: Transform'.`);
    return;
  }
  if (member.initializer) problems.error(member.initializer, `'${name}' is what the world holds: it cannot start with a value here.`);
  const schema = schemaOf(source, member.type.name.identifier.text);
  if (!schema || (schema.kind !== "component" && schema.kind !== "tag")) {
    problems.error(member.type, schema
      ? `${schema.name} is a @${schema.kind}, and a query is made of components.`
      : `${textOf(member.type)} is no component here: declare it with @component, or import it.`);
    return;
  }
  const filter = ["with", "without"].find(each => marks[each]);
  const carries = !filter && (!marks.changed || marks.write || marks.optional);
  if (filter && (marks.write || marks.optional)) {
    problems.error(member.name, `@${filter} only asks whether ${schema.name} is there: leave ${marks.write ? "@write" : "@optional"} away.`);
    return;
  }
  if (marks.with && marks.without) problems.error(member.name, `'${name}' cannot be both @with and @without.`);
  if (carries && schema.fields.length === 0) {
    problems.error(member.type, `${schema.name} carries no data: write @with or @without before '${name}'.`);
    return;
  }
  if (member.type.isNullable && !marks.optional) {
    problems.error(member.type, `'${name}' is always there: write '${schema.name}' alone, or mark it @optional.`);
    return;
  }
  if (carries && marks.optional && !member.type.isNullable) {
    problems.error(member.type, `Rows may lack ${schema.name}: write '@optional ${name}: ${schema.name} | null' and test it before use.`);
    return;
  }
  const term = access => query.terms.push({ schema, access, ...(marks.optional && access !== "changed" && { optional: true }) });
  if (filter) term(filter);
  if (carries) {
    term(marks.write ? "write" : "read");
    query.members.push({ name, member, schema, write: !!marks.write, optional: !!marks.optional, column: query.members.length });
  }
  if (marks.changed) term("changed");
}

/** Turns the class into a cursor over rows. */
export function rewriteQuery(query) {
  const { declaration } = query;
  const range = declaration.name.range;
  const kept = declaration.members.filter(member => member.kind !== NodeKind.FieldDeclaration || member.is(CommonFlags.Static));
  const columns = query.members.map(term => `__c${term.column}: usize;`).join("\n");
  const views = query.members.flatMap(term => members(access(term), term.member.range));
  declaration.members = [...(columns ? members(columns, range) : []), ...views, ...kept];
  declaration.extendsType = typeNamed("__Query", range);
  declaration.flags |= CommonFlags.Export;
  dropMarks(declaration);
  declaration.decorators = [...(declaration.decorators ?? []), decorator("unmanaged", range)];
}

function access({ name, member, schema, write, optional, column }) {
  const type = member.type.name.identifier.text;
  const view = optional
    ? `@inline __view${column}(column: usize, at: usize): ${type} | null { return column ? changetype<${type}>(at) : null; }`
    : `@inline __view${column}(at: usize): ${type} { return changetype<${type}>(at); }`;
  return `${view}\n${property(name, type, { schema, write, optional, column })}`;
}

function property(name, type, { schema, write, optional, column }) {
  const at = `this.__c${column} + <usize>this.__i * ${schema.bytes}`;
  if (optional) {
    return `get ${name}(): ${type} | null { return this.__c${column} ? changetype<${type}>(${at}) : null; }`;
  }
  const get = `get ${name}(): ${type} { return changetype<${type}>(${at}); }`;
  return write ? `${get}\nset ${name}(value: ${type}) { memory.copy(${at}, changetype<usize>(value), ${schema.bytes}); }` : get;
}
