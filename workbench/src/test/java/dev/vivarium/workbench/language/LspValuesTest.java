package dev.vivarium.workbench.language;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.MarkupContent;
import org.junit.jupiter.api.Test;

class LspValuesTest {
  private static final TextPosition AT = new TextPosition(1, 1);

  private static dev.vivarium.workbench.language.Hover read(String markdown) {
    return LspValues.hover(new Hover(new MarkupContent("markdown", markdown)), AT).orElseThrow();
  }

  @Test
  void takesTheModuleAndTheDeclarationOfRustAnalyzerAsCode() {
    var hover =
        read(
            """
            ```rust
            reef::coral
            ```

            ```rust
            pub fn grow(coral: &mut Coral, seconds: f32)
            ```

            ---

            Makes a **coral** older.

            # Examples

            ```rust
            grow(&mut coral, 0.05);
            ```
            """);
    assertEquals("reef::coral\n\npub fn grow(coral: &mut Coral, seconds: f32)", hover.code());
    assertEquals("Makes a coral older.\n\nExamples\n\ngrow(&mut coral, 0.05);", hover.doc());
  }

  @Test
  void leavesOutWhatClangdSaysAboveTheSameDeclaration() {
    var hover =
        read(
            "### function `grow`  \n\n---\n\u2192 `void`  \nParameters:  \n- `float seconds`\n\n"
                + "Makes a coral older.\n\n---\n```cpp\nvoid grow(float seconds)\n```");
    assertEquals("void grow(float seconds)", hover.code());
    assertEquals("\u2192 void\nParameters:\n- float seconds\n\nMakes a coral older.", hover.doc());
  }
}
