package dev.vivarium.workbench.remote.host;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vivarium.net.server.account.RequestRefused;
import dev.vivarium.workbench.session.CommandResult;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.People;
import dev.vivarium.workbench.session.SessionException;
import dev.vivarium.workbench.session.SessionRole;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// The people of a shared world as one of them sees them. Acts block and run on the endpoint's
/// workers.
final class GuestPeople implements People {
  private final SessionEndpoint endpoint;
  private final Desks desks;
  private final HostedClient asker;

  GuestPeople(SessionEndpoint endpoint, Desks desks, HostedClient asker) {
    this.endpoint = endpoint;
    this.desks = desks;
    this.asker = asker;
  }

  @Override
  public CompletableFuture<List<Person>> list() {
    return CompletableFuture.supplyAsync(
        () -> desks.people(asker.principal(), asker.role().covers(SessionRole.BUILDER)),
        endpoint.workers());
  }

  @Override
  public CompletableFuture<List<Step>> steps(int limit) {
    if (limit < 1 || limit > STEPS_MAX) {
      throw new SessionException("1 to " + STEPS_MAX + " steps can be asked for.");
    }
    return CompletableFuture.completedFuture(desks.ledger().latest(limit));
  }

  @Override
  public CompletableFuture<Boolean> tell(List<EntityHandle> selected, long pingMs) {
    asker.looksAt(selected.stream().limit(SELECTED_MAX).toList(), Math.max(-1, pingMs));
    return CompletableFuture.completedFuture(true);
  }

  @Override
  public CompletableFuture<CommandResult> kick(String userId, String reason) {
    return act("kick", about(userId).put("reason", reason));
  }

  @Override
  public CompletableFuture<CommandResult> mute(String userId, boolean muted) {
    return act("mute", about(userId).put("muted", muted));
  }

  @Override
  public CompletableFuture<CommandResult> giveRole(String userId, SessionRole role) {
    return act("role", about(userId).put("role", role.name().toLowerCase(Locale.ROOT)));
  }

  @Override
  public CompletableFuture<CommandResult> present(long client) {
    return act("present", here().put("client", client));
  }

  private ObjectNode here() {
    return JsonNodeFactory.instance.objectNode().put("world", desks.world().name());
  }

  private ObjectNode about(String userId) {
    return here().put("user_id", userId);
  }

  private CompletableFuture<CommandResult> act(String function, ObjectNode arguments) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            desks.world().moderation().perform(asker.principal(), function, arguments.toString());
            if (function.equals("kick")) {
              endpoint.expel(desks, arguments.path("user_id").asText(), "an admin ended your stay");
            }
            return new CommandResult.Done(0, Optional.empty());
          } catch (RequestRefused e) {
            return new CommandResult.Refused(String.valueOf(e.getMessage()));
          }
        },
        endpoint.workers());
  }
}
