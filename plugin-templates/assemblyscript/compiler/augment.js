// What the compiler adds to an author's classes, added to the text that the language service reads, so
// that `shoal.next()` and `new Fish(1)` are known there too; and the way from one text to the other.
import ts from "typescript";

const WITH_CONSTRUCTOR = new Set(["component", "message", "layout"]);

/** A source as the author wrote it (`text`) and as the language service reads it (`shown`). */
export class Augmented {
  #at;
  #sizes;

  constructor(text) {
    this.text = text;
    const added = additions(text).sort((a, b) => a.at - b.at);
    let shown = "";
    let from = 0;
    for (const { at, text: more } of added) {
      shown += text.substring(from, at) + more;
      from = at;
    }
    this.shown = shown + text.substring(from);
    this.#at = added.map(one => one.at);
    this.#sizes = added.map(one => one.text.length);
  }

  /** Where a place of the author's text stands in the shown one. */
  toShown(offset) {
    let shown = offset;
    for (let i = 0; i < this.#at.length && this.#at[i] < offset; i++) shown += this.#sizes[i];
    return shown;
  }

  /** Where a place of the shown text stands in the author's; what was added stands where it was put in. */
  toText(shown) {
    let before = 0;
    for (let i = 0; i < this.#at.length; i++) {
      const start = this.#at[i] + before;
      if (shown <= start) break;
      if (shown < start + this.#sizes[i]) return this.#at[i];
      before += this.#sizes[i];
    }
    return shown - before;
  }
}

function additions(text) {
  const added = [];
  // A keyword cannot name a decorator there.
  for (const match of text.matchAll(/@with\b/g)) added.push({ at: match.index + 5, text: "_" });
  if (!text.includes("@")) return added;
  const source = ts.createSourceFile("augmented.ts", text, ts.ScriptTarget.ESNext, true);
  for (const statement of source.statements) {
    if (ts.isClassDeclaration(statement) && statement.name) addTo(statement, marksOf(statement), source, added);
  }
  return added;
}

function marksOf(declaration) {
  return new Set((ts.getDecorators(declaration) ?? []).map(one => {
    const called = ts.isCallExpression(one.expression) ? one.expression.expression : one.expression;
    return ts.isIdentifier(called) ? called.text : "";
  }));
}

function addTo(declaration, marks, source, added) {
  if (marks.has("query") && !declaration.heritageClauses) {
    added.push({ at: declaration.name.end, text: " extends __Query" });
  }
  const makes = [...marks].some(mark => WITH_CONSTRUCTOR.has(mark));
  if (makes && !declaration.members.some(ts.isConstructorDeclaration)) {
    const open = source.text.indexOf("{", declaration.name.end);
    if (open >= 0) added.push({ at: open + 1, text: ` constructor(${parameters(declaration, source)}) {}` });
  }
}

function parameters(declaration, source) {
  return declaration.members
    .filter(member => ts.isPropertyDeclaration(member) && member.type && ts.isIdentifier(member.name))
    .map(member => `${member.name.text}?: ${member.type.getText(source)}`)
    .join(", ");
}
