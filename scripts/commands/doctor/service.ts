/** Whether a service answers, and of which version. */
import type { Health } from '../../../tiles/api/service.ts';
import type { Config } from '../../../server/platform/config.ts';
import type { Finding } from './finding.ts';

const PATIENCE_MS = 3000;

export async function serviceFindings({ port, host, basePath = '', version }: Config): Promise<Finding[]> {
  if (port === 0) return [];
  const to = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  const url = `http://${to.includes(':') ? `[${to}]` : to}:${String(port)}${basePath}/readyz`;
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) });
    const health = (await answer.json()) as Partial<Health>;
    if (health.version === undefined) return [{ severity: 'wrong', message: 'port-of-another', values: { url } }];
    const values = { url, version: health.version, own: version, status: health.status ?? '' };
    return [
      answer.ok && health.status === 'ok'
        ? { severity: 'good', message: 'answers', values }
        : { severity: answer.ok ? 'weak' : 'wrong', message: 'not-ready', values },
      ...(health.version === version ? [] : [{ severity: 'note', message: 'other-version', values } as const]),
    ];
  } catch (error) {
    const isOther = error instanceof SyntaxError || speaksOtherwise(error);
    return [
      isOther
        ? { severity: 'wrong', message: 'port-of-another', values: { url } }
        : { severity: 'note', message: 'not-running', values: { url } },
    ];
  }
}

/** Something took the connection and answered with no HTTP, or hung up. */
function speaksOtherwise(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return code.startsWith('HPE_') || code === 'UND_ERR_SOCKET' || code === 'ECONNRESET';
}
