import { expect, it } from 'vitest';
import { attachment } from './file-name.ts';

it('names a file in any language, and in letters of ASCII beside', () => {
  expect(attachment('toilets', '公共厕所 (2026)', '2026-11-30', 'csv')).toBe(
    `attachment; filename="toilets_2026-11-30.csv"; ` +
      `filename*=UTF-8''chengtu_${encodeURIComponent('公共厕所')}-%282026%29_2026-11-30.csv`,
  );
});

it('has nothing in a name that a system or a header would take for something else', () => {
  const header = attachment('a"b', '../x\r\n"\u202e:', '2026-11-30', 'zip');
  expect(header).toBe(`attachment; filename="a-b_2026-11-30.zip"; filename*=UTF-8''chengtu_x-_2026-11-30.zip`);
});
