package dev.vivarium.workbench.play;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.workbench.session.PlayTests;
import dev.vivarium.workbench.session.PlayTests.Phase;
import dev.vivarium.workbench.session.PlayTests.PlayerState;
import dev.vivarium.workbench.session.RunState;
import dev.vivarium.workbench.session.TestPlayTests;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlayTestViewModelTest {
  private final TestPlayTests tests = new TestPlayTests();
  private RunState world = RunState.RUNNING;
  private int resets;
  private final PlayTestViewModel model = model(tests);

  private PlayTestViewModel model(PlayTests of) {
    return new PlayTestViewModel(of, () -> world, Runnable::run, () -> resets++);
  }

  private Phase phase() {
    return model.reportProperty().get().phase();
  }

  @Test
  void startsWithWhatIsChosenAndShowsWhoPlays() {
    model.loadScripts();
    model.playersProperty().set(3);
    model.scriptProperty().set("bots/wander.bots");
    model.recordsProperty().set(true);
    var _ = model.start();
    assertThat(tests.asked()).containsExactly("start 3 bots/wander.bots true");
    assertThat(phase()).isEqualTo(Phase.STARTING);
    tests.begun(3);
    assertThat(PlayTestViewModel.text(model.reportProperty().get())).isEqualTo("3 of 3 play");
  }

  @Test
  void playersWithoutAScriptOnlyStand() {
    model.loadScripts();
    var _ = model.start();
    assertThat(tests.asked()).containsExactly("start 2  false");
  }

  @Test
  void aRefreshWhileItStartsDoesNotShowThatNothingRuns() {
    var _ = model.start();
    model.refresh();
    assertThat(phase()).isEqualTo(Phase.STARTING);
    tests.begun(2);
    var _ = model.stop();
    model.refresh();
    assertThat(phase()).isEqualTo(Phase.STOPPING);
    assertThat(model.startObstacle()).contains("running");
    assertThat(resets).isZero();
    tests.ended("");
    assertThat(phase()).isEqualTo(Phase.IDLE);
    assertThat(resets).isEqualTo(1);
  }

  @Test
  void aLineIsChangedAsSoonAsAllOfItsFieldsAreNumbers() {
    var line = model.line(2);
    line.up().delayMs().set("80");
    assertThat(tests.asked()).containsExactly("line 2 80+0/0.0 0+0/0.0");
    tests.asked().clear();
    line.down().lossPercent().set("two");
    line.down().delayMs().set("70");
    line.down().lossPercent().set("51");
    line.down().lossPercent().set("NaN");
    line.up().jitterMs().set("-1");
    assertThat(tests.asked()).isEmpty();
    line.up().jitterMs().set("5");
    line.down().lossPercent().set(" 1.5 ");
    assertThat(tests.asked()).containsExactly("line 2 80+5/0.0 70+0/1.5");
  }

  @Test
  void allLinesCanBeMadeAlikeAtOnce() {
    model.use(PlayTestViewModel.PRESETS.getLast());
    for (int number = 1; number <= PlayTests.PLAYERS_MAX; number++) {
      assertThat(tests.asked()).contains("line " + number + " 120+10/0.5 120+10/0.5");
    }
  }

  @Test
  void keysStepNumbersAndLeaveOtherTextsAlone() {
    assertThat(LineFields.stepped("95", 10)).isEqualTo("105");
    assertThat(LineFields.stepped("5", -10)).isEqualTo("0");
    assertThat(LineFields.stepped("0.5", 1)).isEqualTo("1.5");
    assertThat(LineFields.stepped("fast", 10)).isEqualTo("fast");
  }

  @Test
  void whatKeepsItFromStartingIsSaid() {
    assertThat(model.startObstacle()).isEmpty();
    assertThat(model.stopObstacle()).isNotEmpty();
    world = RunState.PAUSED;
    assertThat(model.startObstacle()).contains("stands still");
    world = RunState.LOADING;
    assertThat(model.startObstacle()).contains("being built");
    world = RunState.STOPPED;
    assertThat(model.startObstacle()).contains("No world");
    world = RunState.RUNNING;
    var far = model(PlayTests.none("It runs on a server"));
    assertThat(far.startObstacle()).isEqualTo("It runs on a server");
  }

  @Test
  void aFailedStartSaysWhyAndCanBeTriedAgain() {
    var _ = model.start();
    tests.notBegun("bots/wander.bots:3: jump is no step");
    assertThat(phase()).isEqualTo(Phase.FAILED);
    assertThat(PlayTestViewModel.text(model.reportProperty().get())).contains(":3:");
    assertThat(model.startObstacle()).isEmpty();
    model.refresh();
    assertThat(phase()).isEqualTo(Phase.FAILED);
  }

  @Test
  void theRecordingOfTheLastTestIsNamed() {
    assertThat(model.recording()).isEmpty();
    var _ = model.start();
    tests.begun(1);
    var _ = model.stop();
    tests.ended("play test 4");
    assertThat(model.recording()).contains("play test 4");
    model.refresh();
    assertThat(model.recording()).contains("play test 4");
    var _ = model.start();
    assertThat(model.recording()).isEmpty();
  }

  @Test
  void aScriptThatIsGoneIsNoLongerChosen() {
    model.loadScripts();
    model.scriptProperty().set("bots/wander.bots");
    tests.scripts("scripts/other.bots");
    model.loadScripts();
    assertThat(model.scriptProperty().get()).isEqualTo(PlayTestViewModel.NO_SCRIPT);
    assertThat(model.scripts()).contains("scripts/other.bots");
  }

  @Test
  void figuresThatAreNotKnownAreDashes() {
    var lost = TestPlayTests.player(1, PlayerState.LOST, "no answer to a ping in time", 0);
    assertThat(
            List.of(
                PlayTestViewModel.roundTrip(lost),
                PlayTestViewModel.behind(lost),
                PlayTestViewModel.off(lost)))
        .containsOnly("–");
    var playing = TestPlayTests.player(1, PlayerState.PLAYING, "", 20.6);
    assertThat(PlayTestViewModel.roundTrip(playing)).isEqualTo("21 ms");
    assertThat(PlayTestViewModel.rate(playing.bytesInPerSecond())).isEqualTo("12.3 kB/s");
    assertThat(PlayTestViewModel.off(playing)).isEqualTo("0.12 m");
    assertThat(PlayTestViewModel.behind(playing)).isEqualTo("3 ticks");
  }
}
