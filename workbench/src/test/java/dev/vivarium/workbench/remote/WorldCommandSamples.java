package dev.vivarium.workbench.remote;

import dev.vivarium.workbench.session.Decision;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.WorldCommand;
import java.util.List;
import java.util.Optional;

/// One of each kind of command.
final class WorldCommandSamples {
  private static final EntityHandle FISH = new EntityHandle(0x7fff_ffff_0000_0011L);

  private WorldCommandSamples() {}

  static List<WorldCommand> all() {
    return List.of(
        new WorldCommand.Revert(7),
        new WorldCommand.Edit(
            "Two things",
            List.of(
                new WorldCommand.SetField(FISH, "fish/Hunger", "since", "0.25"),
                new WorldCommand.Despawn(FISH)),
            3),
        new WorldCommand.SetComponent(FISH, "fish/Fish", "{\"speed\":1}"),
        new WorldCommand.Reparent(FISH, Optional.empty()),
        new WorldCommand.MoveTo(FISH, 1.5, -2, Double.NEGATIVE_INFINITY),
        new WorldCommand.Paste("[]"),
        new WorldCommand.Duplicate(FISH),
        new WorldCommand.Keep(FISH, "tank", ""),
        new WorldCommand.Pause(),
        new WorldCommand.Resume(),
        new WorldCommand.Step(100),
        new WorldCommand.SetSpeed(Double.POSITIVE_INFINITY),
        new WorldCommand.SetRate(30),
        new WorldCommand.SetField(FISH, "fish/Fish", "speed", "\"\u00e9\""),
        new WorldCommand.AddComponent(FISH, "fish/Fish"),
        new WorldCommand.RemoveComponent(FISH, "fish/Fish"),
        new WorldCommand.Spawn("Nemo", List.of("fish/Fish")),
        new WorldCommand.Despawn(FISH),
        new WorldCommand.ResetWorld(),
        new WorldCommand.StopPlugin("fish"),
        new WorldCommand.StartPlugin("fish"),
        new WorldCommand.RebuildPlugin("fish"),
        new WorldCommand.RestoreVersion("fish", "abc"),
        new WorldCommand.SendMessage("fish/Scare", "{}"),
        new WorldCommand.Decide(4, Decision.Choice.RESET_COMPONENT));
  }
}
