/** Texts in lines, for canvases. */

/** Punctuation stays with what it encloses or ends; Chinese breaks after every other character, all else at spaces. */
const TOKEN =
  /[“（《「【]*[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}][、。，；：！？）》」】”％·]*|\s+|[“（《「【]*[^\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}“（《「【]+|[“（《「【]+/gu;

/** `measure` gives the width of a text. A word wider than a line is broken where the line ends. */
export function wrap(text: string, width: number, measure: (text: string) => number): string[] {
  const lines: string[] = [];
  let line = '';
  const end = (): void => {
    lines.push(line.trimEnd());
    line = '';
  };
  for (const token of text.match(TOKEN) ?? []) {
    if (measure((line + token).trimEnd()) <= width) {
      if (line !== '' || token.trim() !== '') line += token;
      continue;
    }
    if (line !== '') end();
    if (token.trim() === '') continue;
    for (const char of measure(token) <= width ? [token] : token) {
      if (line !== '' && measure(line + char) > width) end();
      line += char;
    }
  }
  if (line.trim() !== '' || lines.length === 0) end();
  return lines;
}

/** One line, with an ellipsis where it is too long. */
export function shorten(text: string, width: number, measure: (text: string) => number): string {
  if (measure(text) <= width) return text;
  const chars = [...text];
  while (chars.length > 0 && measure(`${chars.join('')}…`) > width) chars.pop();
  return `${chars.join('')}…`;
}
