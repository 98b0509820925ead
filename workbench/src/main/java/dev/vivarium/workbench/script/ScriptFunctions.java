package dev.vivarium.workbench.script;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The functions that scripts and tests may call without a name before them.
public final class ScriptFunctions {
  private ScriptFunctions() {}

  /// Writes a line to the console.
  public static void println(@Nullable Object text) {
    print(text + "\n");
  }

  public static void print(@Nullable Object text) {
    ScriptOutput.write(String.valueOf(text));
  }

  /// Writes a text with the places of `format` filled in.
  @SuppressWarnings("AnnotateFormatMethod") // called by scripts, which no checker reads
  public static void printf(String format, Object... values) {
    print(String.format(Locale.ROOT, format, values));
  }

  /// Shows how far the script is.
  public static void progress(long done, long total, String text) {
    ScriptOutput.progress(new ScriptScope.Progress(text, done, total));
  }

  public static void assertTrue(boolean condition) {
    assertTrue(condition, "expected true");
  }

  public static void assertTrue(boolean condition, String otherwise) {
    if (!condition) {
      fail(otherwise);
    }
  }

  public static void assertFalse(boolean condition) {
    assertTrue(!condition, "expected false");
  }

  public static void assertFalse(boolean condition, String otherwise) {
    assertTrue(!condition, otherwise);
  }

  public static void assertEquals(long expected, long actual) {
    assertTrue(expected == actual, "expected %,d but was %,d".formatted(expected, actual));
  }

  public static void assertEquals(double expected, double actual, double tolerance) {
    assertTrue(
        Math.abs(expected - actual) <= tolerance,
        "expected " + expected + " within " + tolerance + " but was " + actual);
  }

  public static void assertEquals(@Nullable Object expected, @Nullable Object actual) {
    assertTrue(Objects.equals(expected, actual), "expected " + expected + " but was " + actual);
  }

  public static void fail(String why) {
    throw new AssertionError(why);
  }
}
