// Classes with @component, @tag, @message, @state and @layout: read, laid out, rewritten as views.
import { NodeKind, CommonFlags } from "assemblyscript";
import { align, defaultOf, fieldType, layOut } from "./fields.js";
import { commentBefore, decorator, members, textOf } from "./ast.js";
import { dropMarks, markNode, marksOf } from "./marks.js";

const KINDS = ["component", "tag", "message", "query", "state", "layout"];
const NAME = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;
const USE = /^(?:vivarium|[a-z][a-z0-9-]*)\/[A-Za-z][A-Za-z0-9_]{0,63}$/;
const MAX_FIELDS = 64;
const MAX_BYTES = { component: 1024, tag: 0, message: 65536, state: 1 << 20, layout: 1024 };

/** What kind of declaration of ours a class is; null for an ordinary class. */
export function kindOf(declaration, marks, problems) {
  const kinds = KINDS.filter(kind => kind in marks);
  if (kinds.length > 1) problems.error(declaration.name, `${declaration.name.text} cannot be both @${kinds[0]} and @${kinds[1]}.`);
  if (kinds.length) return kinds[0];
  if (marks.use || marks.singleton || marks.sparse) return "component";
  if (marks.version) problems.error(markNode(declaration, "version"), "@version goes with @component, @message or @state.");
  return null;
}

/** Reads a class whose bytes cross to the host. */
export function readSchema(declaration, kind, marks, source, plugin, scope, problems) {
  const name = declaration.name.text;
  checkShape(declaration, kind, problems);
  if (!NAME.test(name)) problems.error(declaration.name, `'${name}' cannot name a ${kind}: 1 to 64 letters, digits and underscores, a letter first.`);
  if (marks.use && !USE.test(marks.use)) problems.error(markNode(declaration, "use"), `@use takes PLUGIN/Name, such as "tide/Tide" or "vivarium/Transform".`);
  if (marks.singleton && marks.sparse) problems.error(markNode(declaration, "sparse"), `${name} is a @singleton: there is one, so @sparse says nothing.`);
  if (marks.singleton && kind !== "component") problems.error(markNode(declaration, "singleton"), "@singleton goes with @component.");
  if (marks.sparse && kind !== "component") problems.error(markNode(declaration, "sparse"), "@sparse goes with @component; a @tag is sparse by itself.");
  checkNames(declaration, source, problems);
  const fields = [];
  for (const member of declaration.members) {
    if (member.kind !== NodeKind.FieldDeclaration || member.is(CommonFlags.Static)) continue;
    const field = readField(member, kind, source, scope, problems);
    if (field) fields.push(field);
  }
  const count = declaration.members.filter(member => member.kind === NodeKind.FieldDeclaration && !member.is(CommonFlags.Static)).length;
  if (kind === "tag" && count) problems.error(declaration.name, `A @tag has no fields: make ${name} a @component.`);
  if (kind === "component" && !count && !marks.use) problems.error(declaration.name, `${name} has no fields: make it a @tag.`);
  if (count > MAX_FIELDS) problems.error(declaration.name, `${name} has ${count} fields; there can be ${MAX_FIELDS}.`);
  const bytes = layOut(fields);
  const room = fields.reduce((sum, field) => sum + (field.stride ? align(field.capacity, 8) : 0), align(bytes, 8));
  if ((kind === "message" ? room : bytes) > MAX_BYTES[kind] && kind !== "tag") {
    problems.error(declaration.name, `${name} takes ${kind === "message" ? room : bytes} bytes; a ${kind} can have ${MAX_BYTES[kind]}.`);
  }
  if (kind === "message" && isOptionsOf(marks.message)) checkCaps(declaration, marks.message[1], problems);
  return {
    kind, name, declaration, source, plugin, fields, bytes, marks, doc: marks.doc ?? commentBefore(declaration), index: 65535, migratesFrom: []
  };
}

/** Names given twice, before the compiler finds them in members made of them, which the author never wrote. */
function checkNames(declaration, source, problems) {
  const first = new Map();
  for (const member of declaration.members) {
    if (member.is(CommonFlags.Static)) continue;
    const name = member.name.text;
    const before = first.get(name);
    if (!before) first.set(name, member);
    else if (isField(before) || isField(member)) {
      const what = isField(before) ? "field" : "method";
      const line = source.lineAt(before.name.range.start);
      problems.error(member.name, `${declaration.name.text} has a ${what} '${name}' already, in line ${line}.`);
    }
  }
}

function isField(member) {
  return member.kind === NodeKind.FieldDeclaration;
}

function isOptionsOf(mark) {
  return Array.isArray(mark);
}

