// Types of fields: what the author writes, what the descriptor says, where the bytes lie.
import { NodeKind, LiteralKind } from "assemblyscript";
import { literal, textOf } from "./ast.js";

const NUMBERS = {
  f32: 4, f64: 8, i8: 1, i16: 2, i32: 4, i64: 8, u8: 1, u16: 2, u32: 4, u64: 8, bool: 1
};
const HANDLES = { Entity: "entity", Asset: "asset", Blob: "blob" };
const VALUES = {
  Vec2: { type: "vec2", bytes: 8, zero: [0, 0] },
  Vec3: { type: "vec3", bytes: 12, zero: [0, 0, 0] },
  Vec4: { type: "vec4", bytes: 16, zero: [0, 0, 0, 0] },
  Quat: { type: "quat", bytes: 16, zero: [0, 0, 0, 1] },
  Mat4: { type: "mat4", bytes: 64, zero: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1] },
  Color: { type: "color", bytes: 16, zero: [1, 1, 1, 1] }
};
const KNOWN = "f32, f64, i8 to i64, u8 to u64, bool, Vec2, Vec3, Vec4, Quat, Mat4, Color, Entity, Asset, Blob, "
  + "an enum, `@capacity(n) string` or `@fixed(n) Fixed<T>`";
const KNOWN_IN_MESSAGES = `${KNOWN}, \`@capacity(n) List<T>\`, \`@capacity(n) Bytes\` or \`@union(...) Union\``;

export const VALUE_NAMES = Object.keys(VALUES);

export const align = (at, to) => Math.ceil(at / to) * to;

/** A type that fits an array or list: a number, a handle or a value. Null otherwise. */
function plain(name) {
  if (NUMBERS[name]) return { type: name, bytes: NUMBERS[name], align: NUMBERS[name] };
  if (HANDLES[name]) return { type: HANDLES[name], bytes: 8, align: 8 };
  const value = VALUES[name];
  return value ? { type: value.type, bytes: value.bytes, align: 4 } : null;
}

/**
 * Reads one field's type. Gives `{ shape, type, bytes, align, ... }`, or null after reporting why not.
 * Shapes: native, value, enum, chars, fixed, and in messages text, list, union.
 */
export function fieldType(node, marks, inMessage, scope, problems) {
  const where = node.name.text;
  const type = node.type;
  if (!type) {
    problems.error(node.name, `Write the type of '${where}': its bytes are laid out by it.`);
    return null;
  }
  if (type.kind !== NodeKind.NamedType || type.isNullable) {
    problems.error(type, `'${where}' cannot be ${textOf(type)}: a field is ${inMessage ? KNOWN_IN_MESSAGES : KNOWN}.`);
    return null;
  }
  const name = type.name.identifier.text;
  const capacity = marks.capacity, fixed = marks.fixed;
  const need = (mark, value, most, example) => {
    if (Number.isInteger(value) && value >= 1 && value <= most) return true;
    problems.error(type, `'${where}' needs ${mark} from 1 to ${most}, such as ${example}.`);
    return false;
  };
  if (name === "string") {
    if (!need("@capacity", capacity, 65536, `@capacity(64) ${where}: string`)) return null;
    return inMessage
      ? { shape: "text", type: `string<${capacity}>`, bytes: 8, align: 4, capacity, stride: 1 }
      : { shape: "chars", type: `char[${capacity}]`, bytes: capacity, align: 1, capacity };
  }
  if (name === "Fixed") {
    const element = elementOf(type, where, problems);
    if (!element || !need("@fixed", fixed, 1024, `@fixed(4) ${where}: ${textOf(type)}`)) return null;
    return { shape: "fixed", type: `${element.type}[${fixed}]`, bytes: element.bytes * fixed, align: element.align, count: fixed, element };
  }
  if (inMessage && (name === "List" || name === "Bytes")) {
    const element = name === "Bytes" ? { type: "u8", bytes: 1, align: 1, text: "u8" } : elementOf(type, where, problems);
    if (!element || !need("@capacity", capacity, 65536, `@capacity(16) ${where}: ${textOf(type)}`)) return null;
    return {
      shape: "list", type: name === "Bytes" ? `bytes<${capacity}>` : `list<${element.type},${capacity}>`,
      bytes: 8, align: 4, capacity: capacity * element.bytes, count: capacity, stride: element.bytes, element
    };
  }
  if (inMessage && name === "Union") return unionOf(type, marks.union, where, problems);
  if (name === "List" || name === "Bytes" || name === "Union") {
    problems.error(type, `'${where}' cannot be ${textOf(type)} outside of a message: its size must be fixed. Use \`@fixed(4) ${where}: Fixed<f32>\`, or a Blob.`);
    return null;
  }
  if (capacity !== undefined || fixed !== undefined) {
    problems.error(node.name, `@${capacity !== undefined ? "capacity" : "fixed"} has no meaning on '${where}: ${textOf(type)}'.`);
    return null;
  }
  const simple = plain(name);
  if (simple) return { shape: VALUES[name] ? "value" : "native", value: VALUES[name], name, ...simple };
  const declaration = scope(name);
  if (declaration && declaration.kind === NodeKind.EnumDeclaration) return enumOf(type, declaration, problems);
  const allowed = inMessage ? KNOWN_IN_MESSAGES : KNOWN;
  problems.error(type, declaration
    ? `'${where}' cannot be ${textOf(type)}: a field lies in the world's memory and holds no references. It is ${allowed}.`
    : `The type ${textOf(type)} of '${where}' is not known here. A field is ${allowed}.`);
  return null;
}

