import { describe, expect, it } from 'vitest';
import { ALL_PAYLOADS } from '../server/testing/payloads.ts';
import { csvField, notRun } from './csv.ts';

/** Fields of a line as a spreadsheet splits it, whichever of the usual separators its language has. */
function fieldsOf(line: string, separator: string): string[] {
  const fields: string[] = [];
  let field = '';
  let isQuoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const char = line[at] ?? '';
    if (isQuoted && char === '"' && line[at + 1] === '"') {
      field += '"';
      at += 1;
    } else if (char === '"' && (isQuoted || field === '')) isQuoted = !isQuoted;
    else if (char === separator && !isQuoted) {
      fields.push(field);
      field = '';
    } else field += char;
  }
  return [...fields, field];
}

describe('a field that somebody else has written', () => {
  it.each(ALL_PAYLOADS)('of $kind comes back as it is, and is no formula: $text', ({ text }) => {
    const isFormula = /^[=+\-@＝＋－＠\t\r\n]/.test(text);
    const line = csvField(notRun(text));
    for (const separator of [',', ';', '\t']) {
      const [field = '', ...more] = fieldsOf(line, separator);
      expect(more).toEqual([]);
      expect(field).toBe(isFormula ? `'${text}` : text);
    }
  });
});
