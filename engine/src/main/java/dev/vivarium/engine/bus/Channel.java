package dev.vivarium.engine.bus;

import dev.vivarium.engine.schema.MessageSchema;
import dev.vivarium.engine.schema.SchemaName;

/// A named, typed channel. Its schema may be replaced by a reload. Owned by the tick thread; other
/// threads may read [#schema()], which is published to them by the volatile field.
public final class Channel {
  private volatile MessageSchema schema;
  private int countThisTick;
  private int bytesThisTick;
  private long droppedTotal;

  Channel(MessageSchema schema) {
    this.schema = schema;
  }

  public MessageSchema schema() {
    return schema;
  }

  public SchemaName name() {
    return schema.name();
  }

  /// Messages refused so far because a tick's limit was reached.
  public long droppedTotal() {
    return droppedTotal;
  }

  void replaceSchema(MessageSchema next) {
    schema = next;
  }

  void beginTick() {
    countThisTick = 0;
    bytesThisTick = 0;
  }

  boolean admit(int payloadBytes) {
    if (countThisTick >= schema.maxCount() || bytesThisTick > schema.maxBytes() - payloadBytes) {
      droppedTotal++;
      return false;
    }
    countThisTick++;
    bytesThisTick += payloadBytes;
    return true;
  }

  @Override
  public String toString() {
    return schema.name().toString();
  }
}
