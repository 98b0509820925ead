// From the parsed files of a plugin to its descriptor, its views and the module's entry.
import { NodeKind, CommonFlags } from "assemblyscript";
import { Problems } from "./problems.js";
import { Scope } from "./scope.js";
import { marksOf } from "./marks.js";
import { describeSchema, kindOf, readSchema, rewriteSchema } from "./schemas.js";
import { readQuery, rewriteQuery } from "./queries.js";
import { checkKeptValues, isBuiltInValue, prepareFunction, readMigration, readSystem } from "./systems.js";
import { entryOf } from "./entry.js";

const VOCABULARY = "~lib/vivarium/vocabulary";
const LIMITS = { components: 256, messages: 256, systems: 256 };

/**
 * Rewrites the parsed files of the plugin and gives its entry, `{ text, descriptor }`, or null after
 * reporting what is wrong. `sources` are the author's files and the vocabulary, `index` is the SDK's
 * own file of exports.
 */
export function rewritePlugin(sources, index, plugin, sdk, diagnostics) {
  return new Plugin(sources, index, plugin, sdk, new Problems(diagnostics)).rewrite();
}

class Plugin {
  constructor(sources, index, plugin, sdk, problems) {
    this.sources = sources;
    this.plugin = plugin;
    this.sdk = sdk;
    this.problems = problems;
    this.scope = new Scope([index, ...sources]);
    this.classes = new Map();
    this.systems = [];
    this.migrations = [];
  }

  ownerOf(source) {
    return source.internalPath === VOCABULARY ? "vivarium" : source.internalPath.split("/")[0];
  }

  isOwn(source) {
    return this.ownerOf(source) === this.plugin;
  }

  lookUp(source) {
    return name => {
      const found = this.scope.find(source, name);
      return found ? this.classes.get(found.declaration) ?? null : null;
    };
  }

  rewrite() {
    for (const source of this.sources) this.readSchemas(source);
    for (const source of this.sources) this.readQueries(source);
    const functions = [];
    for (const source of this.sources) {
      if (source.internalPath !== VOCABULARY) this.readFunctions(source, functions);
    }
    for (const source of this.sources) {
      if (source.internalPath !== VOCABULARY) this.checkKept(source);
    }
    this.number();
    if (this.problems.errors) return null;
    const systems = new Set(this.systems.map(system => system.declaration));
    for (const { declaration, source } of functions) {
      prepareFunction(declaration, systems.has(declaration), this.lookUp(source), this.problems);
    }
    if (this.problems.errors) return null;
    for (const one of this.classes.values()) {
      if (one.kind === "query") rewriteQuery(one);
      else rewriteSchema(one);
    }
    const descriptor = this.describe();
    return { text: entryOf(this, descriptor), descriptor };
  }

  readSchemas(source) {
    for (const declaration of source.statements) {
      if (declaration.kind === NodeKind.Namespace || declaration.kind === NodeKind.NamespaceDeclaration) this.refuseInside(declaration);
      if (declaration.kind !== NodeKind.ClassDeclaration) continue;
      const marks = marksOf(declaration, "class", this.problems);
      const kind = kindOf(declaration, marks, this.problems);
      if (!kind) this.refuseMarkedMembers(declaration);
      else if (kind === "query") this.classes.set(declaration, { kind, declaration, source });
      else this.classes.set(declaration, readSchema(declaration, kind, marks, source, this.ownerOf(source), this.scope, this.problems));
    }
  }

  refuseInside(namespace) {
    for (const member of namespace.members ?? []) {
      if (member.kind === NodeKind.ClassDeclaration && kindOf(member, marksOf(member, "class", this.problems), this.problems)) {
        this.problems.error(member.name, `${member.name.text} must stand at the top of the file, not inside a namespace.`);
      }
    }
  }

  refuseMarkedMembers(declaration) {
    const ours = new Set(["write", "with", "without", "optional", "changed", "unit", "range", "capacity", "fixed", "renamedFrom", "union"]);
    for (const member of declaration.members) {
      for (const node of member.decorators ?? []) {
        if (ours.has(node.name.text)) {
          const missing = ["write", "with", "without", "optional", "changed"].includes(node.name.text) ? "@query" : "@component, @message or @state";
          this.problems.error(node, `@${node.name.text} has a meaning only in a class with ${missing}: is it missing on ${declaration.name.text}?`);
        }
      }
    }
  }

  readQueries(source) {
    const schemaOf = (from, name) => this.lookUp(from)(name);
    for (const [declaration, one] of this.classes) {
      if (one.kind === "query" && one.source === source) {
        this.classes.set(declaration, { kind: "query", ...readQuery(declaration, source, schemaOf, this.problems) });
      }
    }
  }

