package dev.vivarium.net.protocol.realtime;

/// Messages to bytes and back: a byte for the type, then what the message's own codec writes.
public final class RealtimeCodec {
  static final int HELLO = 1;
  static final int WELCOME = 2;
  static final int NEED_MODULES = 3;
  static final int MODULE_BYTES = 4;
  static final int SCHEMA_EPOCH = 5;
  static final int STATE = 6;
  static final int ACK = 7;
  static final int REMOTE_MESSAGE = 8;
  static final int INPUT = 9;
  static final int INPUT_DONE = 10;
  static final int PING = 11;
  static final int PONG = 12;
  static final int NOTICE = 13;
  static final int PRESENTER_CHANGED = 14;
  static final int GOODBYE = 15;

  private RealtimeCodec() {}

  /// @throws IllegalArgumentException if the message is larger than its receiver allows
  public static byte[] encode(RealtimeMessage message) {
    var out = new MessageWriter();
    switch (message) {
      case Hello m -> m.write(start(out, HELLO));
      case Welcome m -> m.write(start(out, WELCOME));
      case NeedModules m -> m.write(start(out, NEED_MODULES));
      case ModuleBytes m -> m.write(start(out, MODULE_BYTES));
      case SchemaEpoch m -> m.write(start(out, SCHEMA_EPOCH));
      case State m -> m.write(start(out, STATE));
      case Ack m -> m.write(start(out, ACK));
      case RemoteMessage m -> m.write(start(out, REMOTE_MESSAGE));
      case Input m -> m.write(start(out, INPUT));
      case InputDone m -> m.write(start(out, INPUT_DONE));
      case Ping m -> m.write(start(out, PING));
      case Pong m -> m.write(start(out, PONG));
      case Notice m -> m.write(start(out, NOTICE));
      case PresenterChanged m -> m.write(start(out, PRESENTER_CHANGED));
      case Goodbye m -> m.write(start(out, GOODBYE));
    }
    byte[] bytes = out.toByteArray();
    Limited.number(
        "message bytes",
        bytes.length,
        message instanceof FromServer
            ? RealtimeLimits.FROM_SERVER_BYTES
            : RealtimeLimits.FROM_CLIENT_BYTES);
    return bytes;
  }

  private static MessageWriter start(MessageWriter out, int type) {
    out.u8(type);
    return out;
  }

  /// Reads what a client sent.
  ///
  /// @throws MalformedMessageException if it is nothing that a client may send
  public static FromClient decodeFromClient(byte[] bytes) {
    MessageReader in = open(bytes, RealtimeLimits.FROM_CLIENT_BYTES);
    int type = bytes[0];
    FromClient message =
        switch (type) {
          case HELLO -> Hello.read(in);
          case NEED_MODULES -> NeedModules.read(in);
          case ACK -> Ack.read(in);
          case REMOTE_MESSAGE -> RemoteMessage.read(in, 0);
          case INPUT -> Input.read(in);
          case PING -> Ping.read(in);
          case PONG -> Pong.read(in);
          case GOODBYE -> Goodbye.read(in);
          default -> throw new MalformedMessageException("a client may not send " + name(type));
        };
    in.finish();
    return message;
  }

  /// Reads what the server sent.
  ///
  /// @throws MalformedMessageException if it is nothing that a server may send
  public static FromServer decodeFromServer(byte[] bytes) {
    MessageReader in = open(bytes, RealtimeLimits.FROM_SERVER_BYTES);
    int type = bytes[0];
    FromServer message =
        switch (type) {
          case WELCOME -> Welcome.read(in);
          case MODULE_BYTES -> ModuleBytes.read(in);
          case SCHEMA_EPOCH -> SchemaEpoch.read(in);
          case STATE -> State.read(in);
          case REMOTE_MESSAGE -> RemoteMessage.read(in, Integer.MAX_VALUE);
          case INPUT_DONE -> InputDone.read(in);
          case PING -> Ping.read(in);
          case PONG -> Pong.read(in);
          case NOTICE -> Notice.read(in);
          case PRESENTER_CHANGED -> PresenterChanged.read(in);
          case GOODBYE -> Goodbye.read(in);
          default -> throw new MalformedMessageException("a server may not send " + name(type));
        };
    in.finish();
    return message;
  }

  private static MessageReader open(byte[] bytes, int max) {
    if (bytes.length == 0 || bytes.length > max) {
      throw new MalformedMessageException(
          "a message of %d bytes, not 1 to %d".formatted(bytes.length, max));
    }
    return new MessageReader(bytes, 1, name(bytes[0]));
  }

  private static String name(int type) {
    return switch (type) {
      case HELLO -> "Hello";
      case WELCOME -> "Welcome";
      case NEED_MODULES -> "NeedModules";
      case MODULE_BYTES -> "ModuleBytes";
      case SCHEMA_EPOCH -> "SchemaEpoch";
      case STATE -> "State";
      case ACK -> "Ack";
      case REMOTE_MESSAGE -> "RemoteMessage";
      case INPUT -> "Input";
      case INPUT_DONE -> "InputDone";
      case PING -> "Ping";
      case PONG -> "Pong";
      case NOTICE -> "Notice";
      case PRESENTER_CHANGED -> "PresenterChanged";
      case GOODBYE -> "Goodbye";
      default -> "a message of type " + (type & 0xff);
    };
  }
}
