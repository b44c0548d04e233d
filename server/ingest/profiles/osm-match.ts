/** A district or subdistrict as the layer knows it. */
export interface KnownArea {
  readonly code: string;
  readonly name: string;
}

/** An area of the file. */
export interface NamedArea {
  readonly name: string;
  /** Code written in the file; may be stale. */
  readonly code: string | null;
  /** District it lies in, for names that several districts have. */
  readonly district: string | null;
}

/**
 * The known area a named one is. Names decide, because codes change with every merger: 即墨 carries 370282 in many
 * files, years after it became 370215. A code decides only between areas of one name, and where no name fits.
 */
export function matchArea<K extends KnownArea>(area: NamedArea, known: readonly K[]): K | null {
  for (const name of nameVariants(area.name)) {
    const candidates = known.filter((candidate) => candidate.name === name);
    const [first] = candidates;
    if (first === undefined) continue;
    if (candidates.length === 1) return first;
    const byCode = candidates.find((candidate) => candidate.code === area.code);
    return (
      byCode ??
      candidates.find((candidate) => area.district !== null && candidate.code.startsWith(area.district)) ??
      null
    );
  }
  return known.find((candidate) => candidate.code === area.code) ?? null;
}

/** `青岛西海岸新区（黄岛区）` is also tried as `黄岛区` and as `青岛西海岸新区`. */
export function nameVariants(name: string): string[] {
  const plain = name.normalize('NFKC').replace(/\s/g, '');
  // Between the brackets stands at least one character.
  const open = plain.endsWith(')') ? plain.lastIndexOf('(', plain.length - 3) : -1;
  if (open < 0) return [plain];
  return [plain, plain.slice(open + 1, -1), plain.slice(0, open)].filter((variant) => variant !== '');
}
