package dev.vivarium.net.protocol.realtime;

import java.util.List;

/// What a client did to entities of its own since its last input.
///
/// @param sequence counts this connection's inputs, so that [InputDone] can name one
/// @param seenTick tick of the state that the client acted on
public record Input(int epoch, long sequence, long seenTick, List<Write> writes)
    implements FromClient {
  public static final int WRITES = 256;

  /// A component's new value, as raw bytes of its schema. The server takes it only if the client
  /// owns the entity and the schema's limits allow it.
  ///
  /// @param component its number in the epoch's schemas
  public record Write(long entity, int component, byte[] value) {
    public static final int COMPONENTS = 0xffff;
    public static final int VALUE_BYTES = 4096;
    static final int LEAST_BYTES = 8 + 1 + 1;

    public Write {
      Limited.number("component", component, COMPONENTS);
      Limited.bytes("value", value, VALUE_BYTES);
    }

    void write(MessageWriter out) {
      out.u64(entity);
      out.varint(component);
      out.bytes(value);
    }

    static Write read(MessageReader in) {
      return new Write(
          in.u64("entity"), in.varint("component", COMPONENTS), in.bytes("value", VALUE_BYTES));
    }
  }

  public Input {
    writes = List.copyOf(writes);
    Limited.number("epoch", epoch, Integer.MAX_VALUE);
    Limited.number("sequence", sequence, Long.MAX_VALUE);
    Limited.number("seenTick", seenTick, Long.MAX_VALUE);
    Limited.list("writes", writes, WRITES);
  }

  void write(MessageWriter out) {
    out.varint(epoch);
    out.varint(sequence);
    out.varint(seenTick);
    out.varint(writes.size());
    writes.forEach(write -> write.write(out));
  }

  static Input read(MessageReader in) {
    return new Input(
        in.varint("epoch", Integer.MAX_VALUE),
        in.varint("sequence", Long.MAX_VALUE),
        in.varint("seenTick", Long.MAX_VALUE),
        in.list("writes", WRITES, Write.LEAST_BYTES, Write::read));
  }
}
