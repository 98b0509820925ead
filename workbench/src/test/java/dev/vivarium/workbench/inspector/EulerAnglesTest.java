package dev.vivarium.workbench.inspector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EulerAnglesTest {
  @Test
  void comesBackToTheSameRotation() {
    var random = new Random(3);
    for (var i = 0; i < 10_000; i++) {
      var angles =
          new EulerAngles(
              random.nextDouble(-180, 180),
              random.nextDouble(-180, 180),
              random.nextDouble(-180, 180));
      assertSameRotation(angles.quaternion(), EulerAngles.of(angles.quaternion()).quaternion());
    }
  }

  @Test
  void holdsWhereTwoAxesFallTogether() {
    for (var y = -180; y <= 180; y += 15) {
      var up = new EulerAngles(90, y, 30).quaternion();
      assertSameRotation(up, EulerAngles.of(up).quaternion());
      var down = new EulerAngles(-90, y, 30).quaternion();
      assertSameRotation(down, EulerAngles.of(down).quaternion());
    }
  }

  /// q and -q turn alike.
  private static void assertSameRotation(List<Double> a, List<Double> b) {
    var dot = 0.0;
    for (var i = 0; i < 4; i++) {
      dot += a.get(i) * b.get(i);
    }
    assertEquals(1, Math.abs(dot), 1e-5, a + " " + b);
  }
}
