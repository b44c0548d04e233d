/** HTML as text, for the service and for the page alike. */
import { escapeHtml } from '../text.ts';

/** Text that is HTML already. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = Html | string | number | null | false | readonly (Html | null | false)[];

/** A template of HTML: values stand in it as text, parts that are HTML as they are, null and false not at all. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(
    strings.reduce((text, string, i) => text + (i === 0 ? '' : shown(parts[i - 1] ?? null)) + string, ''),
  );
}

function shown(part: Part): string {
  if (part === null || part === false) return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'object') return part.map((each) => shown(each)).join('');
  return escapeHtml(String(part));
}