  readFunctions(source, functions) {
    for (const declaration of source.statements) {
      if (declaration.kind === NodeKind.ClassDeclaration) {
        for (const member of declaration.members) {
          if (member.kind !== NodeKind.MethodDeclaration) continue;
          for (const node of member.decorators ?? []) {
            if (node.name.text === "system") this.problems.error(node, "A @system is a function at the top of the file, not a method.");
          }
          functions.push({ declaration: member, source });
        }
      }
      if (declaration.kind !== NodeKind.FunctionDeclaration) continue;
      functions.push({ declaration, source });
      const marks = marksOf(declaration, "function", this.problems);
      if (!this.isOwn(source)) continue;
      if (marks.system) this.addSystem(declaration, marks.system, source);
      if (marks.migrate) {
        const migration = readMigration(declaration, marks.migrate, source, this.lookUp(source), this.plugin, this.problems);
        if (migration) this.migrations.push(migration);
      }
    }
  }

  addSystem(declaration, mark, source) {
    const system = readSystem(declaration, mark, source, this.lookUp(source), this.problems);
    const same = this.systems.find(other => other.name === system.name);
    if (same) {
      const line = same.source.lineAt(same.declaration.name.range.start);
      this.problems.error(declaration.name, `There is already a system '${system.name}', in line ${line} of ${same.source.normalizedPath}: give this one another name.`);
    }
    this.systems.push(system);
  }

  checkKept(source) {
    const lookUp = this.lookUp(source);
    const isValue = name => isBuiltInValue(name) || ["component", "message", "tag", "query"].includes(lookUp(name)?.kind);
    const plain = source.statements.filter(statement => !this.classes.has(statement));
    checkKeptValues({ statements: plain }, isValue, this.problems);
  }

  /** Gives components and messages their places in the descriptor: own ones first, then used ones. */
  number() {
    const own = [...this.classes.values()].filter(one => this.isOwn(one.source));
    const used = new Set();
    for (const source of this.sources) {
      if (!this.isOwn(source)) continue;
      for (const { declaration } of this.scope.imports(source)) if (this.classes.has(declaration)) used.add(this.classes.get(declaration));
    }
    for (const one of [...own, ...used]) {
      if (one.kind === "query") for (const term of one.terms) used.add(term.schema);
    }
    const foreign = [...used].filter(one => !own.includes(one));
    const all = [...own.filter(one => !one.marks?.use), ...own.filter(one => one.marks?.use), ...foreign];
    this.components = all.filter(one => one.kind === "component" || one.kind === "tag");
    this.messages = all.filter(one => one.kind === "message");
    this.states = own.filter(one => one.kind === "state");
    this.states.forEach((state, index) => state.stateIndex = index);
    for (const list of [this.components, this.messages]) {
      list.forEach((schema, index) => schema.index = index);
      this.refuseSameNames(list);
    }
    for (const key of Object.keys(LIMITS)) {
      if (this[key].length > LIMITS[key]) {
        this.problems.error(this[key][LIMITS[key]].declaration.name, `A plugin can have ${LIMITS[key]} ${key}; this is one more.`);
      }
    }
  }

  refuseSameNames(schemas) {
    const seen = new Map();
    for (const schema of schemas) {
      const name = this.fullName(schema);
      const first = seen.get(name);
      if (first) this.problems.error(schema.declaration.name, `${name} is declared twice, also in line ${first.source.lineAt(first.declaration.name.range.start)} of ${first.source.normalizedPath}.`);
      else seen.set(name, schema);
    }
  }

  fullName(schema) {
    return schema.marks.use ?? `${schema.plugin}/${schema.name}`;
  }

  describe() {
    const capabilities = [...new Set(this.systems.flatMap(system => system.options.capabilities ?? []))];
    return {
      abi: 1,
      sdk: `assemblyscript ${this.sdk}`,
      stateVersion: Math.max(1, ...this.states.map(state => state.marks.version ?? 1)),
      components: this.components.map(schema => describeSchema(schema, this.plugin)),
      messages: this.messages.map(schema => describeSchema(schema, this.plugin)),
      systems: this.systems.map(system => describeSystem(system)),
      capabilities
    };
  }
}

function describeSystem(system) {
  const { name, stage, options, parameters } = system;
  return {
    name, stage,
    side: options.side ?? "server",
    predicted: options.predicted ?? false,
    after: options.after ?? [],
    before: options.before ?? [],
    queries: parameters.filter(one => one.kind === "query").map(one => ({
      name: one.name,
      terms: one.of.terms.map(({ schema, access, optional }) => ({ component: schema.index, access, ...(optional && { optional }) }))
    })),
    subscribes: [...new Set(parameters.filter(one => one.kind === "inbox").map(one => one.message.index))]
  };
}
