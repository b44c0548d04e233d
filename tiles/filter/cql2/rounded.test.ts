import { describe, expect, it } from 'vitest';
import { Cql2Error } from './error.ts';
import { parseCql2JsonText } from './parse-json.ts';
import { parseCql2Text } from './parse-text.ts';

const codeOf = (read: () => unknown): string => {
  try {
    read();
    return 'read';
  } catch (error) {
    return error instanceof Cql2Error ? error.code : String(error);
  }
};
const json = (value: string) => `{"op":"in","args":[{"property":"count"},[1,${value}]]}`;

describe('a whole number of a filter', () => {
  it.each([
    ['9007199254740991', 'read'],
    ['9007199254740992', 'read'],
    ['9007199254740993', 'bad-number'],
    ['-9007199254740993', 'bad-number'],
    ['123456789012345678901234567890', 'bad-number'],
    ['1e30', 'read'],
    ['0.12345678901234567890', 'read'],
  ])('%s is taken as it stands, or refused: %s', (digits, code) => {
    expect(codeOf(() => parseCql2Text(`count = ${digits}`))).toBe(code);
    expect(codeOf(() => parseCql2Text(`count IN (1, ${digits})`))).toBe(code);
    expect(codeOf(() => parseCql2JsonText(json(digits)))).toBe(code);
  });

  it('written as a text is a text', () => {
    expect(parseCql2Text("name = '9007199254740993'")).toMatchObject({ args: [{}, '9007199254740993'] });
    expect(parseCql2JsonText('{"op":"=","args":[{"property":"name"},"9007199254740993"]}')).toMatchObject({
      args: [{}, '9007199254740993'],
    });
  });
});
