package dev.vivarium.workbench.session;

/// A field with its schema and value.
///
/// @param json the value as JSON text: a number, `true`, a string (also for enum and char fields),
///   an array of numbers for vectors, quaternions (x y z w), matrices (by columns) and colours
///   (linear r g b a), an array of values for fixed arrays, and a handle's 64 bits as a decimal
///   string for entity, asset and blob (`"0"` for none)
public record FieldValue(FieldSchema schema, String json) {}
