package dev.vivarium.net.protocol.realtime;

/// A piece of a module. Pieces of one module come in order; the receiver checks the digest when it
/// has `totalBytes` of them, and holds no more than it was told of in a [ClientHalf].
///
/// @param offset where in the module the piece belongs
public record ModuleBytes(Sha256 digest, int totalBytes, int offset, byte[] piece)
    implements FromServer {
  public static final int PIECE_BYTES = 64 << 10;

  public ModuleBytes {
    Limited.number("totalBytes", totalBytes, ClientHalf.MODULE_BYTES);
    Limited.bytes("piece", piece, PIECE_BYTES);
    Limited.number("offset", offset, (long) totalBytes - piece.length);
  }

  void write(MessageWriter out) {
    digest.write(out);
    out.varint(totalBytes);
    out.varint(offset);
    out.bytes(piece);
  }

  static ModuleBytes read(MessageReader in) {
    Sha256 digest = Sha256.read(in);
    int totalBytes = in.varint("totalBytes", ClientHalf.MODULE_BYTES);
    int offset = in.varint("offset", totalBytes);
    byte[] piece = in.bytes("piece", Math.min(PIECE_BYTES, totalBytes - offset));
    return new ModuleBytes(digest, totalBytes, offset, piece);
  }
}
