import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** What Git says of each file: how it is kept, how it lies here, and what the attributes ask for. */
const FILES = execFileSync('git', ['ls-files', '--eol'], { cwd: ROOT, encoding: 'utf8', maxBuffer: 64 * 2 ** 20 })
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => {
    const [said = '', file = ''] = line.split('\t');
    const [kept = '', here = ''] = said.split(/\s+/);
    return { file, kept, here, attributes: said.slice(said.indexOf('attr/') + 5).trim() };
  });

it('a checkout has the bytes of every file, whatever line ends its system likes', () => {
  // With autocrlf Git would write the line ends of Windows, and hashes of migrations and data would be others.
  const others = FILES.filter(({ attributes }) => !/eol=lf|(?:^|\s)-text/.test(attributes));
  expect(others).toEqual([]);
});

it('no text is kept with the line ends of Windows, but in fixtures', () => {
  const windows = FILES.filter(({ kept, here, file }) => /crlf|mixed/.test(kept + here) && !/fixtures\//.test(file));
  expect(windows).toEqual([]);
});
