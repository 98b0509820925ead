package dev.vivarium.net.client.realtime;

import dev.vivarium.net.protocol.realtime.InputDone;
import dev.vivarium.net.protocol.realtime.Notice;
import dev.vivarium.net.protocol.realtime.RemoteMessage;
import dev.vivarium.net.protocol.realtime.SchemaEpoch;
import dev.vivarium.net.protocol.realtime.Welcome;
import dev.vivarium.net.protocol.replication.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Writes down what a client tells, and on which threads.
final class Diary implements RealtimeCallbacks {
  final List<String> lines = new ArrayList<>();
  final Set<Thread> threads = new HashSet<>();
  Duration nextTry = Duration.ZERO;
  @Nullable ClientModules modules;

  /// Told after this, where a test sets it.
  RealtimeCallbacks then = new RealtimeCallbacks() {};

  private void write(String line) {
    lines.add(line);
    threads.add(Thread.currentThread());
  }

  /// What was told since the last time.
  List<String> read() {
    List<String> read = List.copyOf(lines);
    lines.clear();
    return read;
  }

  @Override
  public void welcomed(Welcome welcome, ClientModules given, boolean isResumed) {
    modules = given;
    write(
        "welcomed %d epoch %d%s"
            .formatted(welcome.clientId(), welcome.world().epoch(), isResumed ? " resumed" : ""));
    then.welcomed(welcome, given, isResumed);
  }

  @Override
  public void epoch(SchemaEpoch epoch, ClientModules given) {
    modules = given;
    write("epoch " + epoch.world().epoch());
  }

  @Override
  public void state(Snapshot snapshot) {
    write("state %d %s".formatted(snapshot.tick(), Frames.value(snapshot)));
  }

  @Override
  public void frame(long tick) {
    then.frame(tick);
  }

  @Override
  public void remote(RemoteMessage message) {
    write("remote %d from %d".formatted(message.channel(), message.sender()));
    then.remote(message);
  }

  @Override
  public void inputDone(InputDone done) {
    write("done " + done.sequence());
  }

  @Override
  public void notice(Notice notice) {
    write("notice " + notice.kind());
  }

  @Override
  public void presenter(int clientId) {
    write("presenter " + clientId);
  }

  @Override
  public void lost(String reason, Duration wait) {
    nextTry = wait;
    write("lost: " + reason);
  }

  @Override
  public void ended(RealtimeEnd end) {
    write("ended " + end.kind() + ": " + end.reason());
  }
}
