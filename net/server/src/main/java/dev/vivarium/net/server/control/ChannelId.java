package dev.vivarium.net.server.control;

import dev.vivarium.net.protocol.control.ControlLimits;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A channel's name on the wire: `2...NAME` for rooms, `4.LOW.HIGH.` for two users.
sealed interface ChannelId {
  String text();

  record Room(String name) implements ChannelId {
    @Override
    public String text() {
      return "2..." + name;
    }
  }

  /// The users in the order of their ids' texts.
  record Direct(UUID one, UUID two) implements ChannelId {
    static Direct of(UUID a, UUID b) {
      return a.toString().compareTo(b.toString()) <= 0 ? new Direct(a, b) : new Direct(b, a);
    }

    @Override
    public String text() {
      return "4." + one + "." + two + ".";
    }

    boolean includes(UUID user) {
      return one.equals(user) || two.equals(user);
    }
  }

  /// Empty where the text names no channel that there could be.
  static Optional<ChannelId> parse(String text) {
    List<String> parts = List.of(text.split("\\.", 4));
    if (parts.size() != 4) return Optional.empty();
    return switch (parts.getFirst()) {
      case "2" ->
          parts.get(1).isEmpty() && parts.get(2).isEmpty() && isRoomName(parts.get(3))
              ? Optional.of(new Room(parts.get(3)))
              : Optional.empty();
      case "4" -> {
        Optional<UUID> one = NamedIds.parse(parts.get(1));
        Optional<UUID> two = NamedIds.parse(parts.get(2));
        yield one.isPresent() && two.isPresent() && parts.get(3).isEmpty()
            ? Optional.<ChannelId>of(Direct.of(one.get(), two.get()))
                .filter(id -> id.text().equals(text))
            : Optional.empty();
      }
      default -> Optional.empty();
    };
  }

  static boolean isRoomName(String name) {
    return !name.isEmpty()
        && name.length() <= ControlLimits.MAX_ROOM_NAME_CHARS
        && name.chars().noneMatch(Character::isISOControl);
  }
}
