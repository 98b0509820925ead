package dev.vivarium.engine.plugin;

import static dev.vivarium.engine.plugin.abi.FrameLayout.align8;

import dev.vivarium.engine.bus.Message;
import dev.vivarium.engine.bus.Subscription;
import dev.vivarium.engine.plugin.abi.FrameLayout;
import dev.vivarium.engine.plugin.wasm.FlatMemory;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The messages that one dispatch gets.
final class FrameInbox {
  private final List<Message> messages = new ArrayList<>();
  private final List<byte[]> payloads = new ArrayList<>();
  private final List<Integer> channels = new ArrayList<>();
  private final List<List<Message>> taken = new ArrayList<>();
  private int bytes;

  /// Takes what waits.
  ///
  /// @param indices by subscription: the channel's index in the plugin's descriptor
  void take(Subscription[] subscriptions, int[] indices) {
    messages.clear();
    payloads.clear();
    channels.clear();
    taken.clear();
    bytes = 0;
    for (int i = 0; i < subscriptions.length; i++) {
      taken.add(subscriptions[i].take());
      for (Message message : taken.get(i)) {
        byte[] payload = subscriptions[i].project(message);
        messages.add(message);
        payloads.add(payload);
        channels.add(indices[i]);
        bytes += align8(FrameLayout.INBOX_HEADER_BYTES + payload.length);
      }
    }
  }

  /// The dispatch failed and handled nothing: what it took waits again.
  void putBack(Subscription[] subscriptions) {
    for (int i = 0; i < taken.size(); i++) {
      subscriptions[i].putBack(taken.get(i));
    }
    taken.clear();
  }

  /// The message at this place, or null.
  @Nullable Message message(int index) {
    return index >= 0 && index < messages.size() ? messages.get(index) : null;
  }

  int size() {
    return messages.size();
  }

  /// Room that it takes in memory.
  int bytes() {
    return bytes;
  }

  void write(FlatMemory memory, int pointer) {
    int at = pointer;
    for (int i = 0; i < messages.size(); i++) {
      byte[] payload = payloads.get(i);
      int size = align8(FrameLayout.INBOX_HEADER_BYTES + payload.length);
      memory.writeI32(at, size);
      memory.writeI32(at + 4, channels.get(i));
      memory.writeLong(at + 8, messages.get(i).senderClient());
      memory.writeI32(at + 16, payload.length);
      memory.writeI32(at + 20, 0);
      memory.write(at + FrameLayout.INBOX_HEADER_BYTES, payload, 0, payload.length);
      at += size;
    }
  }
}
