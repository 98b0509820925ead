package dev.vivarium.workbench.script;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Takes what the threads of a script print, `System.out` included, to that script's console, and
/// leaves what others print where it was.
final class ScriptOutput {
  /// What one thread's script writes to.
  record Sink(Consumer<String> text, Consumer<ScriptScope.Progress> progress) {}

  private static final InheritableThreadLocal<@Nullable Sink> SINK = new InheritableThreadLocal<>();
  private static boolean installed;

  private ScriptOutput() {}

  /// From now on, what this thread and those it starts print goes there.
  static void to(@Nullable Sink sink) {
    install();
    SINK.set(sink);
  }

  private static synchronized void install() {
    if (!installed) {
      installed = true;
      System.setOut(routed(System.out));
      System.setErr(routed(System.err));
    }
  }

  private static PrintStream routed(PrintStream otherwise) {
    return new PrintStream(new Routing(otherwise), true, StandardCharsets.UTF_8);
  }

  static void write(String text) {
    var sink = SINK.get();
    if (sink == null) {
      System.out.print(text);
    } else {
      sink.text().accept(text);
    }
  }

  static void progress(ScriptScope.Progress progress) {
    var sink = SINK.get();
    if (sink != null) {
      sink.progress().accept(progress);
    }
  }

  private static final class Routing extends OutputStream {
    private final PrintStream otherwise;

    Routing(PrintStream otherwise) {
      this.otherwise = otherwise;
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
      var sink = SINK.get();
      if (sink == null) {
        otherwise.write(bytes, from, length);
      } else {
        sink.text()
            .accept(StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes, from, length)).toString());
      }
    }

    @Override
    public void flush() {
      otherwise.flush();
    }
  }
}
