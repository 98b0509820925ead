package dev.vivarium.workbench.world;

import dev.vivarium.workbench.session.Gear;
import dev.vivarium.workbench.session.ReloadReport;
import dev.vivarium.workbench.session.WorldStatus;
import java.util.List;
import java.util.Locale;

/// The words in which the window speaks of clocks and reloads.
public final class WorldTexts {
  private static final int KIB = 1024;
  private static final List<String> UNITS = List.of("KiB", "MiB", "GiB");

  private WorldTexts() {}

  /// Such as `fish reloaded in 184 ms · 2,000 entities kept · optimised build following`.
  ///
  /// @param runs whether a version of the plugin runs now
  public static String reload(ReloadReport r, boolean runs) {
    var now = runs ? " · the old version runs on" : " · no version of it runs";
    return switch (r.outcome()) {
      case SWAPPED -> swapped(r);
      case COMPILE_FAILED -> r.plugin() + " did not compile" + now + tail(r);
      case REFUSED -> r.plugin() + " was refused" + now + tail(r);
      case WAITING -> r.plugin() + " waits for your decision" + tail(r);
      case ROLLED_BACK -> r.plugin() + " was rolled back" + tail(r);
    };
  }

  private static String swapped(ReloadReport r) {
    var text =
        String.format(
            Locale.ROOT,
            "%s reloaded in %,.0f ms · %s kept",
            r.plugin(),
            r.totalMs(),
            entities(r.kept()));
    var migrated =
        r.migrated() == 0 ? "" : String.format(Locale.ROOT, " · %,d migrated", r.migrated());
    var gear = r.gear() == Gear.QUICK ? " · optimised build following" : " · optimised";
    return text + migrated + gear + tail(r);
  }

  private static String tail(ReloadReport r) {
    return r.detail().isEmpty() ? "" : " · " + r.detail();
  }

  /// Where the time of a reload went.
  public static String reloadParts(ReloadReport r) {
    return String.format(
        Locale.ROOT,
        "compile %,.0f ms · load %,.0f ms · shadow run %,.0f ms · swap %,.1f ms",
        r.compileMs(),
        r.loadMs(),
        r.shadowMs(),
        r.swapMs());
  }

  /// Such as `1 entity` or `1,815 entities`.
  public static String entities(int count) {
    return String.format(Locale.ROOT, count == 1 ? "%,d entity" : "%,d entities", count);
  }

  public static String tick(WorldStatus s) {
    return String.format(Locale.ROOT, "%,d", s.tick());
  }

  public static String speed(double speed) {
    if (Double.isInfinite(speed)) {
      return "max";
    }
    return speed == Math.rint(speed)
        ? String.format(Locale.ROOT, "%.0f×", speed)
        : String.format(Locale.ROOT, "%s×", speed);
  }

  /// Such as `2.1 ms`.
  public static String millis(long micros) {
    return String.format(Locale.ROOT, "%.1f ms", micros / 1000.0);
  }

  /// How fast the world goes, as wide whatever the numbers are, so that what stands beside it stays
  /// where it is: such as ` 60 Hz · 0.6 ms p50 · 15.3 ms p99`.
  public static String rate(WorldStatus s) {
    return String.format(
        Locale.ROOT,
        "%3.0f Hz · %7s p50 · %7s p99",
        s.rateHz(),
        millis(s.tickMicrosP50()),
        millis(s.tickMicrosP99()));
  }

  /// A size as it is written everywhere: such as `3 B`, `12.4 KiB`, `256.0 MiB`.
  public static String bytes(long bytes) {
    if (bytes < KIB) {
      return bytes + " B";
    }
    var size = bytes / (double) KIB;
    var unit = 0;
    // What would be rounded to 1,024 of a unit is 1 of the next.
    while (size >= KIB - 0.05 && unit < UNITS.size() - 1) {
      size /= KIB;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", size, UNITS.get(unit));
  }
}
