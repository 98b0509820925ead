// Where sources come from: folders of the toolchain, and plugins on disk.
import { readFileSync, readdirSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";

export const MAX_FILE_BYTES = 1 << 20;

export const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** The texts of the sources below a folder, by path without extension. */
export function filesIn(folder) {
  const names = readdirSync(folder, { recursive: true }).filter(name => name.endsWith(".ts") && !name.endsWith(".d.ts"));
  return Object.fromEntries(names.sort().map(name =>
    [name.substring(0, name.length - 3).replaceAll(sep, "/"), readFileSync(join(folder, name), "utf8")]));
}

/** What a compiler is made from: the language's library and the SDK. */
export function libraries() {
  return [filesIn(join(root, "node_modules/assemblyscript/std/assembly")), filesIn(join(root, "sdk"))];
}

export function problem(file, message) {
  return { severity: "error", file, line: 1, column: 1, endColumn: 2, message };
}

/** Reads `PLUGIN/...` from the plugin's folder and, in a project, `OTHER/...` from the plugins beside it. */
export function reader(plugin, folder, problems) {
  const own = realpathSync(folder);
  const beside = basename(dirname(own)) === "plugins" ? dirname(own) : null;
  return path => {
    const [first, ...rest] = path.split("/");
    const root = first === plugin ? own : beside;
    if (root === null || path.startsWith("..") || path.startsWith("/")) return null;
    const file = join(root, ...(first === plugin ? rest : [first, ...rest]));
    let real;
    try {
      real = realpathSync(file);
    } catch {
      return null;
    }
    if (!real.startsWith(root + sep)) return null;
    const { size } = statSync(real);
    if (size > MAX_FILE_BYTES) {
      problems.push(problem(path, `The file has ${size} bytes; a source file can have ${MAX_FILE_BYTES}.`));
      return null;
    }
    return readFileSync(real, "utf8");
  };
}
