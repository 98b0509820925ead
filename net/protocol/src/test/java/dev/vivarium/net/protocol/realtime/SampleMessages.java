package dev.vivarium.net.protocol.realtime;

import dev.vivarium.net.protocol.replication.ComponentPlan;
import dev.vivarium.net.protocol.replication.FieldPlan;
import dev.vivarium.net.protocol.replication.SnapshotPlan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One of each message, the same always.
final class SampleMessages {
  static final Sha256 DIGEST =
      new Sha256("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1eff");

  private SampleMessages() {}

  /// A field of each kind.
  private static SnapshotPlan plan() {
    return new SnapshotPlan(
        3,
        List.of(
            new ComponentPlan(
                "fish/Fin",
                48,
                List.of(
                    new FieldPlan.Step(0, 1f / 512),
                    new FieldPlan.Ranged(4, -1, 1, 0.5f),
                    new FieldPlan.Quaternion(8, 9),
                    new FieldPlan.Whole(24, 2),
                    new FieldPlan.Bytes(26, 17))),
            new ComponentPlan("fish/Tag", 0, List.of())));
  }

  static Map<String, RealtimeMessage> all() {
    var world =
        new WorldHalves(
            plan(), new byte[] {'{', '}'}, List.of(new ClientHalf("fish", DIGEST, 70_000)));
    var all = new LinkedHashMap<String, RealtimeMessage>();
    all.put("Hello", new Hello(1, "eyJ.a.b", "tidepool", ""));
    all.put("Welcome", new Welcome(1, 5, 7, 0, 1_000_000, 16_666_667, "tidepool", "r-1", world));
    all.put("NeedModules", new NeedModules(List.of(DIGEST)));
    all.put("ModuleBytes", new ModuleBytes(DIGEST, 70_000, 65_536, new byte[] {0, 'a', 's', 'm'}));
    all.put("SchemaEpoch", new SchemaEpoch(1_000_100, world));
    all.put("State", new State(new byte[] {0x21, 3, 5, 0}));
    all.put("Ack", new Ack(1_000_000, false));
    all.put("Ack.needsFull", new Ack(0, true));
    all.put(
        "RemoteMessage.toServer",
        new RemoteMessage(3, 12, 0, new Target.Server(), new byte[] {1, 2, 3}));
    all.put(
        "RemoteMessage.toEveryone",
        new RemoteMessage(3, 12, 0, new Target.Everyone(), new byte[] {1}));
    all.put(
        "RemoteMessage.toSome",
        new RemoteMessage(3, 300, 0, new Target.Clients(List.of(5, 600)), new byte[0]));
    all.put(
        "Input",
        new Input(
            3, 99, 1_000_000, List.of(new Input.Write(0x0100_0001_0000_0002L, 1, new byte[] {9}))));
    all.put("InputDone", new InputDone(99, 1_000_001));
    all.put("Ping", new Ping(-2));
    all.put("Pong", new Pong(-2, 123_456_789L, 1_000_000));
    all.put("Notice", new Notice(Notice.Kind.DRAINING, "back at 12:00 \u00fc"));
    all.put("PresenterChanged", new PresenterChanged(5));
    all.put("Goodbye", new Goodbye("leaving"));
    return all;
  }
}
