package dev.vivarium.net.server.control;

import dev.vivarium.net.protocol.control.ApiCode;
import dev.vivarium.net.server.account.RequestRefused;
import dev.vivarium.net.server.store.ChatRepository;
import dev.vivarium.net.server.store.StorageRepository;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/// Where a page ended, as a text that clients hand back and do not read. It grants nothing: what
/// may be read is decided anew with each page.
final class Cursors {
  private static final int CHARS_MAX = 1_024;

  /// Neither ids nor names may hold it.
  private static final String BETWEEN = "\n";

  /// A place in a channel's history, listed forward or backward.
  record Chat(ChatRepository.Position position) {}

  private Cursors() {}

  static String chat(ChannelId id, ChatRepository.Position position, boolean forward) {
    return write(
        id.text(),
        Boolean.toString(forward),
        Long.toString(position.sequence()),
        Boolean.toString(position.later()));
  }

  static Chat chat(String cursor, ChannelId id, boolean forward) {
    List<String> parts = read(cursor, 4);
    if (!parts.get(0).equals(id.text()) || Boolean.parseBoolean(parts.get(1)) != forward) {
      throw bad();
    }
    return new Chat(
        new ChatRepository.Position(number(parts.get(2)), Boolean.parseBoolean(parts.get(3))));
  }

  static String storage(String collection, StorageRepository.Position position) {
    return write(
        collection,
        Integer.toString(position.permissionRead()),
        position.owner().toString(),
        position.key());
  }

  static StorageRepository.Position storage(String cursor, String collection) {
    List<String> parts = read(cursor, 4);
    if (!parts.get(0).equals(collection)) throw bad();
    return new StorageRepository.Position(
        (int) number(parts.get(1)),
        parts.get(3),
        NamedIds.parse(parts.get(2)).orElseThrow(Cursors::bad));
  }

  private static String write(String... parts) {
    byte[] text = String.join(BETWEEN, parts).getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
  }

  private static List<String> read(String cursor, int count) {
    if (cursor.length() > CHARS_MAX) throw bad();
    try {
      byte[] text = Base64.getUrlDecoder().decode(cursor);
      List<String> parts = List.of(new String(text, StandardCharsets.UTF_8).split(BETWEEN, count));
      if (parts.size() != count) throw bad();
      return parts;
    } catch (IllegalArgumentException e) {
      throw bad();
    }
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw bad();
    }
  }

  private static RequestRefused bad() {
    return new RequestRefused(ApiCode.INVALID_ARGUMENT, "Malformed cursor was used.");
  }
}