function checkCaps(declaration, caps, problems) {
  for (const key of Object.keys(caps)) {
    const good = ["maxCount", "maxBytes"].includes(key) && Number.isInteger(caps[key]) && caps[key] > 0;
    if (!good) problems.error(markNode(declaration, "message"), `@message takes { maxCount, maxBytes } with whole numbers above 0, not '${key}'.`);
  }
}

function checkShape(declaration, kind, problems) {
  const name = declaration.name.text;
  if (declaration.typeParameters?.length) problems.error(declaration.name, `A @${kind} cannot have type parameters: its bytes must be known.`);
  if (declaration.extendsType) problems.error(declaration.extendsType, `A @${kind} cannot extend a class: write its fields into ${name}.`);
  if (declaration.implementsTypes?.length) problems.error(declaration.implementsTypes[0], `A @${kind} cannot implement an interface: it lies in the world's memory.`);
  for (const member of declaration.members) {
    if (member.kind === NodeKind.MethodDeclaration && member.is(CommonFlags.Constructor)) {
      problems.error(member.name, `${name} gets its constructor by itself, with its fields in order: new ${name}(...).`);
    }
  }
}

function readField(member, kind, source, scope, problems) {
  const marks = marksOf(member, "field", problems);
  const name = member.name.text;
  if (!NAME.test(name)) problems.error(member.name, `'${name}' cannot name a field: 1 to 64 letters, digits and underscores, a letter first.`);
  const lookUp = typeName => scope.find(source, typeName)?.declaration ?? null;
  const type = fieldType(member, marks, kind === "message", lookUp, problems);
  if (!type) return null;
  const field = { ...type, name, member, typeName: member.type.name.identifier.text, typeText: textOf(member.type), marks };
  field.doc = marks.doc ?? commentBefore(member);
  if (member.initializer) {
    const value = defaultOf(field, member.initializer, problems);
    if (value === null) return null;
    field.default = value;
    field.initializer = textOf(member.initializer);
  }
  return field;
}

/** Turns the class into a view over its bytes. */
export function rewriteSchema(schema) {
  const { declaration } = schema;
  const kept = declaration.members.filter(member => member.kind !== NodeKind.FieldDeclaration || member.is(CommonFlags.Static));
  const views = [];
  let at = 0, fillers = 0;
  for (const field of schema.fields) {
    const range = field.member.range;
    const pad = upTo => {
      const lines = [];
      while (at < upTo) {
        const size = [8, 4, 2, 1].find(each => at % each === 0 && at + each <= upTo);
        lines.push(`private __${fillers++}: u${size * 8};`);
        at += size;
      }
      if (lines.length) views.push(...members(lines.join("\n"), range));
    };
    pad(field.offset);
    if (field.shape === "native") {
      field.member.decorators = null;
      field.member.initializer = null;
      views.push(field.member);
      at += field.bytes;
    } else {
      views.push(...members(accessors(schema, field), range));
      pad(field.offset + field.bytes);
    }
  }
  declaration.members = [...views, ...kept, ...members(methods(schema), declaration.name.range)];
  declaration.flags |= CommonFlags.Export;
  dropMarks(declaration);
  const range = declaration.name.range;
  declaration.decorators = [...(declaration.decorators ?? []), decorator("unmanaged", range), decorator("final", range)];
}

const self = "changetype<usize>(this)";

function accessors(schema, field) {
  const { name, typeText: type, offset } = field;
  const at = `${self} + ${offset}`;
  const region = field.stride ? regionOf(schema, field) : 0;
  switch (field.shape) {
    case "native": return "";
    case "value": return `get ${name}(): ${type} { return changetype<${type}>(${at}); }
      set ${name}(value: ${type}) { memory.copy(${at}, changetype<usize>(value), ${field.bytes}); }`;
    case "enum": return `get ${name}(): ${type} { return <${type}>load<u8>(${self}, ${offset}); }
      set ${name}(value: ${type}) { store<u8>(${self}, <u8>value, ${offset}); }`;
    case "chars": return `get ${name}(): string { return __chars(${at}, ${field.capacity}); }
      set ${name}(value: string) { __setChars(${at}, ${field.capacity}, value); }`;
    case "fixed": return `get ${name}(): ${type} { return __fixed<${field.element.text}>(${at}, ${field.count}); }`;
    case "text": return `get ${name}(): string { return __text(${self}, ${offset}); }
      set ${name}(value: string) { __setText(${self}, ${offset}, ${region}, ${field.capacity}, value); }`;
    case "list": return `get ${name}(): ${type} { return __list<${field.element.text}>(${self}, ${offset}, ${region}, ${field.count}); }`;
    case "union": return `get ${name}(): ${type} { return __union(${self}, ${offset}, ${region}, ${field.capacity}); }`;
  }
}

