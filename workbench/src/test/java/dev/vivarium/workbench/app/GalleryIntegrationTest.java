package dev.vivarium.workbench.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vivarium.workbench.live.RealWorld;
import dev.vivarium.workbench.session.EntityQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Fields that name assets and fields of several values, in a real world whose plugin reads both.
class GalleryIntegrationTest extends WindowTest {
  private static final String PLUGIN =
      """
      import {
        Asset, Clock, Fixed, Name, Reason, Saved, asset, assetSize, set, spawn
      } from "vivarium";

      @component class Picture {
        shows: Asset;
        bytes: i32;
        @fixed(3) weights: Fixed<f32>;
        heaviest: f32;
      }

      @query class Pictures { @write picture: Picture; }

      @system("postInit")
      function hang(clock: Clock): void {
        if (clock.reason != Reason.Fresh) return;
        let one = spawn();
        set(one, new Name("Picture"));
        set(one, new Picture(asset("models/fish.txt")));
        set<Saved>(one);
      }

      @system("update")
      function look(pictures: Pictures): void {
        while (pictures.next()) {
          const picture = pictures.picture;
          picture.bytes = assetSize(picture.shows);
          let most: f32 = 0;
          for (let i = 0; i < 3; i++) most = max(most, picture.weights[i]);
          picture.heaviest = most;
        }
      }
      """;

  private RealWorld world;

  @BeforeEach
  void openGallery() throws Exception {
    var project = folder.resolve("gallery");
    write(
        project,
        "world.json",
        """
        {"format": 1, "name": "Gallery", "seed": 1, "rate": 60, "master": "main",
         "scenes": ["main"], "plugins": ["gallery"]}
        """);
    write(project, "scenes/main.json", "{\"format\": 1, \"entities\": []}\n");
    write(
        project,
        "plugins/gallery/plugin.json",
        "{\"name\": \"gallery\", \"language\": \"assemblyscript\", \"main\": \"gallery.ts\"}\n");
    write(project, "plugins/gallery/gallery.ts", PLUGIN);
    write(project, "assets/models/fish.txt", "a fish");
    write(project, "assets/models/coral.txt", "a coral");
    write(project, "assets/models/corals/brain.txt", "a brain coral");
    write(project, "assets/sounds/tide.txt", "the sound of the tide");
    world = RealWorld.open(project).running();
    open(world.session(), project);
    var found = world.session().entities(new EntityQuery("gallery/Picture", 0, 1)).get();
    robot.interact(() -> workbench.selection().select(found.rows().getFirst().handle()));
  }

  private static void write(Path root, String file, String text) throws IOException {
    var path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  @AfterEach
  void end() {
    if (world != null) {
      world.close();
    }
  }

  private void awaitText(String id, String wanted) throws TimeoutException {
    try {
      await(() -> text(id).equals(wanted));
    } catch (TimeoutException e) {
      throw new AssertionError(id + " shows " + text(id) + ", not " + wanted, e);
    }
  }

  private String text(String id) {
    return robot.lookup(id).queryAs(TextField.class).getText();
  }

  private List<String> offered() {
    var list = robot.lookup("#picker-list").<ListView<Object>>queryAs(listView());
    return list.getItems().stream().map(String::valueOf).toList();
  }

  @SuppressWarnings("unchecked")
  private static Class<ListView<Object>> listView() {
    return (Class<ListView<Object>>) (Class<?>) ListView.class;
  }

  private void pick() throws TimeoutException {
    var button = find("#gallery-Picture-shows-pick", Button.class);
    robot.clickOn(button);
    find("#picker-search", TextField.class);
  }

  private void undo() {
    robot.interact(() -> robot.lookup("#map").query().requestFocus());
    robot.push(KeyCode.SHORTCUT, KeyCode.Z);
  }

  @Test
  void choosesAnAssetBySearchAndTheWorldReadsIt() throws TimeoutException {
    find("#gallery-Picture-shows", TextField.class);
    awaitText("#gallery-Picture-shows", "models/fish.txt");
    awaitText("#gallery-Picture-bytes", "6");
    pick();
    await(() -> offered().size() == 5);
    robot.write("CORAL");
    await(() -> offered().size() == 3);
    robot.push(KeyCode.DOWN);
    robot.push(KeyCode.ENTER);
    awaitText("#gallery-Picture-shows", "models/corals/brain.txt");
    awaitText("#gallery-Picture-bytes", "13");
    undo();
    awaitText("#gallery-Picture-shows", "models/fish.txt");
    awaitText("#gallery-Picture-bytes", "6");
  }

  @Test
  void takesAnAssetAwayAndLeavesTheListWithEscape() throws TimeoutException {
    find("#gallery-Picture-shows", TextField.class);
    pick();
    robot.write("nothing of this name");
    await(() -> offered().size() == 1);
    robot.push(KeyCode.ENTER);
    awaitText("#gallery-Picture-shows", "none");
    awaitText("#gallery-Picture-bytes", "-1");
    pick();
    robot.push(KeyCode.ESCAPE);
    await(() -> robot.lookup("#picker-search").tryQuery().isEmpty());
    assertEquals("none", text("#gallery-Picture-shows"));
  }

  @Test
  void editsOneValueOfAnArrayAndPastesAllOfThem() throws TimeoutException {
    var second = find("#gallery-Picture-weights-1", TextField.class);
    robot.interact(() -> {
      second.requestFocus();
      second.setText("0.5");
    });
    robot.type(KeyCode.ENTER);
    awaitText("#gallery-Picture-heaviest", "0.500");
    assertEquals("0.0", text("#gallery-Picture-weights-0"));
    choose(second, "Copy value");
    var first = find("#gallery-Picture-weights-0", TextField.class);
    robot.interact(() -> {
      first.requestFocus();
      first.setText("2.25");
    });
    robot.type(KeyCode.ENTER);
    awaitText("#gallery-Picture-heaviest", "2.250");
    choose(first, "Paste value");
    awaitText("#gallery-Picture-heaviest", "0.500");
    undo();
    awaitText("#gallery-Picture-heaviest", "2.250");
    undo();
    undo();
    awaitText("#gallery-Picture-heaviest", "0.0");
  }

  @Test
  void saysThatATextIsNoNumberWhereItIsPasted() throws TimeoutException {
    choose(find("#vivarium-Name-value", TextField.class), "Copy value");
    var bytes = find("#gallery-Picture-bytes", TextField.class);
    choose(bytes, "Paste value");
    var error = PseudoClass.getPseudoClass("error");
    await(() -> bytes.getPseudoClassStates().contains(error));
    assertEquals("6", bytes.getText());
  }

  private void choose(TextField field, String act) {
    robot.interact(() ->
        field.getContextMenu().getItems().stream()
            .filter(item -> act.equals(item.getText()))
            .findFirst()
            .orElseThrow()
            .fire());
  }
}
