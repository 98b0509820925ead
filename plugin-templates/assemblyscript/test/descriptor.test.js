import assert from "node:assert/strict";
import test from "node:test";
import { build, good, problems } from "./host.js";

test("the descriptor holds what the declarations say", () => {
  const { descriptor } = good(`
    import { Transform } from "vivarium";
    /** Seconds since the last meal. */
    @component @version(2) class Hunger {
      /// How long.
      @unit("s") @range(0, 120) @renamedFrom("age") since: f32 = 1.5;
    }
    @component @singleton class Pool { size: f32 = 9; }
    @component @sparse class Marked { by: u8; }
    @tag class Dead {}
    @use("tide/Tide") class Tide { height: f32; }
    @message("remote", { maxCount: 5, maxBytes: 100 }) class Sound { volume: f32; }
    @message("local") @use("tide/Turned") class Turned { height: f32; }
    @query class Q { @write @changed transform: Transform; @with dead: Dead; @changed tide: Tide; }
    @system("preUpdate", { side: "client", predicted: true, after: ["tide/flow"], before: ["other"], capabilities: ["write:tide/Tide"] })
    function swim(q: Q): void {}
  `);
  assert.deepEqual(descriptor, {
    abi: 1, sdk: "assemblyscript 0.1.0", stateVersion: 1,
    components: [
      { name: "Hunger", version: 2, doc: "Seconds since the last meal.", storage: "table",
        fields: [{ name: "since", type: "f32", unit: "s", range: [0, 120], default: 1.5, doc: "How long.", renamedFrom: "age" }] },
      { name: "Pool", version: 1, storage: "singleton", fields: [{ name: "size", type: "f32", default: 9 }] },
      { name: "Marked", version: 1, storage: "sparse", fields: [{ name: "by", type: "u8" }] },
      { name: "Dead", version: 1, storage: "sparse", fields: [] },
      { use: "tide/Tide", fields: [{ name: "height", type: "f32" }] },
      { use: "vivarium/Transform", fields: [{ name: "position", type: "vec3" }, { name: "rotation", type: "quat" }, { name: "scale", type: "vec3" }] }
    ],
    messages: [
      { name: "Sound", version: 1, locality: "remote", maxCount: 5, maxBytes: 100, fields: [{ name: "volume", type: "f32" }] },
      { use: "tide/Turned", fields: [{ name: "height", type: "f32" }] }
    ],
    systems: [{
      name: "swim", stage: "PreUpdate", side: "client", predicted: true, after: ["tide/flow"], before: ["other"],
      queries: [{ name: "q", terms: [
        { component: 5, access: "write" }, { component: 5, access: "changed" }, { component: 3, access: "with" }, { component: 4, access: "changed" }] }],
      subscribes: []
    }],
    capabilities: ["write:tide/Tide"]
  });
});

test("another plugin's source gives its components by name, and none of its systems", () => {
  const built = build({
    "fish/fish.ts": `
      import { Tide } from "../tide/tide";
      import { helper } from "./more";
      @query class Sea { tide: Tide; }
      @system("update") function look(sea: Sea): void { helper(sea); }`,
    "fish/more.ts": `export function helper(x: Object): void {} @system("update") function second(): void {}`,
    "tide/tide.ts": `@component export class Tide { height: f32; } @query class W { @write tide: Tide; }
      @system("update") function flow(w: W): void { while (w.next()) w.tide.height = 1; }`
  });
  assert.ok(!built.wasm);
  const fixed = build({
    "fish/fish.ts": `import { Tide } from "../tide/tide"; import "./more";
      @query class Sea { tide: Tide; }
      @system("update") function look(sea: Sea): void {}`,
    "fish/more.ts": `@system("update") function second(): void {}`,
    "tide/tide.ts": `@component export class Tide { height: f32; } @query class W { @write tide: Tide; }
      @system("update") function flow(w: W): void { while (w.next()) w.tide.height = 1; }`
  });
  assert.deepEqual(fixed.diagnostics, []);
  assert.deepEqual(fixed.descriptor.components, [{ use: "tide/Tide", fields: [{ name: "height", type: "f32" }] }]);
  assert.deepEqual(fixed.descriptor.systems.map(one => one.name).sort(), ["look", "second"]);
});

