/// Whole-path measurements of the server in processes of their own. Started by `NetBench`; see
/// `docs/benchmarks.md`.
@NullMarked
package dev.vivarium.net.server.bench;

import org.jspecify.annotations.NullMarked;
