// Makes every fish hungry and every crumb a good meal. An argument says how good, in seconds.
double meal = args.isEmpty() ? 120 : Double.parseDouble(args.get(0));

var fish = world.query("fish/Fish");
progress(0, 2, "fish");
fish.set("Fish.hunger", 120);
progress(1, 2, "crumbs");
var crumbs = world.query("food/Crumb");
crumbs.set("Crumb.meal", meal);
progress(2, 2, "done");
println(crumbs.size() + " crumbs for " + fish.size() + " hungry fish");
