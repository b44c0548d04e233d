/** Requests that schemathesis makes from both descriptions of the interface: no 500, nothing that they do not say. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Report } from './report.ts';
import { run, type Tools } from './tools.ts';

const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
];
/** oEmbed answers with 501 to a format that it does not have. */
const CONFIG = '[checks]\nnot_a_server_error.expected-statuses = ["1xx", "2xx", "3xx", "4xx", 501]\n';
const MOST_EXAMPLES = 5;

export async function checkRequests(url: string, { bin }: Tools, work: string, report: Report): Promise<void> {
  for (const path of ['/ogc/api', '/openapi.json']) {
    // It keeps what it has found in the folder that it runs in.
    const folder = join(work, path.replaceAll('/', '_'));
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'schemathesis.toml'), CONFIG);
    await report.check(`schemathesis: ${path}`, async () => {
      const args = ['--checks', CHECKS.join(), '--max-examples', String(MOST_EXAMPLES), '--seed', '1'];
      const bounds = ['--phases', 'examples,coverage,fuzzing', '--generation-deterministic', '--continue-on-failure'];
      const said = await run(join(bin, 'schemathesis'), ['--no-color', 'run', url + path, ...args, ...bounds], {
        cwd: folder,
        statuses: [0, 1],
      });
      console.log(`    ${/\d{1,9} generated.*/.exec(said)?.[0] ?? said.slice(-500)}`);
      return said.includes(' FAILURES ') || said.includes(' ERRORS ') || !said.includes(' generated')
        ? said.slice(Math.max(0, said.indexOf('= FAILURES ='))).split('\n')
        : [];
    });
  }
}
