// Diagnostics of ours among the compiler's own.
import { DiagnosticMessage } from "assemblyscript";

const CODE = 7000;
const WARNING = 1;
const ERROR = 3;

/** Collects sentences with the node that each is about. */
export class Problems {
  constructor(diagnostics) {
    this.diagnostics = diagnostics;
    this.errors = 0;
  }

  error(node, message) {
    this.errors++;
    this.#add(ERROR, node, message);
  }

  warning(node, message) {
    this.#add(WARNING, node, message);
  }

  #add(category, node, message) {
    const problem = new DiagnosticMessage(CODE, category, message);
    problem.range = node.range;
    this.diagnostics.push(problem);
  }
}
