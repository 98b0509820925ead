package dev.vivarium.workbench.editor;

import java.util.ArrayList;
import java.util.List;

/// Colours line by line, with the state in which each line begins.
final class LineColours implements Colours {
  private final Highlighter highlighter;
  private final TextLines lines;
  private final LineStates states = new LineStates();

  LineColours(Highlighter highlighter, TextLines lines) {
    this.highlighter = highlighter;
    this.lines = lines;
    states.edited(0, 0, lines.count() - 1);
    settle(0, lines.count() - 1);
  }

  @Override
  public List<Stretch> edited(TextChange change) {
    states.edited(change.line(), change.removed(), change.inserted());
    return List.of(
        new Stretch(change.line(), settle(change.line(), change.line() + change.inserted())));
  }

  /// Goes on behind `last` as long as a comment or string that the lines open or close changes what
  /// follows.
  private int settle(int first, int last) {
    var line = first;
    var goOn = true;
    for (; line < states.lines() && (line <= last || goOn); line++) {
      var after = highlighter.line(lines.line(line), states.before(line), token -> {});
      goOn = states.set(line, after);
    }
    return line - 1;
  }

  @Override
  public List<Token> tokens(int line) {
    var tokens = new ArrayList<Token>();
    highlighter.line(lines.line(line), states.before(line), tokens::add);
    return tokens;
  }
}
