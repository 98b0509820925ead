package dev.vivarium.workbench.editor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;

/// All carets of an editor at once, each with its selection. Never empty; sorted, without overlap;
/// the main one is the last that was added. Immutable; offsets count in the text given to each act.
record CaretSet(List<Range> ranges, int main) {
  /// Most carets at once.
  static final int MAX_CARETS = 1_000;

  /// A caret and where its selection began; both the same where nothing is selected.
  record Range(int anchor, int caret) {
    int start() {
      return Math.min(anchor, caret);
    }

    int end() {
      return Math.max(anchor, caret);
    }

    static Range at(int offset) {
      return new Range(offset, offset);
    }
  }

  CaretSet {
    ranges = List.copyOf(ranges);
  }

  static CaretSet of(int anchor, int caret) {
    return new CaretSet(List.of(new Range(anchor, caret)), 0);
  }

  /// Sorts and joins what touches or overlaps; `main` stays the one that holds `last`.
  private static CaretSet joined(List<Range> all, Range last) {
    var sorted =
        all.stream()
            .sorted(Comparator.comparingInt(Range::start).thenComparingInt(Range::end))
            .toList();
    var out = new ArrayList<Range>();
    for (var range : sorted) {
      var before = out.isEmpty() ? null : out.getLast();
      if (before != null && overlap(before, range)) {
        out.set(out.size() - 1, union(before, range));
      } else if (out.size() < MAX_CARETS) {
        out.add(range);
      }
    }
    var main = 0;
    for (var i = 0; i < out.size(); i++) {
      if (out.get(i).start() <= last.caret() && last.caret() <= out.get(i).end()) {
        main = i;
      }
    }
    return new CaretSet(out, main);
  }

  private static boolean overlap(Range a, Range b) {
    return b.start() < a.end() || b.start() == a.start();
  }

  private static Range union(Range a, Range b) {
    var start = a.start();
    var end = Math.max(a.end(), b.end());
    return a.caret() < a.anchor() ? new Range(end, start) : new Range(start, end);
  }

  Range mainRange() {
    return ranges.get(main);
  }

  boolean isSingle() {
    return ranges.size() == 1;
  }

  CaretSet with(Range more) {
    var all = new ArrayList<>(ranges);
    all.add(more);
    return joined(all, more);
  }

  /// Takes the caret at `offset` away if there is one and it is not the only one.
  CaretSet toggled(int offset) {
    var rest = ranges.stream().filter(r -> r.caret() != offset).toList();
    return rest.size() < ranges.size() && !rest.isEmpty()
        ? joined(rest, rest.getLast())
        : with(Range.at(offset));
  }

  CaretSet onlyMain() {
    return new CaretSet(List.of(mainRange()), 0);
  }

  /// Selects the word at the main caret, or, with a selection, its next occurrence, going round.
  CaretSet withNextOccurrence(String text) {
    var last = mainRange();
    if (last.start() == last.end()) {
      return joined(ranges.stream().map(r -> word(text, r)).toList(), word(text, last));
    }
    var wanted = text.substring(last.start(), last.end());
    var at = text.indexOf(wanted, last.end());
    for (var looked = 0; looked <= ranges.size(); looked++) {
      at = at < 0 ? text.indexOf(wanted) : at;
      var found = new Range(at, at + wanted.length());
      if (ranges.stream().noneMatch(r -> overlap(r, found) && overlap(found, r))) {
        return with(found);
      }
      at = text.indexOf(wanted, at + wanted.length());
    }
    return this;
  }

  /// Every occurrence of the main caret's selection or word.
  CaretSet withAllOccurrences(String text) {
    var first = mainRange();
    var last = first.start() == first.end() ? word(text, first) : first;
    var wanted = text.substring(last.start(), last.end());
    if (wanted.isEmpty()) {
      return this;
    }
    var all = new ArrayList<Range>();
    for (var at = text.indexOf(wanted);
        at >= 0 && all.size() < MAX_CARETS;
        at = text.indexOf(wanted, at + wanted.length())) {
      all.add(new Range(at, at + wanted.length()));
    }
    return joined(all, last);
  }

