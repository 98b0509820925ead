package dev.vivarium.net.protocol.control;

import java.util.List;

/// The frame's `notifications`.
public record NotificationList(List<Notification> notifications) implements ServerMessage {
  public NotificationList {
    notifications = List.copyOf(notifications);
  }
}
