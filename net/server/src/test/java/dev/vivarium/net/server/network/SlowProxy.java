package dev.vivarium.net.server.network;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Carries connections to a server as a long line would that loses packets: each packet is late, by
/// a seed, and one that is lost comes after the sender would have sent it again, with all that is
/// behind it, for TCP keeps the order.
public final class SlowProxy implements AutoCloseable {
  /// Of a packet on an Ethernet.
  private static final int PACKET_BYTES = 1_448;

  /// The least a Linux sender waits before it sends again.
  private static final long SENT_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private static final byte[] END = {};

  /// @param delayMs one way
  /// @param jitterMs by which that varies, up and down
  /// @param loss share of packets that are lost
  public record Line(int delayMs, int jitterMs, double loss) {}

  private record Packet(byte[] bytes, long dueNanos) {}

  private final Line line;
  private final int target;
  private final long seed;
  private final ServerSocket listening;
  private int connections;

  public SlowProxy(int target, Line line, long seed) throws IOException {
    this.line = line;
    this.target = target;
    this.seed = seed;
    listening = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  public int port() {
    return listening.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket near = listening.accept();
        Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
        near.setTcpNoDelay(true);
        far.setTcpNoDelay(true);
        connections++;
        carry(near, far, new Random(seed * 1_000 + connections));
        carry(far, near, new Random(seed * 1_000 + 500 + connections));
      }
    } catch (IOException closed) {
      // No more connections.
    }
  }

  private void carry(Socket from, Socket to, Random random) {
    BlockingQueue<Packet> onTheWay = new LinkedBlockingQueue<>();
    Thread.ofVirtual().start(() -> read(from, onTheWay, random));
    Thread.ofVirtual().start(() -> write(to, onTheWay));
  }

  private void read(Socket from, BlockingQueue<Packet> onTheWay, Random random) {
    byte[] part = new byte[PACKET_BYTES];
    long due = System.nanoTime();
    try {
      InputStream in = from.getInputStream();
      while (true) {
        int count = in.read(part);
        if (count < 0) break;
        double late = line.delayMs() + line.jitterMs() * (2 * random.nextDouble() - 1);
        long arrives = System.nanoTime() + (long) (late * 1e6);
        while (random.nextDouble() < line.loss()) arrives += SENT_AGAIN_NANOS;
        due = Math.max(due, arrives);
        onTheWay.add(new Packet(Arrays.copyOf(part, count), due));
      }
    } catch (IOException broken) {
      // Told below.
    }
    onTheWay.add(new Packet(END, due));
  }

  private static void write(Socket to, BlockingQueue<Packet> onTheWay) {
    try (to) {
      OutputStream out = to.getOutputStream();
      while (true) {
        Packet packet = onTheWay.take();
        while (System.nanoTime() < packet.dueNanos()) {
          LockSupport.parkNanos(packet.dueNanos() - System.nanoTime());
        }
        if (packet.bytes().length == 0) return;
        out.write(packet.bytes());
        out.flush();
      }
    } catch (IOException | InterruptedException broken) {
      // The other side notices by itself.
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
