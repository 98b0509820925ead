package dev.vivarium.net.server.room;

import dev.vivarium.net.protocol.realtime.ModuleBytes;
import dev.vivarium.net.protocol.realtime.RealtimeCodec;
import dev.vivarium.net.protocol.realtime.Sha256;
import dev.vivarium.net.server.replication.WorldEpoch;
import dev.vivarium.net.server.transport.Frame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The messages that carry the modules of one epoch, made once for all clients. Any thread.
final class ModulePieces {
  private final WorldEpoch epoch;
  private final Map<Sha256, List<Frame>> pieces = new ConcurrentHashMap<>();

  ModulePieces(WorldEpoch epoch) {
    this.epoch = epoch;
  }

  /// Empty for a module that clients do not get.
  List<Frame> of(Sha256 digest) {
    if (epoch.module(digest).isEmpty()) {
      return List.of();
    }
    return pieces.computeIfAbsent(digest, key -> cut(key, epoch.module(key).orElseThrow()));
  }

  private static List<Frame> cut(Sha256 digest, byte[] module) {
    List<Frame> frames = new ArrayList<>();
    for (int at = 0; at < module.length; at += ModuleBytes.PIECE_BYTES) {
      int end = Math.min(module.length, at + ModuleBytes.PIECE_BYTES);
      byte[] piece = Arrays.copyOfRange(module, at, end);
      frames.add(
          new Frame.Binary(
              RealtimeCodec.encode(new ModuleBytes(digest, module.length, at, piece))));
    }
    return List.copyOf(frames);
  }
}
