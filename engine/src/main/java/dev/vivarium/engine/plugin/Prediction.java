package dev.vivarium.engine.plugin;

import dev.vivarium.engine.bus.Channel;
import dev.vivarium.engine.bus.Message;
import dev.vivarium.engine.bus.Subscription;
import dev.vivarium.engine.plugin.abi.SystemDescriptor;
import dev.vivarium.engine.tick.Stage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a client's world does ahead of its server: systems marked `predicted` run here too, but
/// change nothing but the entities that this client owns. What they spawn, despawn and send is left
/// to the server. What came in for them is noted, so that ticks can be run again from a corrected
/// state ([dev.vivarium.engine.world.World#predictAgain]). Owned by the tick thread.
///
/// Private state that a plugin keeps outside of components is not taken back.
public final class Prediction {
  /// Messages of a tick that are noted; more are not heard when it is run again.
  public static final int HEARD_MAX = 4_096;

  private final PluginHost host;
  private final long client;
  private final Set<Long> entities = new HashSet<>();
  private final List<Heard> heard = new ArrayList<>();
  private final Map<Subscription, List<Message>> setAside = new HashMap<>();
  private boolean again;

  /// A message that a predicted system took in, other than from another predicted one.
  public record Heard(Subscription inbox, Message message) {}

  Prediction(PluginHost host, long client) {
    this.host = host;
    this.client = client;
  }

  /// Entities that this client owns; to be kept right by who tells the world what the server says.
  public Set<Long> entities() {
    return entities;
  }

  /// Whether any plugin has a predicted system at work.
  public boolean isNeeded() {
    return systems().stream().findAny().isPresent();
  }

  /// Tells predicted systems of the server what this client sends to it.
  ///
  /// @return the message's sequence number in this world
  public long echo(Channel channel, byte[] payload) {
    return host.bus().echo(host.world().tick(), channel, client, payload);
  }

  /// What predicted systems heard since the last call.
  public List<Heard> takeHeard() {
    List<Heard> taken = List.copyOf(heard);
    heard.clear();
    return taken;
  }

  /// Starts running ticks again: what waits in predicted systems' inboxes is for later.
  public void beginAgain() {
    again = true;
    for (PluginSystem system : systems()) {
      for (Subscription inbox : system.inboxes()) {
        setAside.put(inbox, inbox.take().stream().filter(this::isFromOutside).toList());
      }
    }
  }

  /// Ends it.
  public void endAgain() {
    setAside.forEach((inbox, messages) -> messages.forEach(inbox::offer));
    setAside.clear();
    again = false;
  }

  /// @param system about to run
  /// @return whether there is anything for it to predict; if not, what it was told is gone
  boolean begins(PluginSystem system) {
    for (Subscription inbox : system.inboxes()) {
      if (entities.isEmpty()) {
        inbox.take();
      } else if (!again) {
        note(inbox);
      }
    }
    return !entities.isEmpty();
  }

  private void note(Subscription inbox) {
    for (Message message : inbox.waiting()) {
      if (heard.size() < HEARD_MAX && isFromOutside(message)) {
        heard.add(new Heard(inbox, message));
      }
    }
  }

  private boolean isFromOutside(Message message) {
    return systems().stream().noneMatch(system -> system.id().equals(message.sender()));
  }

  boolean covers(SystemDescriptor system) {
    return system.predicted() && system.stage() != Stage.POST_INIT;
  }

  private List<PluginSystem> systems() {
    List<PluginSystem> found = new ArrayList<>();
    for (Plugin plugin : host.plugins().values()) {
      plugin.systems.stream().filter(PluginSystem::isPrediction).forEach(found::add);
    }
    return found;
  }
}
