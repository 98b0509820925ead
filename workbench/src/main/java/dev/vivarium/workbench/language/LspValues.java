package dev.vivarium.workbench.language;

import dev.vivarium.workbench.session.Diagnostic;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionItemKind;
import org.eclipse.lsp4j.DiagnosticSeverity;
import org.eclipse.lsp4j.DocumentSymbol;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.LocationLink;
import org.eclipse.lsp4j.MarkedString;
import org.eclipse.lsp4j.MarkupContent;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.SignatureHelp;
import org.eclipse.lsp4j.SymbolInformation;
import org.eclipse.lsp4j.WorkspaceEdit;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.jspecify.annotations.Nullable;

/// The protocol's values as this package's.
final class LspValues {
  static final Comparator<CompletionItem> BY_SORT_TEXT =
      Comparator.comparing(
          item -> item.getSortText() == null ? item.getLabel() : item.getSortText());

  /// Code that stands together: rust-analyzer puts the module of a name in a block of its own.
  private static final Pattern FENCES =
      Pattern.compile("(```\\w*\\n.*?\\n?```\\s*)+", Pattern.DOTALL);

  private static final Pattern FENCE = Pattern.compile("(?m)^```\\w*$\\n?");

  /// What clangd says above a declaration that says the same.
  private static final Pattern HEADING = Pattern.compile("\\A\\s*#+ .*");

  private LspValues() {}

  static TextPosition position(Position position) {
    return new TextPosition(position.getLine() + 1, position.getCharacter() + 1);
  }

  static TextRange range(Range range) {
    return new TextRange(position(range.getStart()), position(range.getEnd()));
  }

  static TextEdit edit(org.eclipse.lsp4j.TextEdit edit) {
    return new TextEdit(range(edit.getRange()), edit.getNewText());
  }

  static Path file(String uri) {
    try {
      return Path.of(URI.create(uri)).normalize();
    } catch (RuntimeException e) {
      throw new LanguageException("The server named no file: " + uri);
    }
  }

  static TextPosition wordStart(String text, TextPosition at) {
    var offset = at.offsetIn(text);
    var start = offset;
    while (start > 0 && Character.isJavaIdentifierPart(text.charAt(start - 1))) {
      start--;
    }
    return new TextPosition(at.line(), at.column() - (offset - start));
  }

  static String word(String text, TextPosition at) {
    var start = wordStart(text, at).offsetIn(text);
    var end = at.offsetIn(text);
    while (end < text.length() && Character.isJavaIdentifierPart(text.charAt(end))) {
      end++;
    }
    return text.substring(start, end);
  }

  static String line(String text, TextPosition at) {
    var start = new TextPosition(at.line(), 1).offsetIn(text);
    var end = text.indexOf('\n', start);
    var line = text.substring(start, end < 0 ? text.length() : end).strip();
    return line.substring(0, Math.min(line.length(), 200));
  }

  /// Whether a server knows only the words of a text so far, not what they mean.
  static boolean areOnlyWords(List<CompletionItem> items) {
    return !items.isEmpty()
        && items.stream().allMatch(item -> item.getKind() == CompletionItemKind.Text);
  }

  static Completion.Item item(CompletionItem item, int index) {
    var edit = item.getTextEdit();
    var insert = item.getInsertText() == null ? item.getLabel() : item.getInsertText();
    Optional<TextRange> range = Optional.empty();
    if (edit != null) {
      insert = edit.isLeft() ? edit.getLeft().getNewText() : edit.getRight().getNewText();
      range =
          Optional.of(
              range(edit.isLeft() ? edit.getLeft().getRange() : edit.getRight().getInsert()));
    }
    var name = item.getFilterText() == null ? item.getLabel().strip() : item.getFilterText();
    var imports = item.getAdditionalTextEdits() != null && !item.getAdditionalTextEdits().isEmpty();
    return new Completion.Item(
        name, kind(item.getKind()), imports ? "import" : "", insert, range, String.valueOf(index));
  }

