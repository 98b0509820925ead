package dev.vivarium.workbench.remote.host;

import dev.vivarium.net.server.account.Principal;
import dev.vivarium.workbench.session.CommandResult;
import dev.vivarium.workbench.session.ForwardingSession;
import dev.vivarium.workbench.session.People;
import dev.vivarium.workbench.session.WorldCommand;
import dev.vivarium.workbench.session.WorldSession;
import java.util.concurrent.CompletableFuture;

/// A shared world as one of those who work on it has it: its steps are its own.
final class GuestSession extends ForwardingSession {
  private final Desks desks;
  private final Principal principal;
  private final People people;

  GuestSession(Desks desks, Principal principal, People people) {
    this.desks = desks;
    this.principal = principal;
    this.people = people;
  }

  @Override
  protected WorldSession target() {
    return desks.world().session();
  }

  @Override
  public People people() {
    return people;
  }

  @Override
  public CompletableFuture<CommandResult> submit(WorldCommand command) {
    var obstacle = desks.ledger().obstacle(principal.userId(), command);
    if (obstacle.isPresent()) {
      return CompletableFuture.completedFuture(new CommandResult.Refused(obstacle.get()));
    }
    return target()
        .submit(command)
        .thenApply(result -> {
          desks
              .ledger()
              .done(
                  principal.userId(),
                  principal.username(),
                  Desks.hue(principal.userId()),
                  command,
                  result);
          return result;
        });
  }
}
