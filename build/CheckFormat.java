import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Checks the format of all Java sources, or mends it with `apply`: what the formatting plugin does,
/// in a process of its own for where Maven's Java is too old for the formatter.
final class CheckFormat {
  private static final Formatter FORMATTER = new Formatter();

  private CheckFormat() {}

  public static void main(String[] args) throws IOException, FormatterException {
    var apply = args[0].equals("apply");
    List<Path> wrong;
    try (var files = Files.walk(Path.of(args[1]))) {
      wrong =
          files
              .filter(CheckFormat::isSource)
              .parallel()
              .filter(file -> !isFormatted(file))
              .sorted()
              .toList();
    }
    for (var file : wrong) {
      if (apply) {
        Files.writeString(file, formatted(Files.readString(file)));
      }
      System.err.println((apply ? "formatted: " : "not formatted: ") + file);
    }
    if (!wrong.isEmpty() && !apply) {
      System.err.println("Format them with: mvn -N process-sources -Dformat=apply");
      System.exit(1);
    }
  }

  private static boolean isSource(Path file) {
    var path = file.toString().replace('\\', '/');
    return path.endsWith(".java")
        && (path.contains("/src/main/java/") || path.contains("/src/test/java/"));
  }

  /// The formatter turns some comments into another form and that one back: either will do.
  private static boolean isFormatted(Path file) {
    try {
      var source = Files.readString(file);
      var once = formatted(source);
      return source.equals(once) || source.equals(formatted(once));
    } catch (IOException | FormatterException e) {
      throw new IllegalStateException(file + " cannot be checked: " + e.getMessage(), e);
    }
  }

  private static String formatted(String source) throws FormatterException {
    var whole = FORMATTER.formatSource(source);
    var used = RemoveUnusedImports.removeUnusedImports(whole);
    return ImportOrderer.reorderImports(used, JavaFormatterOptions.Style.GOOGLE);
  }
}
