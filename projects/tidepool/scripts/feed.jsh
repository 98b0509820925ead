// Makes every fish hungry and drops crumbs for them. An argument says how many: 50 if not given.
int crumbs = args.isEmpty() ? 50 : Integer.parseInt(args.get(0));

world.query("fish/Fish").set("Fish.hunger", 120);
for (int i = 0; i < crumbs; i++) {
  var crumb = world.spawn("Crumb", "Transform", "Velocity", "food/Crumb");
  double angle = i * 2.4, far = 18 * Math.sqrt((i + 0.5) / crumbs);
  crumb.set("Transform.position", Vec.of(far * Math.cos(angle), 0, far * Math.sin(angle)));
  crumb.set("Crumb.meal", 120);
  progress(i + 1, crumbs, "crumbs");
}
println(crumbs + " crumbs for " + world.count("fish/Fish") + " fish");
