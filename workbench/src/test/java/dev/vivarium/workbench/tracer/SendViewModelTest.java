package dev.vivarium.workbench.tracer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.workbench.session.SlowSessions;
import dev.vivarium.workbench.session.TestWorldSession;
import dev.vivarium.workbench.session.VirtualClock;
import dev.vivarium.workbench.session.WorldCommand;
import org.junit.jupiter.api.Test;

class SendViewModelTest {
  private final TestWorldSession world = new TestWorldSession(10, Runnable::run);
  private final SendViewModel form = new SendViewModel(world, Runnable::run);

  @Test
  void sendsAMessageAgainAsItWasEdited() {
    form.begin("feeding/Eaten", "{\"fish\":\"4294967298\",\"energy\":1.5,\"kind\":\"Crumb\"}");
    assertEquals("#2", form.value("fish").get());
    assertEquals("Crumb", form.value("kind").get());
    form.value("energy").set("2.25");
    var _ = form.send();
    var sent = assertInstanceOf(WorldCommand.SendMessage.class, world.commands().getLast());
    assertEquals("feeding/Eaten", sent.channel());
    assertEquals("{\"fish\":\"#2\",\"energy\":2.25,\"kind\":\"Crumb\"}", sent.json());
    assertTrue(form.answerProperty().get().startsWith("Sent"));
  }

  @Test
  void beginsANewOneWithDefaults() {
    form.begin("", "");
    assertEquals("none", form.value("fish").get());
    assertTrue(form.route().startsWith("Local"));
    form.channelProperty().set(form.channels().getLast());
    assertEquals("false", form.value("rising").get());
    assertTrue(form.route().startsWith("Remote"));
  }

  @Test
  void saysWhichFieldIsWrongAndSendsNothing() {
    form.begin("feeding/Eaten", "");
    form.value("energy").set("much");
    var _ = form.send();
    assertTrue(form.problemProperty().get().contains("energy"));
    form.value("energy").set("1");
    form.value("fish").set("the first");
    var _ = form.send();
    assertTrue(form.problemProperty().get().contains("#214"));
    assertTrue(world.commands().isEmpty());
  }

  @Test
  void showsWhyTheWorldRefuses() {
    form.begin("feeding/Eaten", "");
    world.refuse("channel 'feeding/Eaten' is full for this tick");
    var _ = form.send();
    assertTrue(form.problemProperty().get().contains("full for this tick"));
    var refused =
        new SendViewModel(SlowSessions.refusing(world, "The link is down."), Runnable::run);
    refused.begin("", "");
    assertTrue(refused.problemProperty().get().contains("The link is down."));
  }

  @Test
  void waitsForTheChannelsOfASlowSession() {
    var clock = new VirtualClock();
    var slow = new SendViewModel(SlowSessions.delayed(world, clock, 100), Runnable::run);
    slow.begin("tide/Turned", "");
    assertEquals(0, slow.channels().size());
    clock.advance(100);
    assertEquals("0", slow.value("height").get());
  }
}
