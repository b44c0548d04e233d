/** Known words that a mistyped one may mean, the closest first: it is part of them, or a few letters off. */
export function nearMatches(word: string, known: readonly string[], limit = 3): string[] {
  const wanted = word.toLowerCase();
  return known
    .map((candidate) => ({
      candidate,
      distance: Math.min(editDistance(wanted, candidate), isPart(wanted, candidate) ? PART_DISTANCE : Infinity),
    }))
    .filter(({ candidate, distance }) => distance <= Math.max(PART_DISTANCE, Math.floor(candidate.length / 3)))
    .sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, limit)
    .map(({ candidate }) => candidate);
}

/** A candidate that contains the word comes after those that are one letter off. */
const PART_DISTANCE = 2;

function isPart(word: string, candidate: string): boolean {
  return word.length > 2 && candidate.includes(word);
}

/** Levenshtein distance. A word longer than any layer id is a near match of none, and is not compared. */
function editDistance(a: string, b: string): number {
  if (a.length > 100) return Infinity;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? Infinity;
}
