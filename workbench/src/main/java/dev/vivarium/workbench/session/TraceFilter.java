package dev.vivarium.workbench.session;

import java.util.List;
import java.util.Set;

/// Which messages of a trace are wanted. A message has to match one of each list that is not empty,
/// and all of the words.
///
/// @param channels parts of the channel's full name, in lower case
/// @param from parts of the sender's or a receiver's name, in lower case
/// @param entities indices of entities, as in `#214`, that the payload or the cause names
/// @param words each to be part of channel, sender, receivers or payload, in lower case
/// @param hidden full names of channels that are left out
/// @param firstTick inclusive
/// @param lastTick inclusive
public record TraceFilter(
    List<String> channels,
    List<String> from,
    List<Long> entities,
    List<String> words,
    Set<String> hidden,
    long firstTick,
    long lastTick) {
  /// Every message there is.
  public static final TraceFilter ALL =
      new TraceFilter(List.of(), List.of(), List.of(), List.of(), Set.of(), 0, Long.MAX_VALUE);

  public TraceFilter {
    channels = List.copyOf(channels);
    from = List.copyOf(from);
    entities = List.copyOf(entities);
    words = List.copyOf(words);
    hidden = Set.copyOf(hidden);
  }

  public TraceFilter withHidden(Set<String> next) {
    return new TraceFilter(channels, from, entities, words, next, firstTick, lastTick);
  }

  public TraceFilter between(long first, long last) {
    return new TraceFilter(channels, from, entities, words, hidden, first, last);
  }

  /// Whether the payload need not be read to answer.
  public boolean isCheap() {
    return entities.isEmpty() && words.isEmpty();
  }
}
