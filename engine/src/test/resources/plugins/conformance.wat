;; The reference conformance plugin; docs/plugin-conformance.md says what each system does.
(global $dispatches (mut i32) (i32.const 0))
(data (i32.const 512) "negative step")
(data (i32.const 528) "conformance.wat")

(func $birth (param $f i32) (local $i i32) (local $e i64)
  (if (i32.ne (i32.load offset=28 (local.get $f)) (i32.const 1)) (then (return)))
  (i64.store (i32.const 16) (i64.const 0))
  (loop $next
    (local.set $e (call $spawn (local.get $f)))
    (call $set (local.get $f) (i32.const 0) (local.get $e) (i32.const 16) (i32.const 8))
    (local.set $i (i32.add (local.get $i) (i32.const 1)))
    (br_if $next (i32.lt_u (local.get $i) (i32.const 3))))
  (call $set (local.get $f) (i32.const 1) (local.get $e) (i32.const 0) (i32.const 0)))

;; Adds to an i32 at `offset` of every row of the first query, whose rows are 8 bytes.
(func $add (param $f i32) (param $offset i32) (param $n i32) (param $pulse i32)
  (local $chunk i32) (local $i i32) (local $row i32) (local $p i32)
  (block $done
    (loop $chunks
      (br_if $done (i32.ge_u (local.get $chunk) (call $chunks (local.get $f) (i32.const 0))))
      (local.set $p
        (i32.add (local.get $offset)
          (call $column (local.get $f) (i32.const 0) (local.get $chunk) (i32.const 0))))
      (local.set $i (i32.const 0))
      (block $end
        (loop $rows
          (br_if $end
            (i32.ge_u (local.get $i) (call $chunk_rows (local.get $f) (i32.const 0) (local.get $chunk))))
          (i32.store offset=92 (local.get $f) (i32.const 0))
          (i32.store offset=96 (local.get $f) (local.get $row))
          (i32.store (local.get $p) (i32.add (i32.load (local.get $p)) (local.get $n)))
          (if (i32.and (local.get $pulse) (i32.eqz (local.get $row)))
            (then (call $publish_i32 (local.get $f) (i32.const 0) (i32.load offset=8 (local.get $f)))))
          (local.set $p (i32.add (local.get $p) (i32.const 8)))
          (local.set $i (i32.add (local.get $i) (i32.const 1)))
          (local.set $row (i32.add (local.get $row) (i32.const 1)))
          (br $rows)))
      (local.set $chunk (i32.add (local.get $chunk) (i32.const 1)))
      (br $chunks))))

(func $count (param $f i32) (local $step i32)
  (local.set $step (i32.load (call $column (local.get $f) (i32.const 1) (i32.const 0) (i32.const 0))))
  (call $add (local.get $f) (i32.const 0) (local.get $step) (i32.const 1))
  (if (i32.lt_s (local.get $step) (i32.const 0))
    (then
      (call $panic (i32.const 512) (i32.const 13) (i32.const 528) (i32.const 15) (i32.const 48) (i32.const 7))))
  (global.set $dispatches (i32.add (global.get $dispatches) (i32.const 1)))
  (i32.store (call $column (local.get $f) (i32.const 2) (i32.const 0) (i32.const 0)) (global.get $dispatches)))

(func $unmark (param $f i32) (local $i i32)
  (if (i64.ne (i64.load offset=8 (local.get $f)) (i64.const 6)) (then (return)))
  (block $end
    (loop $rows
      (br_if $end (i32.ge_u (local.get $i) (call $rows (local.get $f) (i32.const 0))))
      (call $remove (local.get $f) (i32.const 1) (call $id (local.get $f) (i32.const 0) (local.get $i)))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br $rows))))
