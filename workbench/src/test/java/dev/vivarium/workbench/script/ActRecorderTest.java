package dev.vivarium.workbench.script;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vivarium.workbench.session.CommandResult;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.ForwardingSession;
import dev.vivarium.workbench.session.TestWorldSession;
import dev.vivarium.workbench.session.WorldCommand;
import dev.vivarium.workbench.session.WorldEdit;
import dev.vivarium.workbench.session.WorldSession;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ActRecorderTest {
  private static final String HEAD =
      "// Recorded in the workbench. Run it there again, or change it.\n";
  private static final EntityHandle FISH = new EntityHandle(1L << 32 | 7);

  private final TestWorldSession world = new TestWorldSession(10, Runnable::run);
  private final ActRecorder recorder = new ActRecorder();
  private final WorldSession session = recorder.watching(new Numbering(world));
  private long lastEdit;

  /// Numbers each edit as a session with a history does; what it is asked to take back it does not.
  private final class Numbering extends ForwardingSession {
    private final WorldSession world;

    Numbering(WorldSession world) {
      this.world = world;
    }

    @Override
    protected WorldSession target() {
      return world;
    }

    @Override
    public CompletableFuture<CommandResult> submit(WorldCommand command) {
      var edit = Optional.of(new WorldEdit(++lastEdit, "an edit"));
      return command instanceof WorldCommand.Revert
          ? CompletableFuture.completedFuture(new CommandResult.Done(1, Optional.empty(), edit))
          : world
              .submit(command)
              .thenApply(result ->
                  result instanceof CommandResult.Done done
                      ? new CommandResult.Done(done.tick(), done.spawned(), edit)
                      : result);
    }
  }

  @BeforeEach
  void start() {
    recorder.start();
  }

  private void act(WorldCommand command) {
    session.submit(command).join();
  }

  private void set(String json) {
    act(new WorldCommand.SetField(FISH, "Hunger", "since", json));
  }

  @Test
  void leavesOutWhatWasTakenBack() {
    set("1");
    set("2");
    act(new WorldCommand.Revert(2));
    assertEquals(HEAD + "world.entity(7).set(\"Hunger.since\", 1);\n", recorder.stop());
  }

  @Test
  void keepsWhatWasTakenBackAndDoneAgain() {
    set("1");
    act(new WorldCommand.Revert(1));
    act(new WorldCommand.Revert(2));
    assertEquals(HEAD + "world.entity(7).set(\"Hunger.since\", 1);\n", recorder.stop());
  }

  @Test
  void despawnsWhatWasSpawnedAndTakenBackSinceOtherLinesMayNameIt() {
    act(new WorldCommand.Spawn("Pip", List.of("Transform")));
    act(new WorldCommand.Revert(1));
    assertEquals(
        HEAD + "var entity1 = world.spawn(\"Pip\", \"Transform\");\n" + "entity1.despawn();\n",
        recorder.stop());
  }

  @Test
  void saysWhereSomethingOlderWasTakenBack() {
    act(new WorldCommand.Revert(99));
    assertEquals(
        HEAD + "// What was done before the recording was taken back here.\n", recorder.stop());
  }

  @Test
  void writesTypedTextDownWhenItIsSavedAndNotTheCommandsThatTypeAndSave() {
    recorder.commandBegan("edit.deleteLine");
    recorder.commandEnded(true);
    recorder.commandBegan("file.save");
    recorder.saved("plugins/fish/fish.ts", "a\nb\nc\n", "a\nc\n");
    recorder.commandEnded(true);
    recorder.saved("plugins/fish/fish.ts", "a\nc\n", "a\nc\n");
    assertEquals(
        HEAD
            + """
            project.replace("plugins/fish/fish.ts", \"""
                b
                \""", "");
            """,
        recorder.stop());
  }
}
