/** Names of files that every system takes. */
import { trimEndOf } from '../../../tiles/text.ts';

const MAX_PART = 40;
/** Windows refuses these, whatever follows the dot. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/** `chengtu_近期方案_cells_2026-11-24.csv`: parts without what any system forbids in a name, never empty. */
export function fileName(parts: readonly string[], extension: string): string {
  const clean = parts.map(safePart).filter((part) => part !== '');
  return `${['chengtu', ...clean].join('_')}.${extension}`;
}

/** Letters, digits and signs of any language; spaces as `-`. */
function safePart(part: string): string {
  const kept = part
    .normalize('NFC')
    .replace(/[\p{C}\\/:*?"<>|#%&{}$!'`@+=~^;,]/gu, ' ')
    .trim()
    .replace(/\s+/g, '-')
    .replace(/^[.-]+/, '');
  const short = trimEndOf([...kept].slice(0, MAX_PART).join(''), '.-');
  return RESERVED.test(short) ? `${short}-` : short;
}
