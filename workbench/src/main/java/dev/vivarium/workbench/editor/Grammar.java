package dev.vivarium.workbench.editor;

import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.treesitter.TSLanguage;
import org.treesitter.TSParser;
import org.treesitter.TreeSitterC;
import org.treesitter.TreeSitterJava;
import org.treesitter.TreeSitterJson;
import org.treesitter.TreeSitterRust;
import org.treesitter.TreeSitterTypescript;

/// A language whose syntax trees colour its texts. Its code is native; where that cannot be loaded
/// there are none, and the log says so once. Loading takes long the first time: do it off the
/// window's thread.
final class Grammar {
  private static final Grammar TYPESCRIPT = new Grammar("TypeScript", TreeSitterTypescript::new);
  private static final Grammar JSON = new Grammar("JSON", TreeSitterJson::new);
  private static final Grammar RUST = new Grammar("Rust", TreeSitterRust::new);
  private static final Grammar JAVA = new Grammar("Java", TreeSitterJava::new);
  private static final Grammar C = new Grammar("C", TreeSitterC::new);

  private static final Logger LOG = LoggerFactory.getLogger(Grammar.class);
  private final String name;
  private final Supplier<TSLanguage> maker;
  private @Nullable TSLanguage language;
  private boolean failed;

  private Grammar(String name, Supplier<TSLanguage> maker) {
    this.name = name;
    this.maker = maker;
  }

  static Optional<Grammar> forFile(String path) {
    return switch (path.substring(path.lastIndexOf('.') + 1)) {
      case "ts", "js", "mjs" -> Optional.of(TYPESCRIPT);
      case "json" -> Optional.of(JSON);
      case "rs" -> Optional.of(RUST);
      case "jsh", "java" -> Optional.of(JAVA);
      case "c", "h" -> Optional.of(C);
      default -> Optional.empty();
    };
  }

  /// A parser of this language; empty where its native code cannot be loaded.
  synchronized Optional<TSParser> parser() {
    if (failed) {
      return Optional.empty();
    }
    try {
      var parser = new TSParser();
      if (language == null) {
        language = maker.get();
      }
      parser.setLanguage(language);
      return Optional.of(parser);
    } catch (LinkageError | RuntimeException e) {
      failed = true;
      LOG.warn(
          "{} is coloured line by line: its grammar could not be loaded: {}", name, e.toString());
      return Optional.empty();
    }
  }
}
