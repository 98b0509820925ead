package dev.vivarium.net.protocol.realtime;

import static java.nio.charset.StandardCharsets.UTF_8;

/// Something that the server tells people about their connection.
///
/// @param reason for people
public record Notice(Kind kind, String reason) implements FromServer {
  public static final int REASON_BYTES = 1024;

  /// What comes of it. The number on the wire is the place in this list.
  public enum Kind {
    /// Nothing; it is to be shown.
    INFORMATION,
    /// The connection ends; the client may come back.
    KICKED,
    /// The connection ends; the client may not come back for now.
    BANNED,
    /// The server ends soon and has saved.
    DRAINING,
    /// The client did not keep up with what it was sent, and the connection ends.
    TOO_SLOW,
    /// The client broke a limit or the protocol, and the connection ends.
    REFUSED,
    /// The client speaks another version, and the connection ends.
    OTHER_VERSION,
    /// The same place was taken from elsewhere, and the connection ends.
    REPLACED
  }

  public Notice {
    Limited.text("reason", reason, REASON_BYTES);
  }

  /// As much of the reason as fits.
  public static Notice of(Kind kind, String reason) {
    String text = reason;
    while (text.getBytes(UTF_8).length > REASON_BYTES) {
      text = text.substring(0, text.length() / 2);
    }
    return new Notice(kind, text);
  }

  void write(MessageWriter out) {
    out.u8(kind.ordinal());
    out.text(reason);
  }

  static Notice read(MessageReader in) {
    Kind[] kinds = Kind.values();
    return new Notice(kinds[in.varint("kind", kinds.length - 1)], in.text("reason", REASON_BYTES));
  }
}
