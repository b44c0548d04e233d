/** Control characters, and marks that end lines or change the direction of text. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A text from outside as a terminal may show it: `by` stands for every character that would steer it. */
export function printable(text: string, by: string): string {
  return text.replaceAll(UNPRINTABLE, () => by);
}
