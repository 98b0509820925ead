package dev.vivarium.workbench.session;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// The messages of whichever session is looked at when one asks.
record ForwardingTrace(Supplier<TraceSource> target) implements TraceSource {
  @Override
  public CompletableFuture<MessagePage> newest(TraceFilter filter, long since, int limit) {
    return target.get().newest(filter, since, limit);
  }

  @Override
  public CompletableFuture<MessagePage> next(TraceFilter filter, long since, int limit) {
    return target.get().next(filter, since, limit);
  }

  @Override
  public CompletableFuture<TraceTimeline> timeline() {
    return target.get().timeline();
  }

  @Override
  public CompletableFuture<Optional<TraceChain>> chain(long sequence) {
    return target.get().chain(sequence);
  }

  @Override
  public CompletableFuture<List<ChannelInfo>> channels() {
    return target.get().channels();
  }
}
