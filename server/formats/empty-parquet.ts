/**
 * Field 3 of the footer (no rows), field 4 (a list of no row groups, of elements of type 0), and the head of field 5.
 * hyparquet-writer guesses the type from the first element. Texts have no such bytes: none has a zero in it.
 */
const UNTYPED = Buffer.of(0x16, 0x00, 0x19, 0x00, 0x19);
const GROUPS_AT = 3;
/** A list of no elements that are structs, as the compact protocol of Thrift has it. */
const NO_STRUCTS = 0x0c;

/**
 * The end of a file without rows, with the type of its row groups. DuckDB and Arrow read it without; readers written
 * in Rust (Sedona, Polars) refuse it.
 */
export function withTypedGroups(end: Uint8Array): Uint8Array {
  const at = Buffer.from(end.buffer, end.byteOffset, end.byteLength).indexOf(UNTYPED);
  if (at >= 0) end[at + GROUPS_AT] = NO_STRUCTS;
  return end;
}
