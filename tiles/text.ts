/** A text without the `signs` at its end. A pattern such as `/0+$/` begins anew at every one of them: quadratic. */
export function trimEndOf(text: string, signs: string): string {
  let end = text.length;
  while (end > 0 && signs.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/** A number with one decimal or more at most, without zeros at its end: never `1e-5`, which no address takes. */
export function formatDecimal(value: number, decimals: number): string {
  return trimEndOf(trimEndOf(value.toFixed(decimals), '0'), '.');
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text as it stands in HTML, in an attribute too. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign);
}
