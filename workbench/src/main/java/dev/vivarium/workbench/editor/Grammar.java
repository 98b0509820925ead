package dev.vivarium.workbench.editor;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.treesitter.TSLanguage;
import org.treesitter.TSParser;
import org.treesitter.TreeSitterC;
import org.treesitter.TreeSitterJson;
import org.treesitter.TreeSitterRust;
import org.treesitter.TreeSitterTypescript;

/// The languages whose syntax trees colour their texts. Their code is native; where it cannot be
/// loaded there are none, and the log says so once.
enum Grammar {
  TYPESCRIPT(TreeSitterTypescript::new),
  JSON(TreeSitterJson::new),
  RUST(TreeSitterRust::new),
  C(TreeSitterC::new);

  private static final Logger LOG = LoggerFactory.getLogger(Grammar.class);
  private final Supplier<TSLanguage> maker;
  private @Nullable TSLanguage language;
  private boolean failed;

  Grammar(Supplier<TSLanguage> maker) {
    this.maker = maker;
  }

  static Optional<Grammar> forFile(String path) {
    return switch (path.substring(path.lastIndexOf('.') + 1)) {
      case "ts", "js", "mjs" -> Optional.of(TYPESCRIPT);
      case "json" -> Optional.of(JSON);
      case "rs" -> Optional.of(RUST);
      case "c", "h" -> Optional.of(C);
      default -> Optional.empty();
    };
  }

  /// A parser of this language; empty where its native code cannot be loaded.
  Optional<TSParser> parser() {
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
          "{} is coloured line by line: its grammar could not be loaded: {}",
          name().toLowerCase(Locale.ROOT),
          e.toString());
      return Optional.empty();
    }
  }
}
