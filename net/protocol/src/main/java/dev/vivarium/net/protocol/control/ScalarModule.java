package dev.vivarium.net.protocol.control;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/// 64-bit numbers as strings, times as RFC 3339.
final class ScalarModule extends SimpleModule {
  private static final long serialVersionUID = 1;

  ScalarModule() {
    super("control");
    addSerializer(Long.TYPE, ToStringSerializer.instance);
    addSerializer(Instant.class, new TimeWriter());
    addDeserializer(Instant.class, new TimeReader());
  }

  private static final class TimeWriter extends StdScalarSerializer<Instant> {
    private static final long serialVersionUID = 1;

    TimeWriter() {
      super(Instant.class);
    }

    @Override
    public void serialize(Instant time, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(time.toString());
    }
  }

  private static final class TimeReader extends StdScalarDeserializer<Instant> {
    private static final long serialVersionUID = 1;

    TimeReader() {
      super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser in, DeserializationContext context) throws IOException {
      if (!in.hasToken(JsonToken.VALUE_STRING)) {
        return (Instant) context.handleUnexpectedToken(Instant.class, in);
      }
      String text = in.getText();
      try {
        return OffsetDateTime.parse(text).toInstant();
      } catch (DateTimeException e) {
        return (Instant) context.handleWeirdStringValue(Instant.class, text, "not RFC 3339");
      }
    }
  }
}
