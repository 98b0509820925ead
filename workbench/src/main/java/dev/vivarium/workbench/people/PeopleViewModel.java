package dev.vivarium.workbench.people;

import dev.vivarium.workbench.session.CommandResult;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.People.Person;
import dev.vivarium.workbench.session.People.Step;
import dev.vivarium.workbench.session.Poll;
import dev.vivarium.workbench.session.SessionRole;
import dev.vivarium.workbench.session.WorldSession;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// The people of a world as one of them sees them, and what one may do about them. Belongs to the
/// window's thread.
public final class PeopleViewModel {
  private static final int STEPS_SHOWN = 50;

  private final WorldSession session;
  private final Executor window;
  private final Supplier<SessionRole> role;
  private final LongSupplier pingMs;
  private final Poll<List<Person>> people;
  private final Poll<List<Step>> done;
  private final ObservableList<Person> shown = FXCollections.observableArrayList();
  private final ObservableList<Step> steps = FXCollections.observableArrayList();
  private final ObjectProperty<Optional<Person>> selected =
      new SimpleObjectProperty<>(Optional.empty());
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper notice = new ReadOnlyStringWrapper("");
  private final ReadOnlyObjectWrapper<Map<EntityHandle, List<Person>>> marks =
      new ReadOnlyObjectWrapper<>(Map.of());

  /// @param role one's own, as last heard
  /// @param pingMs as measured here; -1 where it is not known
  public PeopleViewModel(
      WorldSession session, Executor window, Supplier<SessionRole> role, LongSupplier pingMs) {
    this.session = session;
    this.window = window;
    this.role = role;
    this.pingMs = pingMs;
    people = new Poll<>(() -> session.people().list(), window, this::arrived, problem::set);
    done =
        new Poll<>(
            () -> session.people().steps(STEPS_SHOWN), window, this::stepsArrived, problem::set);
  }

  public ObservableList<Person> people() {
    return shown;
  }

  /// What was done, the latest first.
  public ObservableList<Step> steps() {
    return steps;
  }

  /// Whom the acts are about.
  public ObjectProperty<Optional<Person>> selectedProperty() {
    return selected;
  }

  /// Why nobody can be seen; empty while they can.
  public ReadOnlyStringProperty problemProperty() {
    return problem.getReadOnlyProperty();
  }

  /// Why the last act was refused; empty where it was done.
  public ReadOnlyStringProperty noticeProperty() {
    return notice.getReadOnlyProperty();
  }

  /// Which entities others have selected, and who.
  public ReadOnlyObjectProperty<Map<EntityHandle, List<Person>>> marksProperty() {
    return marks.getReadOnlyProperty();
  }

  /// Asks who is there.
  public void refresh() {
    people.ask();
  }

  /// Asks what was done.
  public void refreshSteps() {
    done.ask();
  }

  /// Lets the others know what is selected here.
  public void tell(List<EntityHandle> now) {
    // Who cannot be told now is told again soon.
    var _ = session.people().tell(now, pingMs.getAsLong());
  }

  private void arrived(List<Person> now) {
    problem.set("");
    if (!shown.equals(now)) {
      var before = selected.get();
      shown.setAll(now);
      selected.set(before.flatMap(one -> now.stream().filter(p -> same(p, one)).findFirst()));
    }
    var next =
        now.stream()
            .filter(p -> !p.self())
            .flatMap(p -> p.selected().stream().map(e -> Map.entry(e, p)))
            .collect(
                Collectors.groupingBy(
                    Map.Entry::getKey,
                    Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    if (!next.equals(marks.get())) {
      marks.set(Map.copyOf(next));
    }
  }

  private static boolean same(Person a, Person b) {
    return a.way() == b.way() && a.client() == b.client() && a.userId().equals(b.userId());
  }

  private void stepsArrived(List<Step> now) {
    if (!steps.equals(now)) {
      steps.setAll(now);
    }
  }

  /// Why nothing can be done about the selected person; empty where it can.
  public String moderationObstacle() {
    if (selected.get().isEmpty()) {
      return "Nobody is selected";
    }
    return role.get().covers(SessionRole.ADMIN)
        ? ""
        : "You are a %s here; this asks for the role admin".formatted(role.get().text());
  }

  /// Why the presenter's place cannot be handed to the selected person; empty where it can.
  public String presentingObstacle() {
    var one = selected.get();
    if (one.isEmpty() || one.get().client() == 0) {
      return "No player is selected";
    }
    var presents = shown.stream().anyMatch(p -> p.self() && p.presents());
    return presents || role.get().covers(SessionRole.ADMIN)
        ? ""
        : "Only the presenter or an admin hands the place over";
  }

  public CompletableFuture<CommandResult> kick() {
    return act(one -> session.people().kick(one.userId(), ""));
  }

  /// Mutes the selected person, or lets it be heard again.
  public CompletableFuture<CommandResult> toggleMute() {
    return act(one -> session.people().mute(one.userId(), !one.muted()));
  }

  public CompletableFuture<CommandResult> present() {
    return act(one -> session.people().present(one.client()));
  }

  public CompletableFuture<CommandResult> giveRole(SessionRole next) {
    return act(one -> session.people().giveRole(one.userId(), next));
  }

  private interface Act {
    CompletableFuture<CommandResult> about(Person person);
  }

  private CompletableFuture<CommandResult> act(Act act) {
    var one = selected.get();
    if (one.isEmpty()) {
      return CompletableFuture.completedFuture(new CommandResult.Refused("Nobody is selected."));
    }
    return act.about(one.get())
        .exceptionally(problem -> new CommandResult.Refused(reason(problem)))
        .thenApplyAsync(
            result -> {
              notice.set(result instanceof CommandResult.Refused(String why) ? why : "");
              people.askAnew();
              return result;
            },
            window);
  }

  private static String reason(Throwable problem) {
    var cause =
        problem instanceof CompletionException && problem.getCause() != null
            ? problem.getCause()
            : problem;
    return String.valueOf(cause.getMessage());
  }
}
