/** Numbers of JSON that JavaScript's numbers would round. */

/** Runs of what numbers are written with. */
const NUMBERS = /[-+.\deE]{16,}/g;
const WHOLE = /^-?\d+$/;

/** Whether a whole number, by its digits, is another one as a number of JavaScript. */
export function isRounded(digits: string): boolean {
  return WHOLE.test(digits) && digits.length > 15 && String(Number(digits)) !== digits;
}

/** Whether a number of JSON has digits that are lost as a number of JavaScript, also behind the point. */
export function losesDigits(digits: string): boolean {
  const value = Number(digits);
  return !Number.isNaN(value) && String(value) !== digits;
}

/** The text of a JSON value in which whole numbers that would be rounded are texts, with `mark` before their digits. */
export function quoteRounded(json: string, mark = ''): string {
  return /\d{16}/.test(json) ? quoteNumbers(json, isRounded, mark) : json;
}

/** As `quoteRounded`, of all numbers that lose digits. */
export function quoteExact(json: string, mark: string): string {
  return /[\d.]{16}/.test(json) ? quoteNumbers(json, losesDigits, mark) : json;
}

function quoteNumbers(json: string, isLost: (digits: string) => boolean, mark: string): string {
  const parts: string[] = [];
  let at = 0;
  while (at < json.length) {
    const quote = json.indexOf('"', at);
    const end = quote < 0 ? json.length : quote;
    parts.push(json.slice(at, end).replace(NUMBERS, (run) => (isLost(run) ? `"${mark}${run}"` : run)));
    at = quote < 0 ? end : endOfText(json, quote);
    if (quote >= 0) parts.push(json.slice(quote, at));
  }
  return parts.join('');
}

/** Behind the text of JSON that begins at a quotation mark. */
function endOfText(json: string, start: number): number {
  let at = start + 1;
  for (;;) {
    const quote = json.indexOf('"', at);
    if (quote < 0) return json.length;
    let slashes = 0;
    while (quote - 1 - slashes > start && json.charAt(quote - 1 - slashes) === '\\') slashes += 1;
    if (slashes % 2 === 0) return quote + 1;
    at = quote + 1;
  }
}
