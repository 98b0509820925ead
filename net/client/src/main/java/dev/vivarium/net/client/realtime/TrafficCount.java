package dev.vivarium.net.client.realtime;

import dev.vivarium.net.protocol.realtime.Ack;

/// Counts for [Traffic].
final class TrafficCount {
  private long bytesIn;
  private long bytesOut;
  private long messagesIn;
  private long messagesOut;
  private long frames;
  private long fullFrames;
  private long drops;

  void received(int bytes) {
    bytesIn += bytes;
    messagesIn++;
  }

  void sent(int bytes) {
    bytesOut += bytes;
    messagesOut++;
  }

  void asked(Ack ack) {
    if (ack.needsFull()) {
      fullFrames++;
    }
  }

  void applied() {
    frames++;
  }

  void dropped() {
    drops++;
  }

  Traffic value() {
    return new Traffic(bytesIn, bytesOut, messagesIn, messagesOut, frames, fullFrames, drops);
  }
}
