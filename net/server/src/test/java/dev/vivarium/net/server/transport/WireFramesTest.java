package dev.vivarium.net.server.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Read by Netty's decoder of a client, which takes no masked frame.
class WireFramesTest {
  private static final UnpooledByteBufAllocator ALLOCATOR = UnpooledByteBufAllocator.DEFAULT;

  private static WebSocketFrame read(ByteBuf wire) {
    EmbeddedChannel client =
        new EmbeddedChannel(new WebSocket13FrameDecoder(false, false, 1 << 20));
    assertTrue(client.writeInbound(wire));
    WebSocketFrame frame = client.readInbound();
    client.finishAndReleaseAll();
    return frame;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 126, 127, 65_535, 65_536, 100_000})
  void aClientReadsFramesOfEveryLength(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    try (WireFrames frames = new WireFrames()) {
      WebSocketFrame frame = read(frames.of(new Frame.Binary(bytes), ALLOCATOR));
      assertInstanceOf(BinaryWebSocketFrame.class, frame);
      assertTrue(frame.isFinalFragment());
      assertArrayEquals(bytes, ByteBufUtil.getBytes(frame.content()));
      frame.release();
    }
  }

  @Test
  void whatGoesToManyIsReadByEachAndGivenBackInTheEnd() {
    Frame text = new Frame.Text("fish".getBytes(UTF_8));
    Frame other = new Frame.Binary(new byte[3]);
    ByteBuf first;
    try (WireFrames frames = new WireFrames()) {
      first = frames.of(text, ALLOCATOR);
      frames.of(other, ALLOCATOR).release();
      TextWebSocketFrame again =
          assertInstanceOf(TextWebSocketFrame.class, read(frames.of(text, ALLOCATOR)));
      assertEquals("fish", again.text());
      again.release();
    }
    assertEquals(1, first.refCnt());
    first.release();
    assertEquals(0, first.refCnt());
  }
}
