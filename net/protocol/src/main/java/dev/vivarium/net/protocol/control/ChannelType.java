package dev.vivarium.net.protocol.control;

import java.util.Optional;

/// What a channel's target names.
public enum ChannelType {
  ROOM(1),
  DIRECT(2),
  GROUP(3);

  private final int number;

  ChannelType(int number) {
    this.number = number;
  }

  /// As it is written.
  public int number() {
    return number;
  }

  /// Empty for a number that is none.
  public static Optional<ChannelType> of(int number) {
    for (ChannelType type : values()) {
      if (type.number == number) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
