package dev.vivarium.net.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import javax.net.ServerSocketFactory;
import org.jspecify.annotations.Nullable;

/// As much of RFC 6455 as a server needs for one client at a time, with blocking calls, so that a
/// test says what the server does when.
public final class LoopbackWebSocketServer implements AutoCloseable {
  private final ServerSocket door;
  private final boolean isTls;

  public LoopbackWebSocketServer(@Nullable TestCertificate certificate) throws IOException {
    ServerSocketFactory factory =
        certificate == null
            ? ServerSocketFactory.getDefault()
            : certificate.context().getServerSocketFactory();
    door = factory.createServerSocket(0, 8, InetAddress.getLoopbackAddress());
    isTls = certificate != null;
  }

  public ServerAddress address() {
    return new ServerAddress("127.0.0.1", door.getLocalPort(), isTls);
  }

  public Peer accept() throws IOException {
    return new Peer(door.accept());
  }

  @Override
  public void close() throws IOException {
    door.close();
  }

  public record Frame(int opcode, byte[] payload) {
    public static final int TEXT = 1;
    public static final int BINARY = 2;
    public static final int CLOSE = 8;
    public static final int PING = 9;
    public static final int PONG = 10;

    String text() {
      return new String(payload, UTF_8);
    }
  }

  public static final class Peer implements AutoCloseable {
    private final java.net.Socket connection;
    private final DataInputStream in;
    private final OutputStream out;
    private final String requestLine;
    private String key = "";

    Peer(java.net.Socket connection) throws IOException {
      this.connection = connection;
      in = new DataInputStream(connection.getInputStream());
      out = connection.getOutputStream();
      requestLine = line();
      for (String header = line(); !header.isEmpty(); header = line()) {
        if (header.toLowerCase(Locale.ROOT).startsWith("sec-websocket-key:")) {
          key = header.substring(header.indexOf(':') + 1).strip();
        }
      }
    }

    public String requestLine() {
      return requestLine;
    }

    private String line() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int read = in.read(); read != '\n'; read = in.read()) {
        if (read < 0) {
          throw new SocketException("ended within a request");
        }
        if (read != '\r') {
          line.append((char) read);
        }
      }
      return line.toString();
    }

    public void answer(String statusLine, String... headers) throws IOException {
      String response = "HTTP/1.1 " + statusLine + "\r\n" + String.join("\r\n", headers);
      out.write((response + (headers.length == 0 ? "\r\n" : "\r\n\r\n")).getBytes(ISO_8859_1));
      out.flush();
    }

    public Peer upgrade() throws Exception {
      byte[] digest =
          MessageDigest.getInstance("SHA-1")
              .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(ISO_8859_1));
      answer(
          "101 Switching Protocols",
          "Upgrade: websocket",
          "Connection: Upgrade",
          "Sec-WebSocket-Accept: " + Base64.getEncoder().encodeToString(digest));
      return this;
    }

    /// Client frames are masked and here below 64 KiB.
    public Frame read() throws IOException {
      int opcode = in.readUnsignedByte() & 0x0f;
      int length = in.readUnsignedByte() & 0x7f;
      if (length == 126) {
        length = in.readUnsignedShort();
      }
      byte[] mask = in.readNBytes(4);
      byte[] payload = in.readNBytes(length);
      for (int index = 0; index < payload.length; index++) {
        payload[index] ^= mask[index % 4];
      }
      return new Frame(opcode, payload);
    }

    public void write(int opcode, byte[] payload) throws IOException {
      write(opcode, payload, true);
    }

    public void write(int opcode, byte[] payload, boolean isLast) throws IOException {
      out.write((isLast ? 0x80 : 0) | opcode);
      if (payload.length < 126) {
        out.write(payload.length);
      } else if (payload.length < 1 << 16) {
        out.write(126);
        out.write(payload.length >> 8);
        out.write(payload.length);
      } else {
        out.write(127);
        out.write(new byte[4]);
        for (int shift = 24; shift >= 0; shift -= 8) {
          out.write(payload.length >> shift);
        }
      }
      out.write(payload);
      out.flush();
    }

    void say(String text) throws IOException {
      write(Frame.TEXT, text.getBytes(UTF_8));
    }

    /// Whether the client has cut the connection, after whatever it still had to say.
    public boolean isCut() throws IOException {
      try {
        while (in.read() >= 0) {}
        return true;
      } catch (SocketException e) {
        return true;
      }
    }

    @Override
    public void close() throws IOException {
      connection.close();
    }
  }
}
