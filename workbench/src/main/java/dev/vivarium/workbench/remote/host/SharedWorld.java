package dev.vivarium.workbench.remote.host;

import dev.vivarium.net.server.account.Principal;
import dev.vivarium.net.server.account.RequestRefused;
import dev.vivarium.net.server.control.RpcFunctions;
import dev.vivarium.net.server.room.Participant;
import dev.vivarium.workbench.session.WorldSession;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// A world that others may work on.
///
/// @param name by which clients ask for it
/// @param session closed by whoever made it, after the server
/// @param players who is in, as the server's room knows it
/// @param moderation kicks, mutes and gives roles, as far as who asks may
public record SharedWorld(
    String name, WorldSession session, Supplier<List<Participant>> players, Moderation moderation) {

  /// A function of the server's, done as somebody.
  @FunctionalInterface
  public interface Moderation {
    /// @param function such as `kick`
    /// @param json its arguments
    /// @throws RequestRefused with the reason to show
    void perform(Principal asker, String function, String json);

    /// By the functions that the control protocol has for it.
    static Moderation by(RpcFunctions functions) {
      return (asker, function, json) -> {
        var _ =
            functions.call(
                "vivarium." + function, new RpcFunctions.Call(Optional.of(asker), Map.of(), json));
      };
    }
  }
}
