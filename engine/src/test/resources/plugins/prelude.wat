;; What every plugin of the tests starts with: host functions, a bump allocator, and access to the
;; dispatch frame as docs/plugin-abi.md lays it out. 16..1023 is free for a test's own use.

;; Bumped by reserve; never goes back.
(global $heap (mut i32) (i32.const HEAP))

(func $align16 (param $n i32) (result i32)
  (i32.and (i32.add (local.get $n) (i32.const 15)) (i32.const -16)))

;; Takes bytes from the heap, growing the memory where needed; 0 where that fails.
(func $take (param $bytes i32) (result i32) (local $at i32) (local $missing i32)
  (local.set $at (call $align16 (global.get $heap)))
  (global.set $heap (i32.add (local.get $at) (local.get $bytes)))
  (local.set $missing
    (i32.sub
      (i32.shr_u (i32.add (global.get $heap) (i32.const 65535)) (i32.const 16))
      (memory.size)))
  (if (i32.gt_s (local.get $missing) (i32.const 0))
    (then
      (if (i32.eq (memory.grow (local.get $missing)) (i32.const -1))
        (then (return (i32.const 0))))))
  (local.get $at))

;; --- queries ------------------------------------------------------------------------------------

(func $query (param $frame i32) (param $query i32) (result i32)
  (i32.add (i32.load offset=40 (local.get $frame)) (i32.shl (local.get $query) (i32.const 4))))

(func $chunks (param $frame i32) (param $query i32) (result i32)
  (i32.load (call $query (local.get $frame) (local.get $query))))

;; Rows of all chunks together.
(func $rows (param $frame i32) (param $query i32) (result i32)
  (i32.load offset=8 (call $query (local.get $frame) (local.get $query))))

(func $chunk (param $frame i32) (param $query i32) (param $chunk i32) (result i32) (local $q i32)
  (local.set $q (call $query (local.get $frame) (local.get $query)))
  (i32.add
    (i32.load offset=4 (local.get $q))
    (i32.mul
      (local.get $chunk)
      (call $align16
        (i32.add (i32.const 8)
          (i32.shl (i32.load offset=12 (local.get $q)) (i32.const 2)))))))

(func $chunk_rows (param $frame i32) (param $query i32) (param $chunk i32) (result i32)
  (i32.load (call $chunk (local.get $frame) (local.get $query) (local.get $chunk))))

(func $column (param $frame i32) (param $query i32) (param $chunk i32) (param $column i32) (result i32)
  (i32.load offset=8
    (i32.add
      (call $chunk (local.get $frame) (local.get $query) (local.get $chunk))
      (i32.shl (local.get $column) (i32.const 2)))))

;; Handle of a row of the query's first chunk.
(func $id (param $frame i32) (param $query i32) (param $row i32) (result i64)
  (i64.load
    (i32.add
      (i32.load offset=4 (call $chunk (local.get $frame) (local.get $query) (i32.const 0)))
      (i32.shl (local.get $row) (i32.const 3)))))

;; --- commands and messages ----------------------------------------------------------------------

;; The next reserved handle.
(func $new (param $frame i32) (result i64) (local $used i32)
  (local.set $used (i32.load offset=88 (local.get $frame)))
  (if (i32.ge_u (local.get $used) (i32.load offset=84 (local.get $frame)))
    (then (return (call $entity))))
  (i32.store offset=88 (local.get $frame) (i32.add (local.get $used) (i32.const 1)))
  (i64.load
    (i32.add
      (i32.load offset=80 (local.get $frame))
      (i32.shl (local.get $used) (i32.const 3)))))

