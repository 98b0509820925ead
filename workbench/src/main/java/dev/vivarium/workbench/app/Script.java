package dev.vivarium.workbench.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.geometry.Side;

/// A script of commands for the window, one a line; empty lines and those that begin with `#` are
/// left out.
record Script(List<Line> lines) {
  /// Most lines of a script.
  static final int MAX_LINES = 10_000;

  Script {
    lines = List.copyOf(lines);
  }

  /// A step with the number of its line, from 1.
  record Line(int number, Step step) {}

  /// What a line asks for.
  sealed interface Step {
    /// `open plugins/fish/fish.ts` or `open plugins/fish/fish.ts:13`
    record Open(String place) implements Step {}

    /// `goto 13`
    record GoTo(int line) implements Step {}

    /// `line 13`: selects the text of a line, so that `type` replaces it
    record SelectLine(int line) implements Step {}

    /// `type const SIGHT: f32 = 8.0;` with `\n` for a line end
    record Type(String text) implements Step {}

    /// `enter pebbles`: types into the field that has the focus and presses Enter
    record Enter(String text) implements Step {}

    /// `click Run on`: presses the button or link with this text, or with this name where it has an
    /// icon only
    record Click(String text) implements Step {}

    /// `select 214`, by the entity's number, or several
    record Select(List<Long> indices) implements Step {
      public Select {
        indices = List.copyOf(indices);
      }
    }

    /// `select-first Fish where Fish.hunger > 139`: the first that a query matches
    record SelectFirst(String query) implements Step {}

    /// `colours archetype`, of the map: `owner`, `mover`, `archetype` or a component's full name
    record Colours(String by) implements Step {}

    /// `pin fish/Fish.hunger`: graphs a field of the selected entity
    record Pin(String component, String field) implements Step {}

    /// `sort fish/Fish.hunger`, or `sort -fish/Fish.hunger` for the greatest first
    record Sort(String by) implements Step {}

    /// `export-entities file.csv`: those that the query matches
    record ExportEntities(Path file) implements Step {}

    /// `hang 214`: hangs the selected entities on that one
    record Hang(long index) implements Step {}

    /// `search Fish`, in the table of entities
    record Search(String text) implements Step {}

    /// `tab messages`
    record Tab(String name) implements Step {}

    /// `theme light`
    record UseTheme(String name) implements Step {}

    /// `resize 1280 720`
    record Resize(int width, int height) implements Step {}

    /// `set vivarium/Transform.position [1,0,2]`, a field of the selected entity
    record SetField(String component, String field, String json) implements Step {}

    /// `back 120`: shows the world as it was so many ticks ago
    record Back(int ticks) implements Step {}

    /// `recording 1`: opens the newest of the saved recordings
    record OpenRecording(int place) implements Step {}

    /// `wait-ticks 120`
    record WaitTicks(int ticks) implements Step {}

    /// `wait-reload`: until the last `save` has been answered
    record WaitReload() implements Step {}

    /// `wait-script`: until the script console has ended what it runs
    record WaitScript() implements Step {}

    /// `wait-tests`: until the tests that run have ended
    record WaitTests() implements Step {}

    /// `wait-ms 500`
    record WaitMs(int millis) implements Step {}

    /// `picture file.png`: a picture as the window is now
    record Picture(Path file) implements Step {}

    /// `tour folder/prefix`: a picture of every panel, dark and light, in a small and a large
    /// window, as `folder/prefix-PANEL-THEME-WIDTHxHEIGHT.png`
    ///
    /// `tour-all folder/prefix`: with what opens over the panels, too
    ///
    /// `tour folder/prefix people play`: of these panels only
    record Tour(String prefix, List<String> panels, boolean all) implements Step {
      public Tour {
        panels = List.copyOf(panels);
      }
    }

    /// `fill play-up-delay-2 120`: puts a value into the field, the choice or the counter of that
    /// id
    record Fill(String id, String value) implements Step {}

    /// `wait-play-test`: until the players play, or it is known why they do not
    record WaitPlayTest() implements Step {}

    /// `measure file.json`: how long the start took and how much memory is held
    record Measure(Path file) implements Step {}

