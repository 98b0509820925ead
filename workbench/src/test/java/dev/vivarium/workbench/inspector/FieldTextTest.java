package dev.vivarium.workbench.inspector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.vivarium.workbench.session.FieldSchema;
import dev.vivarium.workbench.session.FieldType;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FieldTextTest {
  private static FieldSchema field(FieldType type) {
    return new FieldSchema("f", type, "", Optional.empty(), "");
  }

  @Test
  void takesTheWholeRangeOfU64() throws FieldText.Invalid {
    var type = field(new FieldType.Whole(64, false));
    assertEquals("18446744073709551615", FieldText.typed(type, "18446744073709551615"));
    assertThrows(FieldText.Invalid.class, () -> FieldText.typed(type, "-1"));
  }

  @Test
  void refusesNumbersThatAreNotFinite() {
    assertThrows(
        FieldText.Invalid.class, () -> FieldText.typed(field(new FieldType.Real(32)), "NaN"));
  }

  @Test
  void countsBytesAndNotCharacters() {
    var type = field(new FieldType.Text(4));
    assertThrows(FieldText.Invalid.class, () -> FieldText.typed(type, "fünf"));
  }

  @Test
  void readsEntitiesByNumber() throws FieldText.Invalid {
    assertEquals("\"214\"", FieldText.typed(field(new FieldType.Entity()), "#214"));
    assertEquals("\"0\"", FieldText.typed(field(new FieldType.Entity()), "none"));
  }

  @Test
  void refusesUnknownNamesOfAnEnum() {
    var type = field(new FieldType.Choice(List.of("Calm", "Hungry")));
    var failure = assertThrows(FieldText.Invalid.class, () -> FieldText.typed(type, "Angry"));
    assertEquals("one of Calm, Hungry", failure.getMessage());
  }

  @Test
  void goesFromLinearLightToScreenAndBack() {
    assertEquals(0.2, LinearColor.fromScreen(LinearColor.toScreen(0.2)), 1e-9);
  }
}
