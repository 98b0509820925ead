package dev.vivarium.workbench.remote;

import static dev.vivarium.workbench.session.SessionRole.ADMIN;
import static dev.vivarium.workbench.session.SessionRole.BUILDER;
import static dev.vivarium.workbench.session.SessionRole.VIEWER;

import dev.vivarium.workbench.session.SessionRole;
import dev.vivarium.workbench.session.WorldCommand;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which role each call and each command asks for. What stands in no list is refused to everybody.
public final class Permissions {
  private static final Map<String, SessionRole> CALLS = new HashMap<>();

  static {
    needs(
        VIEWER,
        List.of(
            "session.status",
            "session.entities",
            "session.placeOf",
            "session.entity",
            "session.positions",
            "session.logs",
            "session.diagnostics",
            "session.reloads",
            "session.decisions",
            "session.submit", // by what it is, as of(WorldCommand) says
            "history.status",
            "history.compare",
            "history.recordings",
            "profile.ticks",
            "profile.memory",
            "profile.costs",
            "profile.costsOf",
            "trace.newest",
            "trace.next",
            "trace.timeline",
            "trace.chain",
            "trace.channels",
            "watches.list",
            "plugins.details",
            "plugins.migration",
            "inspection.schema",
            "inspection.children",
            "inspection.placeUnder",
            "inspection.ancestors",
            "inspection.entities",
            "inspection.copy",
            "inspection.statistics",
            "inspection.table",
            "inspection.placeIn",
            "inspection.groups",
            "inspection.assets",
            "people.list",
            "people.steps",
            "people.tell",
            "people.present")); // by the presenter, whatever its role

    needs(
        BUILDER,
        List.of(
            "history.keepNewest",
            "history.record",
            "history.save",
            "history.open",
            "profile.sample",
            "watches.add",
            "watches.remove",
            "watches.enable"));
    needs(
        ADMIN,
        List.of(
            "history.runOn",
            "history.delete",
            "profile.startFlight",
            "profile.stopFlight",
            "people.kick",
            "people.mute",
            "people.giveRole"));
  }

  /// What works on files of the machine where the window is, and so not from afar.
  private static final Map<String, String> NOT_FROM_AFAR =
      Map.of(
          "history.copy",
          "A recording can be copied to a file only on the machine where the world runs.");

  private Permissions() {}

  private static void needs(SessionRole role, List<String> calls) {
    calls.forEach(call -> CALLS.put(call, role));
  }

  /// The role that a call asks for; empty where nobody may make it.
  public static Optional<SessionRole> of(CallTable.Entry call) {
    return Optional.ofNullable(CALLS.get(call.id()));
  }

  /// The role that a command asks for.
  public static SessionRole of(WorldCommand command) {
    return switch (command) {
      case WorldCommand.EntityEdit _,
          WorldCommand.Edit _,
          WorldCommand.Revert _,
          WorldCommand.Pause _,
          WorldCommand.Resume _,
          WorldCommand.Step _,
          WorldCommand.SetSpeed _,
          WorldCommand.SetRate _,
          WorldCommand.StopPlugin _,
          WorldCommand.StartPlugin _,
          WorldCommand.RebuildPlugin _,
          WorldCommand.RestoreVersion _,
          WorldCommand.SendMessage _,
          WorldCommand.Decide _ ->
          BUILDER;
      case WorldCommand.ResetWorld _ -> ADMIN;
    };
  }

  /// Why a role may not make a call; empty where it may.
  public static String obstacle(CallTable.Entry call, SessionRole role) {
    return of(call)
        .map(needed -> obstacle(needed, role))
        .orElseGet(
            () -> NOT_FROM_AFAR.getOrDefault(call.id(), "This cannot be done in a far world."));
  }

  /// Why a role may not give a command; empty where it may.
  public static String obstacle(WorldCommand command, SessionRole role) {
    return obstacle(of(command), role);
  }

  /// Why one role may not do what asks for another; empty where it may.
  public static String obstacle(SessionRole needed, SessionRole role) {
    return role.covers(needed)
        ? ""
        : "You are a %s here; this asks for the role %s. An admin of the server can give it."
            .formatted(role.text(), needed.text());
  }

  /// Whether somebody has thought about a call.
  static boolean isListed(CallTable.Entry call) {
    return CALLS.containsKey(call.id()) || NOT_FROM_AFAR.containsKey(call.id());
  }
}
