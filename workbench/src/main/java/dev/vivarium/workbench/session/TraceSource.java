package dev.vivarium.workbench.session;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// The messages of a world and what led to what. It costs the world something only while somebody
/// asks. Threads and failures are as those of [WorldSession].
public interface TraceSource {
  /// Most messages that a session keeps; older ones go.
  int MAX_KEPT = 32_768;

  /// The newest messages after `since` that match, oldest first, at most `limit`. What matched and
  /// was left out, or went by unseen, is counted by [MessagePage#missed].
  CompletableFuture<MessagePage> newest(TraceFilter filter, long since, int limit);

  /// The first messages after `since` that match, oldest first, at most `limit`: for going through
  /// all that is kept. Ends with an empty page.
  CompletableFuture<MessagePage> next(TraceFilter filter, long since, int limit);

  /// How many messages went over each channel in each of the last ticks.
  CompletableFuture<TraceTimeline> timeline();

  /// A message with its decoded payload, what led to it and what it led to, as far as the trace
  /// goes back; empty if the message is no longer kept.
  CompletableFuture<Optional<TraceChain>> chain(long sequence);

  /// Every channel, by name.
  CompletableFuture<List<ChannelInfo>> channels();
}