    /// `settings text`: opens the settings, narrowed to what holds the text
    record ShowSettings(String text) implements Step {}

    /// `dock map bottom`: moves a panel to one side of the editor
    record Dock(String panel, Side side) implements Step {}

    /// `text-size large`
    record TextSize(String size) implements Step {}

    /// `export-messages file.jsonl`: the messages that the tracer's filter lets through
    record ExportMessages(Path file) implements Step {}

    /// `message 3`: selects the third newest of the list of messages
    record PickMessage(int place) implements Step {}

    /// `filter-messages channel:Bite #214`
    record FilterMessages(String text) implements Step {}

    /// `watch fish/Fish hunger` pauses when it changes; `watch fish/Fish hunger > 60` when it
    /// holds; of the selected entity, or of any where none is
    record Watch(String component, String field, String sign, String value) implements Step {}

    /// `plugin fish`: selects it in the list of plugins
    record PickPlugin(String name) implements Step {}

    /// `profile memory`: a table of the profiler
    record Profile(String table) implements Step {}

    /// `export-ticks file.csv`
    record ExportTicks(Path file) implements Step {}

    /// `filter-console fish -pellet`
    record FilterConsole(String words) implements Step {}

    /// Any command by its id, such as `world.pause`; `save`, `pause`, `resume` and `step` for short
    record Run(String command) implements Step {}
  }

