package dev.vivarium.net.protocol.realtime;

/// A plugin whose client half runs on clients.
///
/// @param plugin its name
/// @param digest of the module
/// @param moduleBytes its size
public record ClientHalf(String plugin, Sha256 digest, int moduleBytes) {
  public static final int PLUGIN_BYTES = 128;
  public static final int MODULE_BYTES = 32 << 20;
  static final int LEAST_BYTES = 1 + Sha256.BYTES + 1;

  public ClientHalf {
    Limited.text("plugin", plugin, PLUGIN_BYTES);
    Limited.number("moduleBytes", moduleBytes, MODULE_BYTES);
  }

  void write(MessageWriter out) {
    out.text(plugin);
    digest.write(out);
    out.varint(moduleBytes);
  }

  static ClientHalf read(MessageReader in) {
    return new ClientHalf(
        in.text("plugin", PLUGIN_BYTES), Sha256.read(in), in.varint("moduleBytes", MODULE_BYTES));
  }
}
