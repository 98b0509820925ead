package dev.vivarium.engine.tick;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The systems of each stage in the order in which they run: as given (plugins in project order,
/// systems as declared), except where `before` or `after` asks otherwise. The same systems always
/// give the same order. Immutable.
public final class Schedule {
  public static final Schedule EMPTY = new Schedule(new EnumMap<>(Stage.class));

  private final Map<Stage, List<ScheduledSystem>> stages;

  private Schedule(Map<Stage, List<ScheduledSystem>> stages) {
    this.stages = stages;
  }

  /// Orders the systems.
  ///
  /// @param systems all systems, by plugin and then as declared; this order breaks ties
  /// @throws ScheduleCycleException if the order asked for has a circle
  public static Schedule of(List<? extends ScheduledSystem> systems) throws ScheduleCycleException {
    Map<Stage, List<ScheduledSystem>> stages = new EnumMap<>(Stage.class);
    for (Stage stage : Stage.values()) {
      stages.put(stage, order(stage, systems.stream().filter(s -> s.stage() == stage).toList()));
    }
    return new Schedule(stages);
  }

  public List<ScheduledSystem> systems(Stage stage) {
    return stages.getOrDefault(stage, List.of());
  }

  private static List<ScheduledSystem> order(Stage stage, List<? extends ScheduledSystem> systems)
      throws ScheduleCycleException {
    List<List<Integer>> successors = new ArrayList<>();
    int[] waitingFor = new int[systems.size()];
    link(systems, successors, waitingFor);
    TreeSet<Integer> ready = new TreeSet<>();
    for (int i = 0; i < waitingFor.length; i++) {
      if (waitingFor[i] == 0) {
        ready.add(i);
      }
    }
    List<ScheduledSystem> ordered = new ArrayList<>();
    while (!ready.isEmpty()) {
      int next = ready.pollFirst();
      ordered.add(systems.get(next));
      for (int successor : successors.get(next)) {
        if (--waitingFor[successor] == 0) {
          ready.add(successor);
        }
      }
    }
    if (ordered.size() < systems.size()) {
      throw new ScheduleCycleException(stage, circle(systems, successors, waitingFor));
    }
    return List.copyOf(ordered);
  }

  /// Besides the edges asked for, a plugin's own systems keep the order in which it declared them.
  private static void link(
      List<? extends ScheduledSystem> systems, List<List<Integer>> successors, int[] waitingFor) {
    Map<String, Integer> byId = new HashMap<>();
    Map<String, Integer> lastOfPlugin = new HashMap<>();
    for (int i = 0; i < systems.size(); i++) {
      byId.put(systems.get(i).id(), i);
      successors.add(new ArrayList<>());
    }
    for (int i = 0; i < systems.size(); i++) {
      Integer previous = lastOfPlugin.put(plugin(systems.get(i)), i);
      if (previous != null) {
        edge(previous, i, successors, waitingFor);
      }
      for (String id : systems.get(i).after()) {
        if (byId.containsKey(id)) {
          edge(byId.get(id), i, successors, waitingFor);
        }
      }
      for (String id : systems.get(i).before()) {
        if (byId.containsKey(id)) {
          edge(i, byId.get(id), successors, waitingFor);
        }
      }
    }
  }

  private static String plugin(ScheduledSystem system) {
    return system.id().substring(0, Math.max(0, system.id().indexOf('/')));
  }

  private static void edge(int from, int to, List<List<Integer>> successors, int[] waitingFor) {
    successors.get(from).add(to);
    waitingFor[to]++;
  }

  /// Of the systems that never became ready, those that do not merely wait for a circle.
  private static List<String> circle(
      List<? extends ScheduledSystem> systems, List<List<Integer>> successors, int[] waitingFor) {
    Set<Integer> stuck = new TreeSet<>();
    for (int i = 0; i < waitingFor.length; i++) {
      if (waitingFor[i] > 0) {
        stuck.add(i);
      }
    }
    while (stuck.removeIf(i -> Collections.disjoint(successors.get(i), stuck))) {
      // Each round takes those away that nobody left waits for.
    }
    return stuck.stream().map(i -> systems.get(i).id()).toList();
  }
}
