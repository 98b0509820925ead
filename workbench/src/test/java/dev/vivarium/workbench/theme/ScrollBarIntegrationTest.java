package dev.vivarium.workbench.theme;

import static org.junit.jupiter.api.Assertions.assertEquals;

import atlantafx.base.theme.PrimerDark;
import java.util.Collections;
import javafx.collections.FXCollections;
import javafx.geometry.Orientation;
import javafx.scene.Scene;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollBar;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

class ScrollBarIntegrationTest {
  private static final double LEAST_PX = 24;
  private static final double BREADTH_PX = 8;

  @AfterEach
  void close() throws Exception {
    FxToolkit.cleanupStages();
  }

  private static ListView<Integer> show() throws Exception {
    FxToolkit.registerPrimaryStage();
    var list = WaitForAsyncUtils.asyncFx(() -> new ListView<Integer>()).get();
    FxToolkit.setupFixture(() -> {
      list.setItems(FXCollections.observableArrayList(Collections.nCopies(100_000, 7)));
      var scene = new Scene(new StackPane(list), 300, 200);
      scene.setUserAgentStylesheet(new PrimerDark().getUserAgentStylesheet());
      scene.getStylesheets().addAll(Stylesheets.address("dark.css"), Stylesheets.workbench());
      var stage = new Stage();
      stage.setScene(scene);
      stage.show();
    });
    WaitForAsyncUtils.waitForFxEvents();
    return list;
  }

  @Test
  void theThumbOfALongListCanBeTakenHoldOfAndItsBarStaysNarrow() throws Exception {
    var list = show();
    var bar =
        list.lookupAll(".scroll-bar").stream()
            .map(ScrollBar.class::cast)
            .filter(b -> b.getOrientation() == Orientation.VERTICAL)
            .findFirst()
            .orElseThrow();
    assertEquals(LEAST_PX, ((Region) bar.lookup(".thumb")).getHeight());
    assertEquals(BREADTH_PX, bar.getWidth());
  }
}
