package dev.vivarium.net.protocol.realtime;

/// Says who presents the room now; 0 for nobody.
public record PresenterChanged(int clientId) implements FromServer {
  public PresenterChanged {
    Limited.number("clientId", clientId, Integer.MAX_VALUE);
  }

  void write(MessageWriter out) {
    out.varint(clientId);
  }

  static PresenterChanged read(MessageReader in) {
    return new PresenterChanged(in.varint("clientId", Integer.MAX_VALUE));
  }
}
