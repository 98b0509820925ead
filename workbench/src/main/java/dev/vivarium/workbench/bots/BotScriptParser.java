package dev.vivarium.workbench.bots;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.vivarium.workbench.bots.BotScript.Span;
import dev.vivarium.workbench.bots.BotScript.Step;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads a [BotScript], a step a line.
final class BotScriptParser {
  private static final ObjectReader JSON =
      new ObjectMapper().reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final Pattern TIME = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ms|s|m)");
  private static final Pattern CHANNEL = Pattern.compile("[^\\s/]+/[^\\s/]+");
  private static final double MAX_SECONDS = 3_600;
  private static final String STEPS =
      "A step is one of send, move, wait, maybe, repeat, end; a line that begins with # is read over";

  /// A `repeat` whose `end` has not come, or the script itself.
  private record Block(int line, int times, List<Step> steps) {}

  private final String name;
  private final String text;
  private final Deque<Block> open = new ArrayDeque<>();
  private int line;

  BotScriptParser(String name, String text) {
    this.name = name;
    this.text = text;
  }

  BotScript parse() {
    if (text.length() > BotScript.MAX_CHARACTERS) {
      throw wrong("a script has at most " + BotScript.MAX_CHARACTERS + " characters");
    }
    Block all = new Block(0, 1, new ArrayList<>());
    open.push(all);
    text.lines().forEach(this::line);
    if (open.size() > 1) {
      line = open.element().line;
      throw wrong("this repeat has no end");
    }
    return new BotScript(name, all.steps);
  }

  private void line(String raw) {
    line++;
    String step = raw.strip();
    if (step.isEmpty() || step.startsWith("#")) {
      return;
    }
    String word = word(step);
    String rest = step.substring(word.length()).strip();
    switch (word) {
      case "repeat" -> repeat(rest);
      case "end" -> end(rest);
      default -> current().add(step(word, rest));
    }
  }

  private List<Step> current() {
    return open.element().steps;
  }

  private static String word(String step) {
    return step.split("\\s", 2)[0];
  }

  private Step step(String word, String rest) {
    return switch (word) {
      case "wait" -> new BotScript.Wait(line, span(rest));
      case "send" -> send(rest);
      case "move" -> move(rest);
      case "maybe" -> maybe(rest);
      default -> throw wrong("'" + word + "' is no step here. " + STEPS);
    };
  }

  private void repeat(String rest) {
    if (open.size() > BotScript.MAX_DEPTH) {
      throw wrong("repeats are nested more than " + BotScript.MAX_DEPTH + " deep");
    }
    int times = 0;
    if (!rest.isEmpty()) {
      times = whole(rest);
    }
    open.push(new Block(line, times, new ArrayList<>()));
  }

  private int whole(String number) {
    try {
      int times = Integer.parseInt(number);
      if (times >= 1) {
        return times;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw wrong("repeat takes a whole number from 1, or nothing for ever; not '" + number + "'");
  }

  private void end(String rest) {
    if (!rest.isEmpty()) {
      throw wrong("end stands alone");
    }
    if (open.size() == 1) {
      throw wrong("this end has no repeat");
    }
    Block done = open.pop();
    if (!takesTime(done.steps)) {
      line = done.line;
      throw wrong("this repeat would never pause: put a wait or a move into it, not after maybe");
    }
    current().add(new BotScript.Repeat(done.line, done.times, done.steps));
  }

  private static boolean takesTime(List<Step> steps) {
    return steps.stream()
        .anyMatch(step ->
            switch (step) {
              case BotScript.Wait wait -> wait.span().leastNanos() > 0;
              case BotScript.Move move -> move.span().leastNanos() > 0;
              case BotScript.Repeat repeat -> takesTime(repeat.steps());
              case BotScript.Send _, BotScript.Maybe _ -> false;
            });
  }

  /// `CHANNEL [to everyone] {JSON}`.
  private Step send(String rest) {
    int brace = rest.indexOf('{');
    String head = (brace < 0 ? rest : rest.substring(0, brace)).strip();
    String channel = word(head);
    String target = head.substring(channel.length()).strip();
    if (!CHANNEL.matcher(channel).matches()) {
      throw wrong("send needs a channel such as plaza/Move, not '" + channel + "'");
    }
    if (!target.isEmpty() && !target.equals("to everyone")) {
      throw wrong("between channel and payload may stand 'to everyone', not '" + target + "'");
    }
    JsonNode payload = json(brace < 0 ? "{}" : rest.substring(brace));
    return new BotScript.Send(line, channel, payload, !target.isEmpty());
  }

  private JsonNode json(String payload) {
    try {
      return JSON.readTree(payload);
    } catch (JsonProcessingException e) {
      throw wrong("the payload is not JSON: " + e.getOriginalMessage());
    }
  }

  /// `X Y Z to X Y Z at SPEED for TIME`.
  private Step move(String rest) {
    String[] words = rest.split("\\s+", -1);
    if (words.length != 11
        || !words[3].equals("to")
        || !words[7].equals("at")
        || !words[9].equals("for")) {
      throw wrong("move is written: move X Y Z to X Y Z at METRES_PER_SECOND for TIME");
    }
    float[] least = new float[3];
    float[] most = new float[3];
    for (int axis = 0; axis < 3; axis++) {
      float from = number(words[axis]);
      float to = number(words[axis + 4]);
      least[axis] = Math.min(from, to);
      most[axis] = Math.max(from, to);
    }
    return new BotScript.Move(line, least, most, number(words[8]), span(words[10]));
  }

  private float number(String word) {
    try {
      float value = Float.parseFloat(word);
      if (Math.abs(value) <= 1e6f) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw wrong("'" + word + "' is no number from -1000000 to 1000000");
  }

  /// `PERCENT% STEP`.
  private Step maybe(String rest) {
    String percent = word(rest);
    String step = rest.substring(percent.length()).strip();
    try {
      double chance = Double.parseDouble(percent.replaceAll("%$", "")) / 100;
      if (percent.endsWith("%") && chance >= 0 && chance <= 1 && !step.isEmpty()) {
        String word = word(step);
        Step inner = step(word, step.substring(word.length()).strip());
        return new BotScript.Maybe(line, chance, inner);
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw wrong("maybe is written: maybe 20% send plaza/Kick {}");
  }

  /// `TIME` or `TIME..TIME`.
  private Span span(String words) {
    int dots = words.indexOf("..");
    if (dots < 0) {
      long nanos = nanos(words);
      return new Span(nanos, nanos);
    }
    Span span = new Span(nanos(words.substring(0, dots)), nanos(words.substring(dots + 2)));
    if (span.leastNanos() > span.mostNanos()) {
      throw wrong("the shorter time comes first: '" + words + "'");
    }
    return span;
  }

  private long nanos(String word) {
    Matcher time = TIME.matcher(word);
    if (time.matches()) {
      double amount = Double.parseDouble(time.group(1));
      double seconds =
          switch (time.group(2)) {
            case "ms" -> amount / 1_000;
            case "m" -> amount * 60;
            default -> amount;
          };
      if (seconds <= MAX_SECONDS) {
        return (long) (seconds * 1e9);
      }
    }
    throw wrong("'" + word + "' is no time up to an hour, such as 200ms, 1.5s, 2m or 1s..3s");
  }

  private BotScriptException wrong(String problem) {
    return new BotScriptException(name, Math.max(1, line), problem);
  }
}
