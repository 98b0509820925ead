package dev.vivarium.workbench.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.workbench.console.LogLinks.Piece;
import dev.vivarium.workbench.console.LogLinks.Plain;
import dev.vivarium.workbench.console.LogLinks.ToEntity;
import dev.vivarium.workbench.console.LogLinks.ToFile;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LogLinksTest {
  @Test
  void findsPlacesAndEntities() {
    assertEquals(
        List.<Piece>of(
            new Plain("trap at "),
            new ToFile("plugins/fish/fish.ts:13:5", "plugins/fish/fish.ts:13:5"),
            new Plain(", at "),
            new ToEntity("Fish #77", "#77"),
            new Plain(".")),
        LogLinks.pieces("fish", "trap at plugins/fish/fish.ts:13:5, at Fish #77."));
  }

  @Test
  void takesAFileWithoutAFolderAsOneOfThePlugin() {
    assertEquals(
        List.<Piece>of(new ToFile("fish.ts:9", "plugins/fish/fish.ts:9")),
        LogLinks.pieces("fish", "fish.ts:9"));
  }

  @Test
  void leavesTimesAndAddressesAndNumbersAlone() {
    for (var text : List.of("at 12:30:01", "of 1.5:2", "# 12", "#", "", "a#b", "ready: 3:4")) {
      assertEquals(List.<Piece>of(new Plain(text)), LogLinks.pieces("fish", text));
    }
  }

  @Test
  void piecesOfAnyTextJoinToItAndAreFew() {
    var random = new Random(7);
    var letters = "aZ#9./:- \n_ö";
    for (var round = 0; round < 20_000; round++) {
      var text =
          random
              .ints(random.nextInt(60), 0, letters.length())
              .mapToObj(i -> letters.substring(i, i + 1))
              .collect(Collectors.joining());
      var pieces = LogLinks.pieces("fish", text);
      assertEquals(text, pieces.stream().map(Piece::text).collect(Collectors.joining()));
      assertTrue(pieces.size() <= 2 * LogLinks.MAX_LINKS + 1);
    }
  }
}
