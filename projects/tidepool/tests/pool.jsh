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
  int crumbs = world.count("food/Crumb");
  assertTrue(world.stepUntil(() -> !world.messages("food/Eaten").isEmpty(), 1200), "no fish ate");
  world.step(60);
  var eaten = world.messages("food/Eaten");
  var crumbsEaten = new HashSet<String>();
  for (var bite : world.messages("fish/Bite")) {
    crumbsEaten.add(bite.text("crumb"));
  }
  // Many fish may bite at one crumb; it is given to one of them.
  assertTrue(eaten.size() <= crumbsEaten.size(), eaten.size() + " meals of " + crumbsEaten.size() + " crumbs");
  assertTrue(world.count("food/Crumb") >= crumbs - eaten.size(), "crumbs went without being eaten");
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
