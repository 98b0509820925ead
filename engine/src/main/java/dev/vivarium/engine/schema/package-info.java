/// What a component or message is made of: field types, byte layouts, JSON values, projections from
/// one plugin's view of a schema to another's, migrations between versions, and the built-in
/// vocabulary. Values only; nothing here knows of a world.
///
/// ```java
/// var fields = List.of(Field.of("since", "f32"), Field.of("home", "vec3"));
/// byte[] row = SchemaCodec.encode(Layout.of(fields), json);
/// ```
@NullMarked
package dev.vivarium.engine.schema;

import org.jspecify.annotations.NullMarked;
