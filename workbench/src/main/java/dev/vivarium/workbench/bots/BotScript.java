package dev.vivarium.workbench.bots;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// What a bot does, step by step. The format is in docs/bots.md.
///
/// @param name of the file, for errors
public record BotScript(String name, List<Step> steps) {
  /// Watches, and does nothing.
  public static final BotScript IDLE = new BotScript("idle", List.of());

  static final int MAX_CHARACTERS = 64 << 10;
  static final int MAX_DEPTH = 16;

  public BotScript {
    steps = List.copyOf(steps);
  }

  /// @throws BotScriptException if it is no script; says where and why
  public static BotScript parse(String name, String text) {
    return new BotScriptParser(name, text).parse();
  }

  /// Whether it writes to what the bot owns, for which one must see it.
  boolean moves() {
    return moves(steps);
  }

  private static boolean moves(List<Step> steps) {
    return steps.stream()
        .anyMatch(step ->
            switch (step) {
              case Move _ -> true;
              case Maybe maybe -> moves(List.of(maybe.step()));
              case Repeat repeat -> moves(repeat.steps());
              case Send _, Wait _ -> false;
            });
  }

  /// A length of time, drawn evenly each time.
  record Span(long leastNanos, long mostNanos) {}

  sealed interface Step {
    /// In the script, from 1.
    int line();
  }

  record Wait(int line, Span span) implements Step {}

  /// @param payload JSON in which texts like `-1.0..1.0` are drawn each time
  /// @param isForEveryone to all clients, else to the world
  record Send(int line, String channel, JsonNode payload, boolean isForEveryone) implements Step {}

  /// Walks about in a box, by writing to the entity that it owns.
  record Move(int line, float[] least, float[] most, float metresPerSecond, Span span)
      implements Step {}

  /// @param chance 0 to 1
  record Maybe(int line, double chance, Step step) implements Step {}

  /// @param times 0 for ever
  record Repeat(int line, int times, List<Step> steps) implements Step {
    public Repeat {
      steps = List.copyOf(steps);
    }
  }
}
