// What plugins can write without importing it, as the editor's language service sees it. The compiler
// itself reads none of this.

type __ClassMark = (target: any, context?: any) => any;
type __FieldMark = (target: any, name?: any, context?: any) => any;

/** What `@query` classes can do besides holding their terms. */
declare const __Query: typeof import("./sdk/vivarium/runtime").__Query;

/** Data that entities have: one value of this class an entity. */
declare const component: __ClassMark;
/** A component without fields. */
declare const tag: __ClassMark;
/** A message. `"local"` stays in this world, `"remote"` goes to clients or to the server. */
declare function message(locality: "local" | "remote", options?: { maxCount?: number, maxBytes?: number }): __ClassMark;
/** Which entities a system sees, and what it may do with their components: one field a component. */
declare const query: __ClassMark;
/** What a plugin keeps from one version to the next. */
declare const state: __ClassMark;
/** A value inside of components and messages. */
declare const layout: __ClassMark;
/** There is one entity with this component, and it is made by itself. */
declare const singleton: __ClassMark;
/** Kept beside the tables: cheap to add and remove, slower to go through. */
declare const sparse: __ClassMark;
/** The schema's version, for `@migrate`. */
declare function version(number: number): __ClassMark;
/** The component or message of another plugin, such as `"tide/Tide"`; only the fields named here are read. */
declare function use(name: string): __ClassMark;
/** What it is for, as the inspector shows it. */
declare function doc(text: string): __ClassMark & __FieldMark;

/** The unit in which the field counts, such as `"m/s"`. */
declare function unit(name: string): __FieldMark;
/** The least and the greatest value; the inspector makes a slider of it. */
declare function range(low: number, high: number): __FieldMark;
/** The field's name before; its values are kept across the reload. */
declare function renamedFrom(name: string): __FieldMark;
/** The most bytes of a string, or elements of a list. */
declare function capacity(most: number): __FieldMark;
/** How many elements a fixed list has. */
declare function fixed(count: number): __FieldMark;
/** The types of which the field holds one. */
declare function union(...types: string[]): __FieldMark;

/** The system changes this component. */
declare const write: __FieldMark;
/** Entities without this component are seen too; the field is then null. */
declare const optional: __FieldMark;
/** Only entities that have it; its fields are not read. */
declare const with_: __FieldMark;
/** Only entities that do not have it. */
declare const without: __FieldMark;
/** Only entities whose component changed since the system last ran. */
declare const changed: __FieldMark;

/** A function that runs every tick in its stage. */
declare function system(
  stage: "preUpdate" | "update" | "postUpdate" | "postInit",
  options?: { after?: string[], before?: string[], capabilities?: string[], side?: "server" | "client", predicted?: boolean }
): any;
/** Makes a component of this version from the one before it. */
declare function migrate(fromVersion: number): any;