const BAD = {
  "an unknown decorator": ["@compnent class A { x: f32; }", /^1:1 There is no decorator @compnent\. On a class there can be @component/],
  "a decorator on the wrong thing": [`@system("update") class A { x: f32; }`, /^1:1 @system goes on a function\./],
  "a managed field": ["@component class A { x: Array<f32>; }", /^1:25 The type Array<f32> of 'x' is not known here\./],
  "a field of a class": ["class B {} @component class A { x: B; }", /^1:36 'x' cannot be B: a field lies in the world's memory/],
  "a string without room": ["@component class A { name: string; }", /^1:28 'name' needs @capacity from 1 to 65536/],
  "a string too long for a component": ["@component class A { @capacity(2000) name: string; }", /^1:18 A takes 2000 bytes; a component can have 1024\./],
  "a list in a component": [`import { List } from "vivarium";\n@component class A { @capacity(2) x: List<f32>; }`, /^2:38 'x' cannot be List<f32> outside of a message/],
  "a field without a type": ["@component class A { x = 1; }", /^1:22 /],
  "an own constructor": ["@component class A { x: f32; constructor() {} }", /^1:30 A gets its constructor by itself/],
  "a start value that needs code": ["@component class A { x: f32 = 1 + 1; }", /^1:31 'x' can only start with a plain number/],
  "two systems of one name": [`@system("update") function a(): void {}\n@system("update") function a(): void {}`, /^2:28 There is already a system 'a', in line 1/],
  "two components of one name": ["@component class A { x: f32; }\n@component class A { x: f32; }", /^2:18 fish\/A is declared twice|Duplicate identifier/],
  "two fields of one name in a message that is made": [
    `import { publish } from "vivarium";\n@message("local") class Bite {\n  temper: f32;\n  temper: i32;\n}\n@system("update") function bite(): void { publish(new Bite(1)); }`,
    /^4:3 Bite has a field 'temper' already, in line 3\./],
  "two fields of one name in a state": ["@state class A {\n  x: f32;\n  x: f32;\n}", /^3:3 A has a field 'x' already, in line 2\./],
  "two fields of one name in a query": ["@component class A { y: f32; }\n@query class Q {\n  a: A;\n  a: A;\n}", /^4:3 Duplicate property 'a'\./],
  "a method of a field's name": ["@component class A {\n  x: f32;\n  x(): void {}\n}", /^3:3 A has a field 'x' already, in line 2\./],
  "a field of a method's name": ["@component class A {\n  get x(): f32 { return 1; }\n  x: f32;\n}", /^3:3 A has a method 'x' already, in line 2\./],
  "a stage that is not there": [`@system("soon") function a(): void {}`, /^1:1 There is no stage "soon"/],
  "a bad option": [`@system("update", { after: "x" }) function a(): void {}`, /^1:1 The option 'after' is written as \["tide\/flow"\]\./],
  "a parameter that cannot be given": [`@system("update") function a(x: f32): void {}`, /^1:33 The system 'a' cannot be given 'x: f32'/],
  "a query of something else": ["class B {} @query class A { b: B; }", /^1:32 B is no component here/],
  "an empty query": ["@query class A {}", /^1:14 A names no component/],
  "data of a tag": ["@tag class T {} @query class A { t: T; }", /^1:37 T carries no data/],
  "optional without null": ["@component class T { x: f32; } @query class A { @optional t: T; }", /^1:62 Rows may lack T/],
  "a term named as a member of queries": ["@component class T { x: f32; } @query class A { row: T; }", /^1:49 'row' is a member that every query has/],
  "a write to what is only read": ["@component class T { x: f32; }\n@query class A { t: T; }\n@system('update') function s(a: A): void {\n  while (a.next()) a.t.x += 1;\n}", /^4:20 'a\.t' is only read by A: write '@write t: T'/],
  "a changing call on what is only read": [`import { Transform, Vec3 } from "vivarium";\n@query class A { t: Transform; }\n@system('update') function s(a: A): void {\n  while (a.next()) a.t.position.add(a.t.scale);\n}`, /^4:20 'a\.t' is only read/],
  "a value kept in a variable": [`import { Vec3 } from "vivarium";\nlet home = new Vec3();\n@system('update') function s(): void {\n  home = new Vec3(1);\n}`, /^4:3 'home' would hold a value that ends with this system/],
  "values kept in a container": [`import { Vec3 } from "vivarium";\nlet all = new Array<Vec3>();`, /^2:5 'all' would hold Vec3s after/],
  "a value kept in a class": [`import { Vec3 } from "vivarium";\nclass B { home: Vec3 = new Vec3(); }`, /^2:11 'home' would hold a Vec3 after/],
  "publishing what is no message": [`import { publish } from "vivarium";\nclass B {}\n@system('update') function s(): void { publish(new B()); }`, /^3:48 publish takes a class with @message, and B is none\./],
  "setting what is no component": [`import { set } from "vivarium";\nclass B {}\n@system('update') function s(): void { set<B>(1); }`, /^3:40 set takes a class with @component or @tag, and B is none\./],
  "an enum with gaps": ["enum E { A = 1 } @component class T { e: E; }", /^1:42 The enum E cannot be a field/],
  "a missing import": [`import { x } from "./nowhere";`, /^1:19 File 'fish\/nowhere\.ts' not found\./],
  "an import of no library": [`import { x } from "left-pad";`, /^1:19 File '~lib\/left-pad\.ts' not found\./],
  "a syntax error": ["@component class A { x: ; }", /^1:2\d /],
  "a type error": ["@system('update') function s(): void { let x: f32 = \"a\"; }", /^1:53 Type '~lib\/string\/String' is not assignable to type 'f32'/],
  "a mark without its class": ["class A { @write t: f32; }", /^1:11 @write has a meaning only in a class with @query/],
  "a bad migration": ["@component class A { x: f32; } @migrate(1) function m(a: A): void {}", /^1:53 Write @migrate\(1\)/]
};

for (const [what, [source, expected]] of Object.entries(BAD)) {
  test(`says what is wrong with ${what}`, () => assert.match(problems(source)[0], expected));
}

for (const [what, [source]] of Object.entries(BAD).filter(([what]) => /^two fields|'s name$/.test(what))) {
  test(`says nothing else about ${what}`, () => assert.equal(problems(source).length, 1));
}
