/** LIKE as PostgreSQL has it: `%` for any characters, `_` for one, `\` before a character that stands for itself. */
export function matches(text: string, pattern: string): boolean {
  const characters = Array.from(text);
  const parts = readPattern(pattern);
  // Where matching goes on after the last `%`: an index into the pattern, and one into the text.
  let [p, t, back, from] = [0, 0, -1, 0];
  while (t < characters.length) {
    const part = parts[p];
    if (part === '%') [back, from, p] = [p, t, p + 1];
    else if (part !== undefined && (part === '_' || part.slice(1) === characters[t])) [p, t] = [p + 1, t + 1];
    else if (back >= 0) [p, t, from] = [back + 1, from + 1, from + 1];
    else return false;
  }
  return parts.slice(p).every((part) => part === '%');
}

/** The characters of a pattern: wildcards as they are, others with `=` before them. */
function readPattern(pattern: string): string[] {
  return Array.from(pattern.matchAll(/\\([\s\S])|[\s\S]/gu), ([char, escaped]) => {
    if (escaped !== undefined) return `=${escaped}`;
    return char === '%' || char === '_' ? char : `=${char}`;
  });
}
