package dev.vivarium.workbench.toolchain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FramesTest {
  private static DataInputStream bytes(byte... bytes) {
    return new DataInputStream(new ByteArrayInputStream(bytes));
  }

  @Test
  void givesBackWhatWasWrittenAndThenTheEnd() throws IOException {
    var out = new ByteArrayOutputStream();
    Frames.write(new DataOutputStream(out), "fish é");
    Frames.write(new DataOutputStream(out), "");
    DataInputStream in = bytes(out.toByteArray());
    assertEquals(Optional.of("fish é"), Frames.read(in));
    assertEquals(Optional.of(""), Frames.read(in));
    assertEquals(Optional.empty(), Frames.read(in));
  }

  @Test
  void refusesALengthOverTheLimitBeforeTakingMemory() {
    assertThrows(
        IOException.class, () -> Frames.read(bytes((byte) 0x7f, (byte) 0, (byte) 0, (byte) 0)));
    assertThrows(
        IOException.class, () -> Frames.read(bytes((byte) -1, (byte) 0, (byte) 0, (byte) 0)));
  }

  @Test
  void refusesAFrameThatIsCut() {
    byte[] cut = Arrays.copyOf(new byte[] {0, 0, 0, 9, 'f'}, 6);
    assertThrows(IOException.class, () -> Frames.read(bytes(cut)));
  }
}
