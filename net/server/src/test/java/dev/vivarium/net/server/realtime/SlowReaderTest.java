package dev.vivarium.net.server.realtime;

import static dev.vivarium.net.server.realtime.RealtimeHall.heard;
import static dev.vivarium.net.server.realtime.RealtimeHall.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.net.protocol.realtime.Notice;
import dev.vivarium.net.protocol.realtime.Target;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Clients that do not keep up with what the world sends hold up nobody but themselves.
class SlowReaderTest {
  @AutoClose private final RealtimeHall hall = new RealtimeHall();

  @Test
  void aSlowReaderIsSkippedThenLetGoWhileOthersGoOn() {
    RawClient quick = hall.join("quick");
    RawClient slow = hall.join("slow");
    slow.acknowledges = false;
    int before = slow.frames;
    long began = quick.state().tick();
    hall.until(() -> quick.state().tick() > began + 200);

    int more = slow.frames - before;
    assertTrue(more <= 60, more + " frames sent on although nothing was acknowledged");
    hall.until(() -> quick.state().tick() + 20 > hall.world().world().tick());
    hall.time.pass(Duration.ofSeconds(11));
    hall.until(slow::isClosed);

    assertTrue(slow.wasTold(Notice.Kind.TOO_SLOW));
    long then = quick.state().tick();
    hall.until(() -> quick.state().tick() > then + 50);
    assertEquals(1, quick.fullFrames);
  }

  @Test
  void aReaderThatNeverReadsHoldsUpNeitherTheWorldNorOthers() {
    RawClient quick = hall.join("quick");
    hall.connectDeaf().hello(hall.rest.signIn("deaf"));
    hall.until(() -> hall.room().size() == 2);
    for (int i = 0; i < 300; i++) {
      hall.spawnOwnedBy(0);
    }
    long before = quick.state().tick();
    hall.until(() -> quick.state().tick() > before + 200 && quick.state().entities() == 300);
    quick.send(message(quick, "hall/Up", new Target.Server(), 1));
    hall.until(() -> heard(quick).equals(List.of("0:1")));
    hall.until(() -> quick.state().tick() + 20 > hall.world().world().tick());
    hall.time.pass(Duration.ofSeconds(11));
    hall.until(() -> !hall.room().isConnected(3));
    assertTrue(hall.room().isConnected(2));
  }
}
