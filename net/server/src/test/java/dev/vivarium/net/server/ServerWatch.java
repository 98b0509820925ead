package dev.vivarium.net.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import java.lang.management.ManagementFactory;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/// Sees what a server that is spoken to badly loses: buffers, memory, its temper.
final class ServerWatch implements AutoCloseable {
  /// More than all that a server at rest still holds of connections that are over.
  static final long HEAP_GROWTH_BYTES_MAX = 48L << 20;

  /// What one collection finds lost is queued in no order; at the second it is all queued.
  private static final int COLLECTIONS = 2;

  private static final Duration COLLECTED_WITHIN = Duration.ofSeconds(30);

  private final List<String> leaks = new CopyOnWriteArrayList<>();
  private final List<String> errors = new CopyOnWriteArrayList<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          if (event.getLevel().isGreaterOrEqual(Level.ERROR)) errors.add(words(event));
        }
      };
  private final long heapBefore;

  ServerWatch() {
    ByteBufUtil.setLeakListener((kind, records) -> leaks.add(kind + " " + records));
    appender.start();
    root.addAppender(appender);
    heapBefore = heap();
  }

  private static String words(ILoggingEvent event) {
    String cause =
        event.getThrowableProxy() == null ? "" : event.getThrowableProxy().getClassName();
    return event.getFormattedMessage() + " " + cause;
  }

  /// Used after a collection.
  private static long heap() {
    collect();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /// What was found lost; the detector looks when the next buffer is taken.
  List<String> leaks() {
    collect();
    ByteBufAllocator.DEFAULT.buffer(16).release();
    return leaks;
  }

  /// References to what is gone are queued by a thread of their own, some time after the
  /// collection: one of ours, made just before, says when.
  private static void collect() {
    for (int i = 0; i < COLLECTIONS; i++) {
      ReferenceQueue<Object> queue = new ReferenceQueue<>();
      var mark = new WeakReference<>(new Object(), queue);
      System.gc();
      try {
        assertSame(mark, queue.remove(COLLECTED_WITHIN.toMillis()), "nothing was collected");
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /// @return bytes by which the heap grew
  long assertUnharmed() {
    assertEquals(List.of(), errors);
    assertEquals(List.of(), leaks());
    long grown = heap() - heapBefore;
    assertTrue(grown <= HEAP_GROWTH_BYTES_MAX, grown + " bytes more of heap");
    return grown;
  }

  @Override
  public void close() {
    root.detachAppender(appender);
    ByteBufUtil.setLeakListener(null);
  }
}
