package dev.vivarium.net.server.transport;

import java.nio.charset.StandardCharsets;

/// What a call is answered with. The body is not copied.
public record HttpReply(int status, String contentType, byte[] body) {
  private static final byte[] NOTHING = {};

  public static HttpReply json(int status, byte[] utf8) {
    return new HttpReply(status, "application/json", utf8);
  }

  public static HttpReply text(int status, String text) {
    return new HttpReply(
        status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  public static HttpReply empty(int status) {
    return new HttpReply(status, "", NOTHING);
  }
}