  static Completion.Details details(CompletionItem item) {
    var edits = item.getAdditionalTextEdits();
    return new Completion.Details(
        declaration(item.getLabel().strip(), item.getDetail()),
        text(item.getDocumentation()),
        edits == null ? List.of() : edits.stream().map(LspValues::edit).toList());
  }

  /// Some servers give only the type of a name as its detail.
  private static String declaration(String label, @Nullable String detail) {
    if (detail == null || detail.isBlank()) {
      return label;
    }
    return detail.contains(label) ? detail : label + ": " + detail;
  }

  static Optional<Hover> hover(org.eclipse.lsp4j.Hover hover, TextPosition at) {
    var text = hoverText(hover.getContents());
    var fenced = FENCES.matcher(text);
    var code = "";
    if (fenced.find()) {
      code = FENCE.matcher(fenced.group()).replaceAll("").strip();
      text = text.substring(0, fenced.start()) + "\n" + text.substring(fenced.end());
    }
    var doc = plain(code.isEmpty() ? text : HEADING.matcher(text).replaceAll(""));
    var range = hover.getRange() == null ? new TextRange(at, at) : range(hover.getRange());
    return code.isEmpty() && doc.isEmpty()
        ? Optional.empty()
        : Optional.of(new Hover(code, doc, range));
  }

  /// Markdown as it reads without its marks, as far as servers use them.
  private static String plain(String markdown) {
    var text = FENCE.matcher(markdown).replaceAll("");
    text = text.replaceAll("(?m)^(---+|\\*\\*\\*+)$", "").replaceAll("(?m)^#+ ", "");
    text = text.replaceAll("`([^`\\n]+)`", "$1").replaceAll("\\*\\*([^*\\n]+)\\*\\*", "$1");
    text = text.replaceAll("(?m)[ \\t]+$", "").replaceAll("\\\\([\\\\`*_{}\\[\\]()#+.!<>-])", "$1");
    return text.replaceAll("\n{3,}", "\n\n").strip();
  }

  private static String hoverText(
      Either<List<Either<String, MarkedString>>, MarkupContent> contents) {
    if (contents.isRight()) {
      return contents.getRight().getValue();
    }
    var parts = new ArrayList<String>();
    for (var part : contents.getLeft()) {
      parts.add(part.isLeft() ? part.getLeft() : "```\n" + part.getRight().getValue() + "\n```");
    }
    return String.join("\n", parts);
  }

  private static String text(@Nullable Either<String, MarkupContent> doc) {
    if (doc == null) {
      return "";
    }
    return doc.isLeft() ? doc.getLeft() : doc.getRight().getValue();
  }

  static Optional<Signature> signature(SignatureHelp help) {
    if (help.getSignatures() == null || help.getSignatures().isEmpty()) {
      return Optional.empty();
    }
    var chosen = help.getActiveSignature() == null ? 0 : help.getActiveSignature();
    var one = help.getSignatures().get(Math.clamp(chosen, 0, help.getSignatures().size() - 1));
    var parameters = new ArrayList<Signature.Parameter>();
    var from = 0;
    var given = one.getParameters();
    for (var parameter :
        given == null ? List.<org.eclipse.lsp4j.ParameterInformation>of() : given) {
      var label = parameter.getLabel();
      var start =
          label.isLeft()
              ? Math.max(0, one.getLabel().indexOf(label.getLeft(), from))
              : label.getRight().getFirst();
      var end = label.isLeft() ? start + label.getLeft().length() : label.getRight().getSecond();
      from = end;
      parameters.add(new Signature.Parameter(start, end, text(parameter.getDocumentation())));
    }
    var active =
        one.getActiveParameter() != null ? one.getActiveParameter() : help.getActiveParameter();
    return Optional.of(
        new Signature(
            one.getLabel(), parameters, active == null ? 0 : active, text(one.getDocumentation())));
  }

  static List<Location> locations(
      Either<List<? extends Location>, List<? extends LocationLink>> found) {
    return found.isLeft()
        ? List.copyOf(found.getLeft())
        : found.getRight().stream()
            .map(link -> new Location(link.getTargetUri(), link.getTargetSelectionRange()))
            .toList();
  }

