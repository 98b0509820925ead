package dev.vivarium.net.protocol.control;

import java.util.List;

/// The reply of `GET /v2/user`; those not found are left out.
public record Users(List<User> users) {
  public Users {
    users = List.copyOf(users);
  }
}
