package dev.vivarium.net.server.store;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Roles that users were given, and which accounts the operator's names stand for. Blocks its
/// caller.
public interface RoleRepository {
  /// @param world empty is every world
  /// @param by who gave it, a user's id; empty where it was the server's operator
  record GivenRole(UUID userId, String world, String role, String by, long createMs) {}

  List<GivenRole> all();

  /// Gives a role in the place of the one that the user had in that world.
  void give(GivenRole role);

  /// Takes a role away.
  ///
  /// @return whether there was one
  boolean take(UUID userId, String world);

  /// The accounts that names of operators were first seen with.
  Map<String, UUID> operators();

  /// Ties an operator's name to an account, unless it is tied to one.
  void bindOperator(String name, UUID userId);
}
