import { readFile, stat } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import type { RequestHandler } from 'express';
import { pageSecurity } from '../platform/http/security.ts';
import type { Context } from '../context.ts';
import { langOrDefault } from '../platform/http/language.ts';
import { Content, IMMUTABLE, REVALIDATE, send } from '../platform/http/respond.ts';
import { API } from '../platform/messages/api.ts';
import type { Lang } from '../platform/messages/index.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};
const COMPRESSED_ALREADY = new Set(['.png', '.jpg', '.webp', '.woff2']);

/** Names that carry a hash of their content, as Vite gives them: `assets/index-Bk3Zr9aQ.js`. */
const HASHED = /^\/assets\/.+-[\w-]{8,}\.\w+$/;

/** Addresses of the pages, and their files. */
const PAGES: ReadonlyMap<string, string> = new Map([
  ['/', '/index.html'],
  ['/plan', '/plan.html'],
]);

interface Kept {
  readonly modifiedMs: number;
  readonly content: Content;
}

/** The built client. Paths without a file go on to the next route. */
export function siteRoute({ config }: Context): RequestHandler {
  const kept = new Map<string, Kept>();
  return async (req, res, next) => {
    const path = PAGES.get(req.path) ?? req.path;
    const content = await fileContent(config.clientFolder, path, kept);
    if (content) {
      if (path.endsWith('.html')) res.set(pageSecurity(config));
      await send(req, res, content);
      return;
    }
    if (!PAGES.has(req.path)) {
      next();
      return;
    }
    // Not an error of the service: 503 tells programs, the page tells people.
    res
      .status(503)
      .set('Cache-Control', 'no-store')
      .type('html')
      .end(notBuilt(langOrDefault(req)));
  };
}

/** Reads a file once and keeps it, compressed forms and all, until it changes on disk. */
async function fileContent(folder: string, path: string, kept: Map<string, Kept>): Promise<Content | null> {
  const file = safeJoin(folder, path);
  if (file === null) return null;
  const modifiedMs = await stat(file).then(
    (stats) => (stats.isFile() ? stats.mtimeMs : null),
    () => null,
  );
  if (modifiedMs === null) return null;
  const known = kept.get(file);
  if (known?.modifiedMs === modifiedMs) return known.content;
  const extension = extname(file).toLowerCase();
  const content = new Content(await readFile(file), {
    type: TYPES[extension] ?? 'application/octet-stream',
    cacheControl: HASHED.test(path) ? IMMUTABLE : REVALIDATE,
    compressible: !COMPRESSED_ALREADY.has(extension),
  });
  kept.set(file, { modifiedMs, content });
  return content;
}

/** The file of a path, null where it would leave the folder, or is hidden. */
function safeJoin(folder: string, path: string): string | null {
  const decoded = decodeURIComponent(path);
  if (decoded.includes('\0') || decoded.split('/').some((part) => part.startsWith('.'))) return null;
  const file = normalize(join(folder, decoded));
  return file.startsWith(folder + sep) ? file : null;
}

function notBuilt(lang: Lang): string {
  const title = API['not-built-title'][lang];
  return (
    `<!doctype html><html lang="${lang === 'zh' ? 'zh-CN' : 'en'}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>` +
    `<body style="font:16px/1.6 system-ui,sans-serif;max-width:40rem;margin:15vh auto;padding:0 1rem"><h1>${title}</h1><p>${API['not-built-body'][lang]}</p></body></html>\n`
  );
}
