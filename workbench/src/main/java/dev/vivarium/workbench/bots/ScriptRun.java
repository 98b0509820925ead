package dev.vivarium.workbench.bots;

import dev.vivarium.workbench.bots.BotScript.Span;
import dev.vivarium.workbench.bots.BotScript.Step;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// One bot's way through a script. The same seed and times make the same acts.
final class ScriptRun {
  /// Steps that one turn does at most; the rest wait for the next.
  private static final int STEPS_PER_TURN = 64;

  /// What a script can have done.
  interface Hands {
    void send(BotScript.Send send, Random random);

    /// Called each turn of a move that goes on.
    void move(BotScript.Move move, Random random, long nowNanos);
  }

  private static final class Place {
    final List<Step> steps;

    /// 0 for ever.
    int left;

    int next;

    Place(List<Step> steps, int times) {
      this.steps = steps;
      this.left = times;
    }
  }

  private final Hands hands;
  private final Random random;
  private final Deque<Place> places = new ArrayDeque<>();
  private long goesOnNanos;
  private BotScript.@Nullable Move moving;

  ScriptRun(BotScript script, Hands hands, long seed, long nowNanos) {
    this.hands = hands;
    this.random = new Random(seed);
    this.goesOnNanos = nowNanos;
    places.push(new Place(script.steps(), 1));
  }

  boolean isOver() {
    return places.isEmpty() && moving == null;
  }

  /// Does what is due.
  void turn(long nowNanos) {
    for (int left = STEPS_PER_TURN; left > 0 && !places.isEmpty(); left--) {
      if (nowNanos - goesOnNanos < 0) {
        if (moving != null) {
          hands.move(moving, random, nowNanos);
        }
        return;
      }
      moving = null;
      next(nowNanos);
    }
  }

  private void next(long nowNanos) {
    Place place = places.element();
    if (place.next < place.steps.size()) {
      perform(place.steps.get(place.next++), nowNanos);
      return;
    }
    if (place.left == 1) {
      places.pop();
      return;
    }
    place.left = Math.max(0, place.left - 1);
    place.next = 0;
  }

  private void perform(Step step, long nowNanos) {
    switch (step) {
      case BotScript.Wait wait -> goesOnNanos = nowNanos + drawn(wait.span());
      case BotScript.Send send -> hands.send(send, random);
      case BotScript.Move move -> {
        moving = move;
        goesOnNanos = nowNanos + drawn(move.span());
      }
      case BotScript.Maybe maybe -> {
        if (random.nextDouble() < maybe.chance()) {
          perform(maybe.step(), nowNanos);
        }
      }
      case BotScript.Repeat repeat -> places.push(new Place(repeat.steps(), repeat.times()));
    }
  }

  private long drawn(Span span) {
    long spread = span.mostNanos() - span.leastNanos();
    return span.leastNanos() + (long) (random.nextDouble() * (double) spread);
  }
}
