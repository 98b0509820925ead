// Each method without parameters is a test; it gets a fresh world at tick 0, which stands still.
// Run them in the Tests panel, or with: vivarium test PROJECT

void theWorldTicks() {
  world.step(60);
  assertEquals(60, world.tick());
}

void nothingIsWrong() {
  world.step(60);
  assertEquals(List.of(), world.problems());
}
