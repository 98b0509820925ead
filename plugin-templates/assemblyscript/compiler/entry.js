// The module's entry: what the host calls, written out for one plugin.
import { align } from "./fields.js";

/** The entry's source text; it imports the plugin's classes and systems by the paths of their files. */
export function entryOf(plugin, descriptor) {
  const imports = new Imports();
  const views = [];
  const runs = plugin.systems.map((system, index) => runOf(system, index, imports, views));
  const states = plugin.states.map((state, index) => ({ state, variable: `state${index}`, type: imports.name(state) }));
  const exported = [
    `export function vivarium_abi(): i32 { return 1; }`,
    `export function vivarium_descriptor(): u64 { return __descriptor(${JSON.stringify(JSON.stringify(descriptor))}); }`,
    `export function vivarium_reserve(slot: i32, bytes: i32): i32 { return __reserve(slot, bytes); }`,
    `export function vivarium_dispatch(system: i32, frame: i32): void {
      if (<u32>system >= ${runs.length}) throw new Error("There is no system " + system.toString());
      __begin(<usize>frame);
      ${runs.length ? "unchecked(runs[system])();" : ""}
      __end();
    }`,
    `export function vivarium_collect(): void { __collect(); }`,
    ...saving(states),
    ...migrating(plugin.migrations, imports)
  ];
  const body = [
    `__slots(${plugin.systems.length});`,
    `const clock = changetype<Clock>(heap.alloc(16));`,
    ...states.map(({ variable, type }) => `const ${variable} = new ${type}();`),
    ...views, ...runs,
    // Called through a table, for the optimiser would put all systems into one function otherwise, which a
    // just-in-time compiler handles badly.
    ...(runs.length ? [`const runs: StaticArray<() => void> = [${runs.map((_, index) => `run${index}`).join(", ")}];`] : []),
    ...exported
  ];
  const mains = [...new Set(plugin.sources.filter(source => plugin.isOwn(source)).map(source => source.internalPath))];
  return [
    `import { Clock, Inbox } from "vivarium";`,
    ...mains.map(path => `import "./${path}";`),
    ...imports.lines(), ...body
  ].join("\n");
}

/** Names for what is taken from other files, one a declaration. */
class Imports {
  #names = new Map();

  name(one) {
    const key = one.declaration ?? one;
    if (!this.#names.has(key)) {
      this.#names.set(key, { local: `_${this.#names.size}`, name: one.name, path: one.source.internalPath });
    }
    return this.#names.get(key).local;
  }

  lines() {
    return [...this.#names.values()].map(({ local, name, path }) =>
      `import { ${name} as ${local} } from "${path.startsWith("~lib/") ? path.substring(5) : `./${path}`}";`);
  }
}

function runOf(system, index, imports, views) {
  const opened = [], given = [];
  let query = 0;
  for (const parameter of system.parameters) {
    const view = `view${views.length}`;
    switch (parameter.kind) {
      case "clock": given.push("clock"); break;
      case "state": given.push(`state${parameter.of.stateIndex}`); break;
      case "query": {
        const type = imports.name(parameter.of);
        views.push(`const ${view} = changetype<${type}>(heap.alloc(offsetof<${type}>()));`);
        opened.push(`${view}.__open(${query++});`);
        given.push(view);
        break;
      }
      case "inbox": {
        const type = `Inbox<${imports.name(parameter.message)}>`;
        views.push(`const ${view} = changetype<${type}>(heap.alloc(offsetof<${type}>()));`);
        opened.push(`${view}.__open(${parameter.message.index});`);
        given.push(view);
        break;
      }
    }
  }
  return `function run${index}(): void { ${opened.join(" ")} ${imports.name(system)}(${given.join(", ")}); }`;
}

function saving(states) {
  const fields = states.flatMap(({ state, variable }) => state.fields.map(field => ({
    key: JSON.stringify(`${state.name}.${field.name}:${field.type}`), at: `changetype<usize>(${variable}) + ${field.offset}`, bytes: field.bytes
  })));
  if (!fields.length) return [];
  const room = fields.reduce((sum, field) => sum + 8 + align(field.key.length * 3, 8) + field.bytes, 0);
  return [
    `export function vivarium_save(): u64 {
      __saveStart(${room});
      ${fields.map(({ key, at, bytes }) => `__saveField(${key}, ${at}, ${bytes});`).join("\n")}
      return __saveEnd();
    }`,
    `export function vivarium_restore(ptr: i32, bytes: i32, stateVersion: i32): i32 {
      let good = true;
      ${fields.map(({ key, at, bytes }) => `good = __restoreField(<usize>ptr, bytes, ${key}, ${at}, ${bytes}) && good;`).join("\n")}
      return good ? 0 : 1;
    }`
  ];
}

function migrating(migrations, imports) {
  if (!migrations.length) return [];
  return [`export function vivarium_migrate(component: i32, fromVersion: i32, rows: i32, old: i32, now: i32): i32 {
    ${migrations.map(({ from, to, version, ...migration }) => `if (component == ${to.index} && fromVersion == ${version}) {
      for (let i = 0; i < rows; i++) {
        ${imports.name(migration)}(changetype<${imports.name(from)}>(<usize>old + <usize>i * ${from.bytes}), changetype<${imports.name(to)}>(<usize>now + <usize>i * ${to.bytes}));
      }
      return 0;
    }`).join("\n")}
    return 1;
  }`];
}
