package dev.vivarium.workbench.cli;

import java.awt.AWTException;
import java.awt.Robot;
import java.awt.event.InputEvent;
import java.awt.event.KeyEvent;

/// A user who clicks at a place of the display and presses Ctrl+Q: `CloseByKeyboard X Y`.
final class CloseByKeyboard {
  private static final int BETWEEN_MS = 50;

  private CloseByKeyboard() {}

  public static void main(String[] args) throws AWTException {
    Robot robot = new Robot();
    robot.setAutoDelay(BETWEEN_MS);
    robot.mouseMove(Integer.parseInt(args[0]), Integer.parseInt(args[1]));
    robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
    robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
    robot.keyPress(KeyEvent.VK_CONTROL);
    robot.keyPress(KeyEvent.VK_Q);
    robot.keyRelease(KeyEvent.VK_Q);
    robot.keyRelease(KeyEvent.VK_CONTROL);
  }
}
