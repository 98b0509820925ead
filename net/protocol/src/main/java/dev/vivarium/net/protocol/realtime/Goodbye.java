package dev.vivarium.net.protocol.realtime;

/// The last message of a side that goes in good order. Its place is not kept.
public record Goodbye(String reason) implements FromClient, FromServer {
  public static final int REASON_BYTES = 1024;

  public Goodbye {
    Limited.text("reason", reason, REASON_BYTES);
  }

  void write(MessageWriter out) {
    out.text(reason);
  }

  static Goodbye read(MessageReader in) {
    return new Goodbye(in.text("reason", REASON_BYTES));
  }
}