function elementOf(type, where, problems) {
  const argument = type.typeArguments?.[0];
  const element = argument?.kind === NodeKind.NamedType && !argument.isNullable ? plain(argument.name.identifier.text) : null;
  if (!element) problems.error(type, `'${where}' can hold several numbers, handles or values such as Vec3, not ${argument ? textOf(argument) : "nothing"}.`);
  return element && { ...element, text: textOf(argument) };
}

const ALTERNATIVE = /^(?:(string|bytes)<(\d+)>|[a-z0-9]+)$/;

function unionOf(type, alternatives, where, problems) {
  if (!Array.isArray(alternatives) || alternatives.length === 0) {
    problems.error(type, `'${where}' needs its alternatives, such as @union("f32", "vec3", "string<64>") ${where}: Union.`);
    return null;
  }
  const sizes = alternatives.map(text => {
    const match = typeof text === "string" ? ALTERNATIVE.exec(text) : null;
    if (!match) return 0;
    if (match[1]) return Number(match[2]);
    const value = Object.values(VALUES).find(v => v.type === text);
    return value ? value.bytes : NUMBERS[text] ?? (Object.values(HANDLES).includes(text) ? 8 : 0);
  });
  const wrong = sizes.findIndex(size => size < 1 || size > 65536);
  if (wrong >= 0) {
    problems.error(type, `"${alternatives[wrong]}" cannot be an alternative of '${where}': use names such as "f32", "vec3", "entity", "string<64>".`);
    return null;
  }
  return { shape: "union", type: `union<${alternatives.join("|")}>`, bytes: 12, align: 4, capacity: Math.max(...sizes), stride: 1 };
}

function enumOf(type, declaration, problems) {
  const names = declaration.values.map(value => value.name.text);
  const inOrder = declaration.values.every((value, i) => !value.initializer || literal(value.initializer) === i);
  if (!inOrder || names.length < 1 || names.length > 256) {
    problems.error(type, `The enum ${declaration.name.text} cannot be a field: its values must be 0, 1, 2 and so on, at most 256.`);
    return null;
  }
  return { shape: "enum", type: `enum(${names.join(",")})`, bytes: 1, align: 1, names };
}

/** Offsets as in C; returns the size. */
export function layOut(fields) {
  let at = 0, widest = 1;
  for (const field of fields) {
    at = align(at, field.align);
    field.offset = at;
    at += field.bytes;
    widest = Math.max(widest, field.align);
  }
  return align(at, widest);
}

/** The value a field starts with as JSON, undefined for none, or null after reporting. */
export function defaultOf(field, initializer, problems) {
  const wrong = what => {
    problems.error(initializer, `'${field.name}' can only start with ${what}: new rows are filled without running code.`);
    return null;
  };
  switch (field.shape) {
    case "native": {
      const value = literal(initializer);
      if (field.type === "bool") return typeof value === "boolean" ? value : wrong("true or false");
      return typeof value === "number" ? value : wrong("a plain number");
    }
    case "value": return valueDefault(field, initializer) ?? wrong(`new ${field.typeName}(...) of plain numbers`);
    case "enum": {
      const access = initializer.kind === NodeKind.PropertyAccess ? field.names.indexOf(initializer.property.text) : -1;
      return access >= 0 ? access : wrong("one of its enum's values");
    }
    case "chars": case "text": {
      const value = initializer.kind === NodeKind.Literal && initializer.literalKind === LiteralKind.String ? initializer.value : undefined;
      return value !== undefined ? value : wrong("a plain string");
    }
    default: return wrong("nothing; fill it when you make one");
  }
}

function valueDefault(field, initializer) {
  if (initializer.kind !== NodeKind.New || initializer.typeName.identifier.text !== field.typeName) return null;
  const given = initializer.args.map(literal);
  const zero = field.value.zero;
  if (given.length > zero.length || given.some(value => typeof value !== "number")) return null;
  return zero.map((value, i) => given[i] ?? value);
}
