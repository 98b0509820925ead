package dev.vivarium.workbench.script;

import dev.vivarium.workbench.session.MessageRecord;
import java.util.Map;

/// A message as scripts see it.
public record ScriptMessage(MessageRecord message) {
  public long tick() {
    return message.tick();
  }

  /// Full name of its channel, `owner/Name`.
  public String channel() {
    return message.channel();
  }

  /// `plugin/system` that sent it.
  public String sender() {
    return message.sender();
  }

  /// Its fields by name; an entity is a text such as `#214`.
  public Map<String, Object> fields() {
    return Values.fields(message.payloadJson());
  }

  public Object get(String field) {
    var value = fields().get(field);
    if (value == null) {
      throw new ScriptFailure(
          "%s has no field '%s'; it has %s.".formatted(channel(), field, fields().keySet()));
    }
    return value;
  }

  public double number(String field) {
    return ScriptEntity.asNumber(get(field), field);
  }

  public String text(String field) {
    return get(field).toString();
  }

  boolean isOf(String wanted) {
    return channel().equals(wanted)
        || channel().substring(channel().indexOf('/') + 1).equals(wanted);
  }

  @Override
  public String toString() {
    return "tick " + tick() + " " + channel() + " " + message.payloadJson();
  }
}
