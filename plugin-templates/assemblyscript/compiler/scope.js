// Which declaration a name in a file means.
import { NodeKind } from "assemblyscript";

/** The names of all files of one compilation. */
export class Scope {
  #files = new Map();

  constructor(sources) {
    for (const source of sources) this.#files.set(source.internalPath, namesOf(source));
  }

  /** The declaration that `name` means in `source`, with the file it stands in; null if unknown. */
  find(source, name, depth = 0) {
    const names = this.#files.get(source.internalPath);
    if (!names || depth > 16) return null;
    const local = names.declared.get(name);
    if (local) return { declaration: local, source };
    const imported = names.imported.get(name);
    if (imported) return this.#exported(imported.path, imported.name, depth + 1);
    return null;
  }

  #exported(path, name, depth) {
    const names = this.#files.get(path) ?? this.#files.get(path + "/index");
    if (!names || depth > 16) return null;
    const passed = names.passed.get(name);
    if (passed) return this.#exported(passed.path, passed.name, depth + 1);
    const found = this.find(names.source, names.renamed.get(name) ?? name, depth);
    if (found) return found;
    for (const star of names.stars) {
      const behind = this.#exported(star, name, depth + 1);
      if (behind) return behind;
    }
    return null;
  }

  /** Every declaration that a file imports by name, or as a whole. */
  *imports(source) {
    const names = this.#files.get(source.internalPath);
    for (const { path, name } of names.imported.values()) {
      const found = this.#exported(path, name, 1);
      if (found) yield found;
    }
    for (const path of names.wholes) yield* this.#all(path, 1);
  }

  *#all(path, depth) {
    const names = this.#files.get(path) ?? this.#files.get(path + "/index");
    if (!names || depth > 16) return;
    for (const declaration of names.declared.values()) yield { declaration, source: names.source };
    for (const passed of names.passed.values()) {
      const found = this.#exported(passed.path, passed.name, depth + 1);
      if (found) yield found;
    }
  }
}

function namesOf(source) {
  const names = {
    source, declared: new Map(), imported: new Map(), passed: new Map(), renamed: new Map(), stars: [], wholes: []
  };
  for (const statement of source.statements) {
    switch (statement.kind) {
      case NodeKind.ClassDeclaration:
      case NodeKind.EnumDeclaration:
      case NodeKind.FunctionDeclaration:
        names.declared.set(statement.name.text, statement);
        break;
      case NodeKind.Import:
        if (statement.namespaceName) names.wholes.push(statement.internalPath);
        for (const one of statement.declarations ?? []) {
          names.imported.set(one.name.text, { path: statement.internalPath, name: one.foreignName.text });
        }
        break;
      case NodeKind.Export:
        if (!statement.members && statement.internalPath) names.stars.push(statement.internalPath);
        for (const one of statement.members ?? []) {
          if (statement.internalPath) names.passed.set(one.exportedName.text, { path: statement.internalPath, name: one.localName.text });
          else names.renamed.set(one.exportedName.text, one.localName.text);
        }
        break;
    }
  }
  return names;
}
