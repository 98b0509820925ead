// Lets guests in without a server, to look at the plaza. An argument says how many.
// They stand about; guest 0 goes where messages on plaza/Move from this window send it.
import dev.vivarium.workbench.session.WorldCommand;

int guests = args.isEmpty() ? 12 : Integer.parseInt(args.get(0));
String ids = java.util.stream.IntStream.range(0, guests)
    .mapToObj(Integer::toString)
    .collect(java.util.stream.Collectors.joining(","));
world.submit(new WorldCommand.SendMessage(
    "vivarium/Connections", "{\"clients\": [" + ids + "], \"joined\": [" + ids + "]}"));
world.submit(new WorldCommand.SendMessage("plaza/Move", "{\"x\": 0.7, \"z\": 0.7}"));
println(guests + " guests came");
