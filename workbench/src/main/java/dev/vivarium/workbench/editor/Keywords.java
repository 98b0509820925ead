package dev.vivarium.workbench.editor;

import java.util.Set;

/// The reserved words and built-in types of the languages that the editor colours.
final class Keywords {
  static final Set<String> TYPESCRIPT =
      Set.of(
          ("abstract as async await break case catch class const continue declare default delete do else"
                  + " enum export extends finally for from function get if implements import in instanceof"
                  + " interface is keyof let module namespace new of override private protected public"
                  + " readonly return set static super switch this throw try type typeof var while with"
                  + " yield true false null undefined")
              .split(" "));
  static final Set<String> TYPESCRIPT_TYPES =
      Set.of(
          ("i8 i16 i32 i64 isize u8 u16 u32 u64 usize f32 f64 v128 bool boolean void string number any"
                  + " never unknown object symbol bigint")
              .split(" "));
  static final Set<String> RUST =
      Set.of(
          ("as async await break const continue crate dyn else enum extern false fn for if impl in let"
                  + " loop match mod move mut pub ref return self Self static struct super trait true type"
                  + " unsafe use where while")
              .split(" "));
  static final Set<String> RUST_TYPES =
      Set.of(
          "i8 i16 i32 i64 isize u8 u16 u32 u64 usize f32 f64 bool char str String Vec Option Result Box"
              .split(" "));
  static final Set<String> C =
      Set.of(
          ("break case const continue default do else enum extern for goto if inline register restrict"
                  + " return sizeof static struct switch typedef union volatile while")
              .split(" "));
  static final Set<String> C_TYPES =
      Set.of(
          ("char double float int long short signed unsigned void bool size_t int8_t int16_t int32_t"
                  + " int64_t uint8_t uint16_t uint32_t uint64_t")
              .split(" "));
  static final Set<String> JAVA =
      Set.of(
          ("abstract assert break case catch class const continue default do else enum extends final"
                  + " finally for goto if implements import instanceof interface module native new"
                  + " package permits private protected public record return sealed static super switch"
                  + " synchronized this throw throws transient try var volatile when while yield true"
                  + " false null")
              .split(" "));
  static final Set<String> JAVA_TYPES =
      Set.of("boolean byte char double float int long short void".split(" "));

  private Keywords() {}
}
