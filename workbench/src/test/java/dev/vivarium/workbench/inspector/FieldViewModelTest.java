package dev.vivarium.workbench.inspector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.workbench.session.FieldSchema;
import dev.vivarium.workbench.session.FieldType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FieldViewModelTest {
  private final List<List<String>> sent = new ArrayList<>();

  private FieldViewModel field(FieldType type, String... jsons) {
    return new FieldViewModel(
        "fish/Fish",
        new FieldSchema("f", type, "", Optional.empty(), ""),
        List.of(jsons),
        (values, gesture) -> sent.add(values));
  }

  @Test
  void editsOneValueOfAnArrayOfEachEntity() {
    var field = field(new FieldType.FixedArray(new FieldType.Real(32), 3), "[1,2,3]", "[4,5,6]");
    assertEquals(3, field.elements().size());
    field.elements().get(1).type(0, "9");
    assertEquals(List.of(List.of("[1,9.0,3]", "[4,9.0,6]")), sent);
  }

  @Test
  void editsOneAxisOfAVectorInAnArray() {
    var field = field(new FieldType.FixedArray(new FieldType.Vector(2), 2), "[[1,2],[3,4]]");
    field.elements().get(1).type(0, "7");
    assertEquals(List.of(List.of("[[1,2],[7,4]]")), sent);
  }

  @Test
  void elementsFollowTheWorldAndSayWhatIsNoValue() {
    var field = field(new FieldType.FixedArray(new FieldType.Whole(8, false), 2), "[1,2]");
    field.arrived(List.of("[1,77]"));
    assertEquals("77", field.elements().get(1).shown(0));
    field.elements().get(0).type(0, "300");
    assertEquals("u8 holds 0 to 255", field.elements().get(0).problemProperty().get());
    assertTrue(sent.isEmpty());
  }

  @Test
  void pastesWhatWasCopied() {
    var copied = field(new FieldType.Vector(3), "[1.5,2,3]").copied();
    field(new FieldType.Vector(3), "[0,0,0]", "[1,1,1]").paste(copied);
    assertEquals(List.of(List.of("[1.5,2,3]", "[1.5,2,3]")), sent);
  }

  @Test
  void pastesPlainTextIntoAFieldOfText() {
    field(new FieldType.Text(24), "\"Pip\"").paste("Long John");
    assertEquals(List.of(List.of("\"Long John\"")), sent);
  }

  @Test
  void doesNotPasteWhatIsNoValue() {
    var field = field(new FieldType.Vector(3), "[0,0,0]");
    field.paste("some words");
    assertTrue(sent.isEmpty());
    assertTrue(field.problemProperty().get().contains("no value"));
  }
}
