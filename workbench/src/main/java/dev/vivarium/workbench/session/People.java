package dev.vivarium.workbench.session;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Who is in a world, who works on it, and what those who may can do about it. Threads and failures
/// are as those of [WorldSession].
public interface People {
  /// Most entities of a selection that others are told of.
  int SELECTED_MAX = 100;

  /// Most steps of [#steps].
  int STEPS_MAX = 200;

  /// Players first, then those who work on it, each in the order in which they came.
  CompletableFuture<List<Person>> list();

  /// What was done to the world by whom, the latest first, at most `limit`.
  CompletableFuture<List<Step>> steps(int limit);

  /// Tells the others what one has selected.
  ///
  /// @param pingMs there and back, as this side measured it; -1 where it is not known
  CompletableFuture<Boolean> tell(List<EntityHandle> selected, long pingMs);

  /// Ends somebody's stay; it may come back.
  CompletableFuture<CommandResult> kick(String userId, String reason);

  /// Lets nobody hear what somebody says, or everybody again.
  CompletableFuture<CommandResult> mute(String userId, boolean muted);

  CompletableFuture<CommandResult> giveRole(String userId, SessionRole role);

  /// Makes a player the presenter: done by the one who presents, or by an admin.
  CompletableFuture<CommandResult> present(long client);

  /// Somebody who is in, or works on the world.
  ///
  /// @param way how it came
  /// @param client by which the world's plugins know a player; 0 for who works on it
  /// @param self whether it is the one who asks
  /// @param hueDegrees its colour, 0 to 360
  /// @param presents whether it is the presenter
  /// @param pingMs there and back; -1 where it is not known
  /// @param bytesIn that came from it so far
  /// @param bytesOut that were sent to it so far
  /// @param components what of that was which component, most first; empty where it is not counted
  /// @param selected what it has selected
  record Person(
      Way way,
      long client,
      String userId,
      String name,
      SessionRole role,
      boolean self,
      double hueDegrees,
      boolean muted,
      boolean presents,
      long pingMs,
      long bytesIn,
      long bytesOut,
      List<Traffic> components,
      List<EntityHandle> selected) {
    public Person {
      components = List.copyOf(components);
      selected = List.copyOf(selected);
    }
  }

  enum Way {
    PLAYER,
    WORKBENCH
  }

  /// @param component full name
  record Traffic(String component, long bytes) {}

  /// An edit by somebody.
  ///
  /// @param edit as in [WorldEdit]
  /// @param undone whether its person took it back
  record Step(
      long edit, long tick, String person, double hueDegrees, String title, boolean undone) {}

  /// A world that nobody shares.
  People NOBODY =
      new People() {
        @Override
        public CompletableFuture<List<Person>> list() {
          return CompletableFuture.completedFuture(List.of());
        }

        @Override
        public CompletableFuture<List<Step>> steps(int limit) {
          return CompletableFuture.completedFuture(List.of());
        }

        @Override
        public CompletableFuture<Boolean> tell(List<EntityHandle> selected, long pingMs) {
          return CompletableFuture.completedFuture(false);
        }

        @Override
        public CompletableFuture<CommandResult> kick(String userId, String reason) {
          return refused();
        }

        @Override
        public CompletableFuture<CommandResult> mute(String userId, boolean muted) {
          return refused();
        }

        @Override
        public CompletableFuture<CommandResult> giveRole(String userId, SessionRole role) {
          return refused();
        }

        @Override
        public CompletableFuture<CommandResult> present(long client) {
          return refused();
        }

        private static CompletableFuture<CommandResult> refused() {
          return CompletableFuture.completedFuture(
              new CommandResult.Refused("Nobody else is in this world: it is on no server."));
        }
      };
}