  static Map<Path, List<TextEdit>> edits(WorkspaceEdit edit) {
    var byFile = new LinkedHashMap<Path, List<TextEdit>>();
    if (edit.getDocumentChanges() != null) {
      for (var change : edit.getDocumentChanges()) {
        if (change.isRight()) {
          throw new LanguageException("The rename would move files, which is not done.");
        }
        var into =
            byFile.computeIfAbsent(
                file(change.getLeft().getTextDocument().getUri()), f -> new ArrayList<>());
        for (var one : change.getLeft().getEdits()) {
          if (one.isLeft()) {
            into.add(edit(one.getLeft()));
          }
        }
      }
    } else if (edit.getChanges() != null) {
      edit.getChanges()
          .forEach(
              (uri, edits) -> byFile.put(file(uri), edits.stream().map(LspValues::edit).toList()));
    }
    return byFile;
  }

  static List<OutlineSymbol> outline(List<Either<SymbolInformation, DocumentSymbol>> found) {
    var symbols = new ArrayList<OutlineSymbol>();
    for (var one : found) {
      if (one.isRight()) {
        symbols.add(symbol(one.getRight()));
      }
    }
    return symbols;
  }

  private static OutlineSymbol symbol(DocumentSymbol symbol) {
    var children = symbol.getChildren();
    return new OutlineSymbol(
        symbol.getName(),
        kind(symbol.getKind()),
        range(symbol.getRange()),
        range(symbol.getSelectionRange()),
        children == null ? List.of() : children.stream().map(LspValues::symbol).toList());
  }

  static Diagnostic diagnostic(
      org.eclipse.lsp4j.Diagnostic diagnostic, String plugin, String path) {
    var start = position(diagnostic.getRange().getStart());
    var end = position(diagnostic.getRange().getEnd());
    var length = end.line() == start.line() ? Math.max(0, end.column() - start.column()) : 0;
    var severity = diagnostic.getSeverity();
    var message = diagnostic.getMessage();
    return new Diagnostic(
        severity == null || severity == DiagnosticSeverity.Error
            ? Diagnostic.Severity.ERROR
            : severity == DiagnosticSeverity.Warning
                ? Diagnostic.Severity.WARNING
                : Diagnostic.Severity.INFO,
        plugin,
        message.isLeft() ? message.getLeft() : message.getRight().getValue(),
        Optional.of(new Diagnostic.Place(path, start.line(), start.column(), length)));
  }

  private static SymbolKind kind(@Nullable CompletionItemKind kind) {
    if (kind == null) {
      return SymbolKind.OTHER;
    }
    return switch (kind) {
      case Class, Struct -> SymbolKind.CLASS;
      case Interface -> SymbolKind.INTERFACE;
      case Enum -> SymbolKind.ENUM;
      case EnumMember -> SymbolKind.ENUM_MEMBER;
      case Function -> SymbolKind.FUNCTION;
      case Method, Constructor -> SymbolKind.METHOD;
      case Field, Property -> SymbolKind.FIELD;
      case Variable, Value -> SymbolKind.VARIABLE;
      case Constant -> SymbolKind.CONSTANT;
      case TypeParameter -> SymbolKind.TYPE;
      case Module -> SymbolKind.MODULE;
      case Keyword -> SymbolKind.KEYWORD;
      default -> SymbolKind.OTHER;
    };
  }

  private static SymbolKind kind(org.eclipse.lsp4j.SymbolKind kind) {
    return switch (kind) {
      case Class, Struct, Object -> SymbolKind.CLASS;
      case Interface -> SymbolKind.INTERFACE;
      case Enum -> SymbolKind.ENUM;
      case EnumMember -> SymbolKind.ENUM_MEMBER;
      case Function -> SymbolKind.FUNCTION;
      case Method, Constructor -> SymbolKind.METHOD;
      case Field, Property -> SymbolKind.FIELD;
      case Variable -> SymbolKind.VARIABLE;
      case Constant -> SymbolKind.CONSTANT;
      case TypeParameter -> SymbolKind.TYPE;
      case Module, Namespace, Package -> SymbolKind.MODULE;
      default -> SymbolKind.OTHER;
    };
  }
}
