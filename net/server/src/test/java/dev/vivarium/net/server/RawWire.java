package dev.vivarium.net.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Bytes to a server and what comes back until it ends the connection, over a socket of the test's
/// own, so that nothing mends what is wrong.
final class RawWire {
  static final int TEXT = 0x1;
  static final int BINARY = 0x2;
  static final int CLOSE = 0x8;

  private static final int FINAL = 0x80;
  private static final int MASKED = 0x80;

  /// Without a word from the server before it is told that there is no more to come.
  private static final int MORE_MS = 400;

  /// Longer than every limit of the server's: who waits so long was forgotten.
  private static final int WAIT_MS = 30_000;

  private RawWire() {}

  /// A WebSocket frame of the server's.
  record Frame(int opCode, byte[] payload) {
    int closeCode() {
      return payload.length < 2 ? 0 : ByteBuffer.wrap(payload).getShort() & 0xffff;
    }

    String closeWords() {
      return new String(payload, 2, Math.max(0, payload.length - 2), StandardCharsets.UTF_8);
    }
  }

  /// An answer to a request.
  record Response(int status, byte[] body) {}

  /// All that the server said; what is left after the answers are frames, if it upgraded.
  ///
  /// @param waited the server waited for more and was told that there is none
  record Conversation(List<Response> responses, List<Frame> frames, boolean waited) {}

  static Socket connect(VivariumServer server) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.address().getPort());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(WAIT_MS);
    return socket;
  }

  static byte[] upgrade(String path, String token) {
    return ("GET "
            + path
            + "?token="
            + token
            + " HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /// A whole message of a client, masked as it must be.
  static byte[] frame(int opCode, byte[] payload, Random random) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream(payload.length + 14);
    frame.write(FINAL | opCode);
    if (payload.length < 126) {
      frame.write(MASKED | payload.length);
    } else if (payload.length < 1 << 16) {
      frame.write(MASKED | 126);
      frame.writeBytes(ByteBuffer.allocate(2).putShort((short) payload.length).array());
    } else {
      frame.write(MASKED | 127);
      frame.writeBytes(ByteBuffer.allocate(8).putLong(payload.length).array());
    }
    byte[] mask = new byte[4];
    random.nextBytes(mask);
    frame.writeBytes(mask);
    for (int i = 0; i < payload.length; i++) frame.write(payload[i] ^ mask[i & 3]);
    return frame.toByteArray();
  }

  static byte[] close(int code, Random random) {
    return frame(CLOSE, ByteBuffer.allocate(2).putShort((short) code).array(), random);
  }

  /// Says the opening and waits for the answer's head, if there is an opening; says the rest at
  /// once and listens until the server ends the connection.
  static Conversation converse(Socket socket, byte[] opening, byte[] said) throws IOException {
    byte[] head = opening.length == 0 ? opening : open(socket, opening);
    Thread speaker =
        Thread.ofVirtual()
            .start(() -> {
              try {
                socket.getOutputStream().write(said);
                socket.getOutputStream().flush();
              } catch (IOException e) {
                // The server may end it before all is said; what it answered is read below.
              }
            });
    ByteArrayOutputStream heard = new ByteArrayOutputStream();
    heard.writeBytes(head);
    socket.setSoTimeout(MORE_MS);
    boolean waited = !listen(socket, heard);
    if (waited) {
      socket.shutdownOutput();
      socket.setSoTimeout(WAIT_MS);
      if (!listen(socket, heard)) throw new AssertionError("the server forgot the connection");
    }
    socket.close();
    try {
      speaker.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return parse(heard.toByteArray(), waited);
  }

  static byte[] open(Socket socket, byte[] opening) throws IOException {
    socket.getOutputStream().write(opening);
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = socket.getInputStream().read();
      if (next < 0) break;
      head.write(next);
    }
    return head.toByteArray();
  }

  /// Until the end or the reset that a server sends which closes on what it has not read; false if
  /// the server waits.
  private static boolean listen(Socket socket, ByteArrayOutputStream heard) {
    byte[] part = new byte[8_192];
    while (true) {
      try {
        int count = socket.getInputStream().read(part);
        if (count < 0) return true;
        heard.write(part, 0, count);
      } catch (SocketTimeoutException e) {
        return false;
      } catch (IOException reset) {
        return true;
      }
    }
  }

  /// The server's frames until it ends the connection.
  static List<Frame> hear(Socket socket) {
    ByteArrayOutputStream heard = new ByteArrayOutputStream();
    if (!listen(socket, heard)) throw new AssertionError("the server waits");
    return frames(ByteBuffer.wrap(heard.toByteArray()));
  }

  private static Conversation parse(byte[] heard, boolean waited) {
    List<Response> responses = new ArrayList<>();
    ByteBuffer left = ByteBuffer.wrap(heard);
    while (left.hasRemaining()) {
      Response response = response(left);
      responses.add(response);
      if (response.status() == 101) return new Conversation(responses, frames(left), waited);
    }
    return new Conversation(responses, List.of(), waited);
  }

  private static Response response(ByteBuffer left) {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      if (!left.hasRemaining()) throw new AssertionError("an answer that stops: " + head);
      head.append((char) left.get());
    }
    if (!head.toString().startsWith("HTTP/1.1 ")) throw new AssertionError("no answer: " + head);
    int status = Integer.parseInt(head.substring(9, 12));
    byte[] body = new byte[status == 101 ? 0 : length(head.toString())];
    if (left.remaining() < body.length) throw new AssertionError("a body that stops: " + head);
    left.get(body);
    return new Response(status, body);
  }

  private static int length(String head) {
    for (String line : head.split("\r\n", -1)) {
      String[] field = line.split(": ", 2);
      if (field[0].equalsIgnoreCase("content-length")) return Integer.parseInt(field[1]);
    }
    return 0;
  }

  private static List<Frame> frames(ByteBuffer left) {
    List<Frame> frames = new ArrayList<>();
    while (left.hasRemaining()) {
      int first = left.get() & 0xff;
      int length = left.get() & 0xff;
      if (length == 126) length = left.getShort() & 0xffff;
      if (length == 127) length = (int) left.getLong();
      byte[] payload = new byte[length];
      if (left.remaining() < length) throw new AssertionError("a frame that stops");
      left.get(payload);
      frames.add(new Frame(first & 0xf, payload));
    }
    return frames;
  }

  /// As one.
  static byte[] joined(List<byte[]> parts) {
    byte[] joined = new byte[parts.stream().mapToInt(part -> part.length).sum()];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, joined, at, part.length);
      at += part.length;
    }
    return joined;
  }

  /// For what a failure says.
  static String readable(byte[] bytes) {
    return new String(
        Arrays.copyOf(bytes, Math.min(bytes.length, 2_000)), StandardCharsets.ISO_8859_1);
  }
}
