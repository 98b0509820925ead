package dev.vivarium.workbench.dock;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TabRowTest {
  private static final List<Double> FOUR = List.of(80.0, 100.0, 80.0, 80.0);

  @Test
  void showsAllWhereAllFitToThePixel() {
    assertEquals(new TabRow(0, 4, false), TabRow.fit(FOUR, 340, 28, 3));
  }

  @Test
  void offersTheListAsSoonAsOneTabDoesNotFitWhole() {
    assertEquals(new TabRow(0, 3, true), TabRow.fit(FOUR, 339, 28, 0));
  }

  @Test
  void leavesOutTheFirstWhereTheChosenTabIsTheLast() {
    assertEquals(new TabRow(1, 4, true), TabRow.fit(FOUR, 339, 28, 3));
  }

  @Test
  void showsTheChosenTabWhereNotEvenItFits() {
    assertEquals(new TabRow(1, 2, true), TabRow.fit(FOUR, 90, 28, 1));
  }

  @Test
  void beginsWithTheFirstWhereNoneIsChosen() {
    assertEquals(new TabRow(0, 1, true), TabRow.fit(FOUR, 150, 28, -1));
  }

  @Test
  void showsNothingOfNoTabs() {
    assertEquals(new TabRow(0, 0, false), TabRow.fit(List.of(), 100, 28, -1));
  }
}