;; Appends a record to the buffer whose pointer, capacity and used cells start at `buffer`.
(func $append (param $frame i32) (param $buffer i32)
    (param $kind i32) (param $argument i32) (param $subject i64) (param $payload i32) (param $bytes i32)
  (local $at i32) (local $size i32) (local $used i32) (local $cell i32)
  (local.set $cell (i32.add (local.get $frame) (local.get $buffer)))
  (local.set $size (i32.and (i32.add (local.get $bytes) (i32.const 39)) (i32.const -8)))
  (local.set $used (i32.load offset=8 (local.get $cell)))
  (if (i32.gt_u
        (i32.add (local.get $used) (local.get $size))
        (i32.load offset=4 (local.get $cell)))
    (then
      (call $flush)
      (local.set $used (i32.load offset=8 (local.get $cell)))))
  (local.set $at (i32.add (i32.load (local.get $cell)) (local.get $used)))
  (i32.store (local.get $at) (local.get $size))
  (i32.store16 offset=4 (local.get $at) (local.get $kind))
  (i32.store16 offset=6 (local.get $at) (local.get $argument))
  (i64.store offset=8 (local.get $at) (local.get $subject))
  (i32.store offset=16 (local.get $at) (i32.load offset=92 (local.get $frame)))
  (i32.store offset=20 (local.get $at) (i32.load offset=96 (local.get $frame)))
  (i32.store offset=24 (local.get $at) (i32.load offset=100 (local.get $frame)))
  (i32.store offset=28 (local.get $at) (local.get $bytes))
  (memory.copy
    (i32.add (local.get $at) (i32.const 32)) (local.get $payload) (local.get $bytes))
  (i32.store offset=8 (local.get $cell) (i32.add (local.get $used) (local.get $size))))

(func $spawn (param $frame i32) (result i64) (local $e i64)
  (local.set $e (call $new (local.get $frame)))
  (call $append (local.get $frame) (i32.const 56)
    (i32.const 1) (i32.const 0) (local.get $e) (i32.const 0) (i32.const 0))
  (local.get $e))

(func $despawn (param $frame i32) (param $e i64)
  (call $append (local.get $frame) (i32.const 56)
    (i32.const 2) (i32.const 0) (local.get $e) (i32.const 0) (i32.const 0)))

(func $set (param $frame i32) (param $component i32) (param $e i64) (param $value i32) (param $bytes i32)
  (call $append (local.get $frame) (i32.const 56)
    (i32.const 3) (local.get $component) (local.get $e) (local.get $value) (local.get $bytes)))

;; Sets a component of a single f32.
(func $set_f32 (param $frame i32) (param $component i32) (param $e i64) (param $value f32)
  (f32.store (i32.const 0) (local.get $value))
  (call $set (local.get $frame) (local.get $component) (local.get $e) (i32.const 0) (i32.const 4)))

;; Sets a component of a single i32.
(func $set_i32 (param $frame i32) (param $component i32) (param $e i64) (param $value i32)
  (i32.store (i32.const 0) (local.get $value))
  (call $set (local.get $frame) (local.get $component) (local.get $e) (i32.const 0) (i32.const 4)))

(func $remove (param $frame i32) (param $component i32) (param $e i64)
  (call $append (local.get $frame) (i32.const 56)
    (i32.const 4) (local.get $component) (local.get $e) (i32.const 0) (i32.const 0)))

(func $publish (param $frame i32) (param $channel i32) (param $payload i32) (param $bytes i32)
  (call $append (local.get $frame) (i32.const 68)
    (local.get $channel) (i32.const 0) (i64.const 0) (local.get $payload) (local.get $bytes)))

;; Publishes a message of a single i32.
(func $publish_i32 (param $frame i32) (param $channel i32) (param $value i32)
  (i32.store (i32.const 0) (local.get $value))
  (call $publish (local.get $frame) (local.get $channel) (i32.const 0) (i32.const 4)))

;; --- inbox --------------------------------------------------------------------------------------

(func $inbox (param $frame i32) (result i32)
  (i32.load offset=44 (local.get $frame)))

;; First i32 of the payload of the inbox's message of that index.
(func $inbox_i32 (param $frame i32) (param $index i32) (result i32) (local $at i32)
  (local.set $at (i32.load offset=48 (local.get $frame)))
  (block $found
    (loop $next
      (br_if $found (i32.eqz (local.get $index)))
      (local.set $at (i32.add (local.get $at) (i32.load (local.get $at))))
      (local.set $index (i32.sub (local.get $index) (i32.const 1)))
      (br $next)))
  (i32.load offset=24 (local.get $at)))
