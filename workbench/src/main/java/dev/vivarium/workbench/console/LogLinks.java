package dev.vivarium.workbench.console;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The places and entities that a log line names.
final class LogLinks {
  /// Links of one line; what follows them is plain text.
  static final int MAX_LINKS = 8;

  private static final Pattern NAMED =
      Pattern.compile(
          "(?<file>(?:[\\w-][\\w.-]{0,80}/){0,12}[\\w-][\\w.-]{0,80}\\.[A-Za-z]\\w{0,7}:\\d{1,7}"
              + "(?::\\d{1,5})?)"
              + "|(?<entity>(?:\\b\\p{Lu}[\\w-]{0,40} )?#\\d{1,10})\\b");

  private LogLinks() {}

  /// A piece of a line.
  sealed interface Piece {
    String text();
  }

  record Plain(String text) implements Piece {}

  /// @param place `path:line` or `path:line:column` in the project
  record ToFile(String text, String place) implements Piece {}

  /// @param label such as `#214`
  record ToEntity(String text, String label) implements Piece {}

  /// The line in pieces; joined they are the text.
  ///
  /// @param source whose files are meant where only a name is given
  static List<Piece> pieces(String source, String text) {
    var pieces = new ArrayList<Piece>();
    var found = NAMED.matcher(text);
    int from = 0;
    for (int links = 0; links < MAX_LINKS && found.find(); links++) {
      if (found.start() > from) {
        pieces.add(new Plain(text.substring(from, found.start())));
      }
      pieces.add(link(source, found));
      from = found.end();
    }
    if (from < text.length() || pieces.isEmpty()) {
      pieces.add(new Plain(text.substring(from)));
    }
    return pieces;
  }

  private static Piece link(String source, Matcher found) {
    var file = found.group("file");
    if (file == null) {
      var entity = found.group("entity");
      return new ToEntity(entity, entity.substring(entity.indexOf('#')));
    }
    return new ToFile(file, file.contains("/") ? file : "plugins/" + source + "/" + file);
  }
}
