package dev.vivarium.workbench.live;

import dev.vivarium.engine.plugin.PluginEvent;
import dev.vivarium.workbench.session.Gear;
import dev.vivarium.workbench.session.ReloadReport;
import dev.vivarium.workbench.session.ReloadReport.Outcome;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// The latest answers to saves, as many as fit. May be called from any thread.
final class ReloadReports {
  private static final int KEPT_MAX = 256;

  private final Deque<ReloadReport> newestFirst = new ArrayDeque<>();

  synchronized void add(ReloadReport report) {
    newestFirst.addFirst(report);
    if (newestFirst.size() > KEPT_MAX) {
      newestFirst.removeLast();
    }
  }

  synchronized List<ReloadReport> latest(int limit) {
    return newestFirst.stream().limit(limit).toList();
  }

  static ReloadReport swapped(dev.vivarium.engine.plugin.reload.ReloadReport r) {
    List<String> lines = r.migration().lines().toList();
    long migrated =
        lines.stream().filter(l -> !l.endsWith(" is new") && !l.endsWith(" is removed")).count();
    return new ReloadReport(
        r.plugin(),
        r.version(),
        Gear.valueOf(r.gear().name()),
        Outcome.SWAPPED,
        r.tick(),
        r.compileMs(),
        r.loadMs(),
        r.shadowMs(),
        r.swapMs(),
        r.totalMs(),
        r.entitiesKept(),
        (int) migrated,
        String.join("; ", lines));
  }

  /// A save after which the old version runs on.
  static ReloadReport notTaken(
      String plugin, Outcome outcome, long tick, double compileMs, String detail) {
    return new ReloadReport(
        plugin, "", Gear.QUICK, outcome, tick, compileMs, 0, 0, 0, compileMs, 0, 0, detail);
  }

  static ReloadReport rolledBack(PluginEvent.RolledBack back) {
    return new ReloadReport(
        back.plugin(),
        back.toVersion(),
        Gear.QUICK,
        Outcome.ROLLED_BACK,
        back.tick(),
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        back.because().describe());
  }
}
