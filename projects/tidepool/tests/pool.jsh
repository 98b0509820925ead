// What must stay true of this pool. Each test below gets a fresh world at tick 0.
// Run them with: ./vivarium test projects/tidepool

/** Metres from the middle to where no fish may come: the rocks at high water and a little more. */
double ROCKS = 22;

void fishStayInThePool() {
  world.step(600);
  for (Vec at : world.query("fish/Fish").vectors("Transform.position")) {
    assertTrue(Math.hypot(at.x(), at.z()) < ROCKS, "a fish is at " + at);
  }
}

void aCrumbEatenFeedsExactlyOneFish() {
  assertTrue(world.stepUntil(() -> !world.messages("food/Eaten").isEmpty(), 1200), "no fish ate");
  world.step(60);
  var bitten = new TreeMap<Long, Set<String>>();
  for (var bite : world.messages("fish/Bite")) {
    bitten.computeIfAbsent(bite.tick(), tick -> new HashSet<>()).add(bite.text("crumb"));
  }
  var meals = new TreeMap<Long, Integer>();
  for (var meal : world.messages("food/Eaten")) {
    meals.merge(meal.tick(), 1, Integer::sum);
  }
  // Many fish may bite at one crumb in a tick; it is given to one of them.
  meals.forEach((tick, count) -> assertEquals(bitten.get(tick).size(), (int) count));
}

void aMealMakesAFishLessHungry() {
  world.stepUntil(() -> !world.messages("food/Eaten").isEmpty(), 1200);
  var meal = world.messages("food/Eaten").getFirst();
  var fish = world.entity(Long.parseLong(meal.text("fish").substring(1)));
  world.step(2);
  assertTrue(fish.number("Fish.hunger") < 60, "still hungry: " + fish.number("Fish.hunger") + " s");
}

void theTideComesBackAfterADay() {
  world.step(7200);
  var turned = world.messages("tide/Turned");
  assertEquals(5, turned.size());
  assertEquals(12, world.first("tide/Tide").number("Tide.hour"), 0.01);
}
