package dev.vivarium.workbench.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class TasksTest {
  @Test
  void showsWhatGoesOnUntilItIsDone() {
    var tasks = new Tasks(Runnable::run);
    var cancelled = new ArrayList<String>();
    var search = tasks.begin("Searching", () -> cancelled.add("search"));
    var build = tasks.begin("Building the world");
    search.report(0.25, "plugins/fish");
    assertEquals(0.25, tasks.running().getFirst().fractionProperty().get());
    assertEquals("plugins/fish", tasks.running().getFirst().doingProperty().get());
    assertTrue(search.isCancellable());
    assertFalse(build.isCancellable());
    search.cancel();
    assertEquals(1, cancelled.size());
    search.done();
    build.done();
    assertTrue(tasks.running().isEmpty());
  }
}
