package dev.vivarium.net.protocol.realtime;

import java.util.List;

/// Who a remote message is for.
public sealed interface Target {
  /// The world on the server.
  record Server() implements Target {}

  /// All clients of the room.
  record Everyone() implements Target {}

  /// One or some clients.
  record Clients(List<Integer> ids) implements Target {
    public static final int IDS = 4096;

    public Clients {
      ids = List.copyOf(ids);
      Limited.list("ids", ids, IDS);
      ids.forEach(id -> Limited.number("id", id, Integer.MAX_VALUE));
    }
  }

  int SERVER = 0;
  int EVERYONE = 1;
  int CLIENTS = 2;

  private static Clients readClients(MessageReader in) {
    return new Clients(
        in.list("target", Clients.IDS, 1, each -> each.varint("target", Integer.MAX_VALUE)));
  }

  static Target read(MessageReader in) {
    int kind = in.u8("target");
    return switch (kind) {
      case SERVER -> new Server();
      case EVERYONE -> new Everyone();
      case CLIENTS -> readClients(in);
      default -> throw in.malformed("target", "no target of kind " + kind);
    };
  }

  static void write(Target target, MessageWriter out) {
    switch (target) {
      case Server() -> out.u8(SERVER);
      case Everyone() -> out.u8(EVERYONE);
      case Clients(List<Integer> ids) -> {
        out.u8(CLIENTS);
        out.varint(ids.size());
        ids.forEach(out::varint);
      }
    }
  }
}
