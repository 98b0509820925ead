// What must stay true of the plaza. Each test below gets a fresh world at tick 0.
// Run them with: ./vivarium test projects/plaza
// Messages sent from here come from client 0, so that client 0 is the guest who walks.

import dev.vivarium.workbench.session.WorldCommand;

void send(String channel, String json) {
  world.submit(new WorldCommand.SendMessage(channel, json));
}

void join(long client) {
  send("vivarium/Connections", "{\"clients\": [" + client + "], \"joined\": [" + client + "]}");
  world.step(3);
}

void whoComesHasABody() {
  join(0);
  join(7);
  assertEquals(2, world.count("plaza/Avatar"));
}

void whoLeavesTakesItsBodyAlong() {
  join(0);
  join(7);
  send("vivarium/Connections", "{\"clients\": [0], \"left\": [7]}");
  world.step(3);
  assertEquals(1, world.count("plaza/Avatar"));
}

void aMoveSteersTheSendersBodyAndNoOther() {
  join(0);
  join(7);
  send("plaza/Move", "{\"x\": 1}");
  world.step(60);
  double moved = 0;
  int movers = 0;
  for (Vec velocity : world.query("plaza/Avatar").vectors("Velocity.linear")) {
    moved += velocity.x();
    movers += velocity.x() > 0.5 ? 1 : 0;
  }
  assertEquals(1, movers);
  assertEquals(4, moved, 0.1);
}

void nobodyLeavesThePlaza() {
  join(0);
  send("plaza/Move", "{\"x\": 1, \"z\": 1}");
  world.step(900);
  for (Vec at : world.query("plaza/Avatar").vectors("Transform.position")) {
    assertTrue(Math.abs(at.x()) <= 24 && Math.abs(at.z()) <= 24, "somebody is at " + at);
  }
}

void ballsStayAndBelongToWhoKickedThem() {
  for (int guest = 0; guest < 40; guest++) {
    join(guest);
  }
  send("plaza/Move", "{\"x\": 0.5, \"z\": 1}");
  world.step(600);
  assertEquals(24, world.count("plaza/Ball"));
  for (Vec at : world.query("plaza/Ball").vectors("Transform.position")) {
    assertTrue(Math.abs(at.x()) <= 24 && Math.abs(at.z()) <= 24, "a ball is at " + at);
  }
}
