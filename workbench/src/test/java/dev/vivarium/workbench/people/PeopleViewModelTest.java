package dev.vivarium.workbench.people;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.workbench.session.CommandResult;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.ForwardingSession;
import dev.vivarium.workbench.session.People;
import dev.vivarium.workbench.session.SessionException;
import dev.vivarium.workbench.session.SessionRole;
import dev.vivarium.workbench.session.TestWorldSession;
import dev.vivarium.workbench.session.WorldSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PeopleViewModelTest {
  private static final EntityHandle FISH = new EntityHandle(1L << 32 | 7);

  private final FakePeople people = new FakePeople();
  private SessionRole role = SessionRole.ADMIN;
  private final PeopleViewModel model =
      new PeopleViewModel(new Shared(), Runnable::run, () -> role, () -> 12);

  private final class Shared extends ForwardingSession {
    private final WorldSession world = new TestWorldSession(1, Runnable::run);

    @Override
    protected WorldSession target() {
      return world;
    }

    @Override
    public People people() {
      return people;
    }
  }

  private static final class FakePeople implements People {
    private CompletableFuture<List<Person>> there = CompletableFuture.completedFuture(List.of());
    private CommandResult result = new CommandResult.Done(0, Optional.empty());
    private final List<String> done = new ArrayList<>();

    @Override
    public CompletableFuture<List<Person>> list() {
      return there;
    }

    @Override
    public CompletableFuture<List<Step>> steps(int limit) {
      return CompletableFuture.completedFuture(List.of());
    }

    @Override
    public CompletableFuture<Boolean> tell(List<EntityHandle> selected, long pingMs) {
      done.add("tell " + selected.size() + " " + pingMs);
      return CompletableFuture.completedFuture(true);
    }

    private CompletableFuture<CommandResult> note(String what) {
      done.add(what);
      return CompletableFuture.completedFuture(result);
    }

    @Override
    public CompletableFuture<CommandResult> kick(String userId, String reason) {
      return note("kick " + userId);
    }

    @Override
    public CompletableFuture<CommandResult> mute(String userId, boolean muted) {
      return note("mute " + userId + " " + muted);
    }

    @Override
    public CompletableFuture<CommandResult> giveRole(String userId, SessionRole role) {
      return note("role " + userId + " " + role);
    }

    @Override
    public CompletableFuture<CommandResult> present(long client) {
      return note("present " + client);
    }
  }

  private static People.Person person(String name, long client, boolean self, boolean presents) {
    return new People.Person(
        client == 0 ? People.Way.WORKBENCH : People.Way.PLAYER,
        client,
        name,
        name,
        SessionRole.BUILDER,
        self,
        90,
        false,
        presents,
        -1,
        0,
        0,
        List.of(),
        List.of(FISH));
  }

  private void there(People.Person... now) {
    people.there = CompletableFuture.completedFuture(List.of(now));
    model.refresh();
  }

  @Test
  void othersSelectionsAreMarksAndOnesOwnIsNot() {
    there(person("ann", 0, true, false));
    assertThat(model.marksProperty().get()).isEmpty();
    there(person("ann", 0, true, false), person("bob", 0, false, false));
    assertThat(model.marksProperty().get().get(FISH))
        .extracting(People.Person::name)
        .containsExactly("bob");
  }

  @Test
  void nothingIsDoneAboutNobodyNorByWhoIsNoAdmin() {
    there(person("bob", 5, false, false));
    assertThat(model.moderationObstacle()).isEqualTo("Nobody is selected");
    model.selectedProperty().set(Optional.of(model.people().getFirst()));
    assertThat(model.moderationObstacle()).isEmpty();
    role = SessionRole.BUILDER;
    assertThat(model.moderationObstacle()).contains("builder").contains("admin");
  }

  @Test
  void thePresenterHandsOverWhateverItsRole() {
    role = SessionRole.VIEWER;
    there(person("ann", 4, true, false), person("bob", 5, false, false));
    model.selectedProperty().set(Optional.of(model.people().getLast()));
    assertThat(model.presentingObstacle()).contains("presenter");
    there(person("ann", 4, true, true), person("bob", 5, false, false));
    assertThat(model.presentingObstacle()).isEmpty();
    var _ = model.present();
    assertThat(people.done).contains("present 5");
  }

  @Test
  void aRefusalIsShownUntilSomethingIsDone() {
    there(person("bob", 5, false, false));
    model.selectedProperty().set(Optional.of(model.people().getFirst()));
    people.result = new CommandResult.Refused("You are no admin.");
    var _ = model.kick();
    assertThat(model.noticeProperty().get()).isEqualTo("You are no admin.");
    people.result = new CommandResult.Done(0, Optional.empty());
    var _ = model.toggleMute();
    assertThat(model.noticeProperty().get()).isEmpty();
    assertThat(people.done).containsExactly("kick bob", "mute bob true");
  }

  @Test
  void whatIsSelectedStaysSelectedWhileItsValuesChange() {
    there(person("bob", 5, false, false));
    model.selectedProperty().set(Optional.of(model.people().getFirst()));
    there(person("ann", 0, true, false), person("bob", 5, false, true));
    assertThat(model.selectedProperty().get().orElseThrow().presents()).isTrue();
    there(person("ann", 0, true, false));
    assertThat(model.selectedProperty().get()).isEmpty();
  }

  @Test
  void whyNobodyCanBeSeenIsSaid() {
    people.there = CompletableFuture.failedFuture(new SessionException("no connection"));
    model.refresh();
    assertThat(model.problemProperty().get()).isEqualTo("no connection");
  }
}
