package dev.vivarium.net.protocol.control;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The reply to writing objects, in their order.
public record StorageAcks(List<Ack> acks) {
  public StorageAcks {
    acks = List.copyOf(acks);
  }

  public record Ack(
      String collection,
      String key,
      String version,
      String userId,
      @Nullable Instant createTime,
      @Nullable Instant updateTime) {}
}
