// The V8 inside of the JVM is built without Intl; TypeScript sorts names by it.
globalThis.Intl ??= {
  Collator: class {
    compare(a, b) {
      return a < b ? -1 : a > b ? 1 : 0;
    }
  }
};