  static Script parse(List<String> text) {
    if (text.size() > MAX_LINES) {
      throw new ScriptException(MAX_LINES + 1, "a script has at most " + MAX_LINES + " lines");
    }
    var lines = new ArrayList<Line>();
    for (var i = 0; i < text.size(); i++) {
      var line = text.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        lines.add(new Line(i + 1, step(i + 1, line)));
      }
    }
    return new Script(lines);
  }

  private static Step step(int number, String line) {
    var space = line.indexOf(' ');
    var word = (space < 0 ? line : line.substring(0, space)).toLowerCase(Locale.ROOT);
    var rest = space < 0 ? "" : line.substring(space + 1).strip();
    return switch (word) {
      case "open" -> new Step.Open(required(number, word, rest));
      case "goto" -> new Step.GoTo(whole(number, word, rest));
      case "line" -> new Step.SelectLine(whole(number, word, rest));
      // With the spaces that it begins with: they indent.
      case "type" -> new Step.Type(line.substring(space + 1).replace("\\n", "\n"));
      case "enter" -> new Step.Enter(rest);
      case "click" -> new Step.Click(required(number, word, rest));
      case "select" -> select(number, rest);
      case "select-first" -> new Step.SelectFirst(required(number, word, rest));
      case "colours" -> new Step.Colours(required(number, word, rest));
      case "pin" -> pin(number, rest);
      case "sort" -> new Step.Sort(required(number, word, rest));
      case "export-entities" -> new Step.ExportEntities(Path.of(required(number, word, rest)));
      case "hang" -> new Step.Hang(whole(number, word, rest.replace("#", "")));
      case "search" -> new Step.Search(rest);
      case "tab" -> new Step.Tab(required(number, word, rest));
      case "theme" -> new Step.UseTheme(theme(number, rest));
      case "resize" -> resize(number, rest);
      case "set" -> set(number, rest);
      case "back" -> new Step.Back(whole(number, word, rest));
      case "recording" -> new Step.OpenRecording(whole(number, word, rest));
      case "wait-ticks" -> new Step.WaitTicks(whole(number, word, rest));
      case "wait-reload" -> new Step.WaitReload();
      case "wait-script" -> new Step.WaitScript();
      case "wait-tests" -> new Step.WaitTests();
      case "wait-ms" -> new Step.WaitMs(whole(number, word, rest));
      case "picture" -> new Step.Picture(Path.of(required(number, word, rest)));
      case "measure" -> new Step.Measure(Path.of(required(number, word, rest)));
      case "tour" -> tour(required(number, word, rest));
      case "tour-all" -> new Step.Tour(required(number, word, rest), List.of(), true);
      case "fill" -> fill(number, rest);
      case "wait-play-test" -> new Step.WaitPlayTest();
      case "settings" -> new Step.ShowSettings(rest);
      case "dock" -> dock(number, rest);
      case "text-size" -> new Step.TextSize(required(number, word, rest));
      case "export-messages" -> new Step.ExportMessages(Path.of(required(number, word, rest)));
      case "message" -> new Step.PickMessage(whole(number, word, rest));
      case "filter-messages" -> new Step.FilterMessages(rest);
      case "watch" -> watch(number, rest);
      case "plugin" -> new Step.PickPlugin(required(number, word, rest));
      case "profile" -> new Step.Profile(required(number, word, rest));
      case "export-ticks" -> new Step.ExportTicks(Path.of(required(number, word, rest)));
      case "filter-console" -> new Step.FilterConsole(rest);
      case "save" -> new Step.Run("file.save");
      case "pause" -> new Step.Run("world.pause");
      case "resume" -> new Step.Run("world.resume");
      case "step" -> new Step.Run("world.step");
      case "run" -> new Step.Run(required(number, word, rest));
      default -> throw new ScriptException(number, "“" + word + "” is no command");
    };
  }

  private static String required(int number, String word, String rest) {
    if (rest.isEmpty()) {
      throw new ScriptException(number, word + " needs something behind it");
    }
    return rest;
  }

  private static int whole(int number, String word, String rest) {
    try {
      return Integer.parseUnsignedInt(rest);
    } catch (NumberFormatException e) {
      throw new ScriptException(number, word + " needs a whole number, not “" + rest + "”");
    }
  }

  private static String theme(int number, String rest) {
    if (!rest.equals("dark") && !rest.equals("light")) {
      throw new ScriptException(number, "a theme is dark or light, not “" + rest + "”");
    }
    return rest;
  }

  private static Step select(int number, String rest) {
    var indices = new ArrayList<Long>();
    for (var word : rest.replace("#", "").split("[ ,]+", -1)) {
      indices.add((long) whole(number, "select", word));
    }
    return new Step.Select(indices);
  }

  private static Step pin(int number, String rest) {
    var dot = rest.indexOf('.');
    if (dot < 0) {
      throw new ScriptException(number, "pin needs COMPONENT.FIELD");
    }
    return new Step.Pin(rest.substring(0, dot), rest.substring(dot + 1));
  }

  private static Step dock(int number, String rest) {
    var words = List.of(rest.split(" +"));
    try {
      return new Step.Dock(words.get(0), Side.valueOf(words.get(1).toUpperCase(Locale.ROOT)));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new ScriptException(number, "dock needs a panel and a side: left, right, top, bottom");
    }
  }

  private static Step watch(int number, String rest) {
    var words = List.of(rest.split(" +"));
    return switch (words.size()) {
      case 2 -> new Step.Watch(words.get(0), words.get(1), "", "");
      case 4 -> new Step.Watch(words.get(0), words.get(1), words.get(2), words.get(3));
      default ->
          throw new ScriptException(
              number, "watch needs a component, a field and perhaps a sign and a value");
    };
  }

  private static Step tour(String rest) {
    var words = List.of(rest.split(" +"));
    return new Step.Tour(words.getFirst(), words.subList(1, words.size()), false);
  }

  private static Step fill(int number, String rest) {
    var space = rest.indexOf(' ');
    if (space < 0) {
      throw new ScriptException(number, "fill needs an id and a value");
    }
    return new Step.Fill(rest.substring(0, space), rest.substring(space + 1).strip());
  }

  private static Step resize(int number, String rest) {
    var sizes = List.of(rest.split("[ x]+"));
    if (sizes.size() != 2) {
      throw new ScriptException(number, "resize needs a width and a height, such as 1280 720");
    }
    return new Step.Resize(
        whole(number, "resize", sizes.get(0)), whole(number, "resize", sizes.get(1)));
  }

  private static Step set(int number, String rest) {
    var space = rest.indexOf(' ');
    var dot = rest.indexOf('.');
    if (dot < 0 || space < dot) {
      throw new ScriptException(number, "set needs COMPONENT.FIELD and a value in JSON");
    }
    return new Step.SetField(
        rest.substring(0, dot), rest.substring(dot + 1, space), rest.substring(space + 1).strip());
  }
}