function regionOf(schema, field) {
  let at = align(schema.bytes, 8);
  for (const each of schema.fields) {
    if (each === field) return at;
    if (each.stride) at += align(each.capacity, 8);
  }
  return at;
}

function methods(schema) {
  const { name, fields, bytes, index, kind } = schema;
  const parts = fields.filter(field => field.stride);
  const room = parts.reduce((sum, field) => sum + align(field.capacity, 8), parts.length ? align(bytes, 8) : bytes);
  const lines = [constructorOf(schema, room), `__bytes(): i32 { return ${bytes}; }`];
  if (kind === "component" || kind === "tag") lines.push(`__component(): i32 { return ${index}; }`);
  if (kind === "message") lines.push(`__channel(): i32 { return ${index}; }`);
  if (parts.length) {
    const cell = field => field.shape === "union" ? field.offset + 4 : field.offset;
    lines.push(`__size(): u32 {
        let at: u32 = ${bytes};
        ${parts.map(field => `at = __partEnd(${self}, at, ${cell(field)}, ${field.stride});`).join("\n")}
        return at;
      }
      __pack(to: usize): void {
        memory.copy(to, ${self}, ${bytes});
        let at: u32 = ${bytes};
        ${parts.map(field => `at = __packPart(${self}, to, at, ${cell(field)}, ${field.stride});`).join("\n")}
      }`);
  } else if (fields.length && !schema.declaration.members.some(member => member.name.text === "copy")) {
    lines.push(`copy(from: ${name}): ${name} { memory.copy(${self}, changetype<usize>(from), ${bytes}); return this; }`);
  }
  return lines.join("\n");
}

function constructorOf(schema, room) {
  const { name, fields } = schema;
  const parameters = [], body = [];
  for (const field of fields) {
    const { name: own, typeText: type } = field;
    // A field may be called what a parameter may not, such as 'of'.
    const given = `_${own}`;
    switch (field.shape) {
      case "native":
        parameters.push(`${given}: ${type} = ${field.initializer ?? (field.type === "bool" ? "false" : "0")}`);
        body.push(`self.${own} = ${given};`);
        break;
      case "value":
        parameters.push(`${given}: ${type} | null = null`);
        body.push(`if (${given} !== null) self.${own} = ${given};`);
        if (field.initializer) body.push(`else self.${own} = ${field.initializer};`);
        break;
      case "enum":
        parameters.push(`${given}: ${type} = ${field.initializer ?? `<${type}>0`}`);
        body.push(`self.${own} = ${given};`);
        break;
      case "chars": case "text":
        parameters.push(`${given}: string = ${field.initializer ?? '""'}`);
        body.push(`if (${given}.length) self.${own} = ${given};`);
        break;
      case "fixed": case "list":
        parameters.push(`${given}: StaticArray<${field.element.text}> | null = null`);
        body.push(`if (${given} !== null) self.${own}.assign(${given});`);
        break;
      case "union": break;
    }
  }
  return `constructor(${parameters.join(", ")}) { let self = changetype<${name}>(__value(${Math.max(room, 1)})); ${body.join(" ")} return self; }`;
}

/** The schema as the descriptor has it. */
export function describeSchema(schema, plugin) {
  const { marks, kind } = schema;
  const fields = schema.fields.map(field => ({
    name: field.name, type: field.type,
    ...(field.marks.unit && { unit: field.marks.unit }),
    ...(field.marks.range && { range: field.marks.range }),
    ...(field.default !== undefined && { default: field.default }),
    ...(field.doc && { doc: field.doc }),
    ...(field.marks.renamedFrom && { renamedFrom: field.marks.renamedFrom })
  }));
  const use = marks.use ?? (schema.plugin !== plugin ? `${schema.plugin}/${schema.name}` : null);
  if (use) return { use, fields: fields.map(({ name, type }) => ({ name, type })) };
  const described = { name: schema.name, version: marks.version ?? 1, ...(schema.doc && { doc: schema.doc }) };
  if (kind === "message") {
    const [locality, caps] = Array.isArray(marks.message) ? marks.message : [marks.message, {}];
    return { ...described, locality, ...caps, fields };
  }
  const storage = marks.singleton ? "singleton" : marks.sparse || kind === "tag" ? "sparse" : "table";
  return { ...described, storage, fields, ...(schema.migratesFrom.length && { migratesFrom: schema.migratesFrom }) };
}