  private static Range word(String text, Range range) {
    if (range.start() != range.end()) {
      return range;
    }
    var start = range.caret();
    var end = start;
    while (start > 0 && Character.isJavaIdentifierPart(text.charAt(start - 1))) {
      start--;
    }
    while (end < text.length() && Character.isJavaIdentifierPart(text.charAt(end))) {
      end++;
    }
    return new Range(start, end);
  }

  /// A caret in the line above (`by` -1) or below (1) the outermost one, in the same column.
  CaretSet withLine(String text, int by) {
    var from = by < 0 ? ranges.getFirst() : ranges.getLast();
    var line = Lines.start(text, from.caret());
    var other = by < 0 ? line - 1 : Lines.end(text, from.caret()) + 1;
    if (other < 0 || other > text.length()) {
      return this;
    }
    var start = Lines.start(text, other);
    var room = Lines.end(text, other) - start;
    var caret = start + Math.min(room, from.caret() - line);
    var anchorLine = Lines.start(text, from.anchor());
    var anchor = anchorLine == line ? start + Math.min(room, from.anchor() - anchorLine) : caret;
    return with(new Range(anchor, caret));
  }

  /// Makes every column selection one code unit wider to the right (`by` 1) or left (-1).
  CaretSet widened(String text, int by) {
    return moved(
        text,
        true,
        at -> {
          var to = at + by;
          var inLine = to >= Lines.start(text, at) && to <= Lines.end(text, at);
          return inLine ? to : at;
        });
  }

  /// Moves every caret; with `select` the selections grow, else they end.
  CaretSet moved(String text, boolean select, IntUnaryOperator where) {
    Function<Range, Range> move =
        r -> {
          var to = Math.clamp(where.applyAsInt(r.caret()), 0, text.length());
          return new Range(select ? r.anchor() : to, to);
        };
    return joined(ranges.stream().map(move).toList(), move.apply(mainRange()));
  }

  /// What typing does: an edit for each caret, and the carets behind what was put in.
  record Typed(List<TextEdit> edits, CaretSet carets) {}

  /// Puts `text` in place of every selection.
  Typed typed(String text) {
    return edited(r -> new TextEdit(r.start(), r.end(), text));
  }

  /// Pastes one line at each caret where there are as many, else everything at each.
  Typed pasted(String text) {
    var lines = List.of(text.split("\n", -1));
    if (lines.size() != ranges.size()) {
      return typed(text);
    }
    var index = new int[1];
    return edited(r -> new TextEdit(r.start(), r.end(), lines.get(index[0]++)));
  }

  /// One edit for each range, in order.
  Typed edited(Function<Range, TextEdit> each) {
    var edits = new ArrayList<TextEdit>();
    var carets = new ArrayList<Range>();
    var grown = 0;
    var done = 0;
    for (var range : ranges) {
      var wanted = each.apply(range);
      // Two carets that delete the same place take it away once.
      var start = Math.max(wanted.start(), done);
      var edit = new TextEdit(start, Math.max(start, wanted.end()), wanted.text());
      edits.add(edit);
      carets.add(Range.at(edit.start() + grown + edit.text().length()));
      grown += edit.growth();
      done = edit.end();
    }
    return new Typed(List.copyOf(edits), joined(carets, carets.get(main)));
  }

  /// What copy takes: the selections, one a line; whole lines where nothing is selected.
  String copied(String text) {
    var anySelected = ranges.stream().anyMatch(r -> r.start() < r.end());
    return String.join(
        "\n",
        ranges.stream()
            .map(r ->
                anySelected
                    ? text.substring(r.start(), r.end())
                    : text.substring(Lines.start(text, r.caret()), Lines.end(text, r.caret())))
            .toList());
  }
}
