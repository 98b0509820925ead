package dev.vivarium.workbench.editor.assist;

import dev.vivarium.workbench.language.SymbolKind;
import java.util.Locale;
import org.kordamp.ikonli.javafx.FontIcon;

/// The icon of a kind of name.
final class SymbolIcon {
  private SymbolIcon() {}

  static FontIcon of(SymbolKind kind) {
    var icon = new FontIcon(literal(kind));
    icon.getStyleClass().add("symbol-" + kind.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    return icon;
  }

  private static String literal(SymbolKind kind) {
    return switch (kind) {
      case CLASS -> "mdi2a-alpha-c-box-outline";
      case INTERFACE -> "mdi2a-alpha-i-box-outline";
      case ENUM -> "mdi2a-alpha-e-box-outline";
      case ENUM_MEMBER -> "mdi2f-format-list-numbered";
      case FUNCTION -> "mdi2f-function-variant";
      case METHOD -> "mdi2c-cube-outline";
      case FIELD -> "mdi2t-tag-outline";
      case VARIABLE -> "mdi2v-variable";
      case CONSTANT -> "mdi2a-alpha-k-box-outline";
      case TYPE -> "mdi2a-alpha-t-box-outline";
      case MODULE -> "mdi2c-code-braces";
      case KEYWORD -> "mdi2k-key-variant";
      case OTHER -> "mdi2c-circle-small";
    };
  }
}
