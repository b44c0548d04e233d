import { readFile, stat } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import type { City } from '../layers/city.ts';
import type { Config } from '../platform/config.ts';
import { ApiError } from '../platform/http/errors.ts';
import { Content, HTML_TYPE } from '../platform/http/content.ts';
import { htmlLang } from '../platform/http/page.ts';
import { once, type Reply } from '../platform/http/respond.ts';
import type { Lang } from '../platform/messages/index.ts';
import { SITE } from './messages.ts';
import { pageSecurity } from './page-security.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': HTML_TYPE,
  '.js': 'text/javascript; charset=utf-8',
  '.ts': 'text/plain; charset=utf-8',
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
const HASHED = /^\/assets\/[^/]+-[\w-]{8}\.\w+$/;

/** Addresses of the pages, and their files. */
const PAGES: ReadonlyMap<string, string> = new Map([
  ['/', '/index.html'],
  ['/plan', '/plan.html'],
]);
/** Files that `builtPage` gives, and nobody as they are. */
const TEMPLATES: ReadonlySet<string> = new Set(['/find.html', '/embed.html']);

/** First parts of the addresses of the client's files. */
export const PAGE_NAMES: readonly string[] = [
  'plan',
  'find',
  'find-offline.js',
  'embed.js',
  'sdk.js',
  'sdk.d.ts',
  'assets',
  'favicon.svg',
  'third-party-licences.txt',
];

interface Kept {
  readonly modifiedMs: number;
  readonly content: Content;
  /** Pages by prefix. */
  readonly prefixed: Map<string, Content>;
}

/** Behind a proxy that passes the header of its clients on, anybody may name as many as they like. */
const MAX_PREFIXES = 8;

/** Files of the built client by the path of a request. Throws `ApiError` where there is none. */
export function siteFiles(
  config: Config,
  city: City,
): (path: string, lang: Lang, prefix: string) => Promise<Content | Reply> {
  const kept = new Map<string, Kept>();
  const security = pageSecurity(config, city);
  return async (asked, lang, prefix) => {
    const path = PAGES.get(asked) ?? asked;
    if (TEMPLATES.has(path)) throw new ApiError(404, 'unknown-route', 'unknown-route', { values: { path: asked } });
    const file = await keptFile(config.clientFolder, path, kept, security);
    if (file !== null) return prefix !== '' && path.endsWith('.html') ? pageAt(prefix, file) : file.content;
    if (!PAGES.has(asked)) throw new ApiError(404, 'unknown-route', 'unknown-route', { values: { path: asked } });
    return notBuiltPage(lang);
  };
}

/**
 * The file of a page that another module fills in; null where the client is not built.
 * @param city whose base maps the page shows beside those of the settings
 */
export function builtPage(
  config: Config,
  path: string,
  city: Pick<City, 'basemaps'> = {},
): (prefix: string) => Promise<{ readonly html: string; readonly headers: Readonly<Record<string, string>> } | null> {
  const kept = new Map<string, Kept>();
  const headers = pageSecurity(config, city);
  return async (prefix) => {
    const file = await keptFile(config.clientFolder, path, kept, headers);
    if (file === null) return null;
    const { body } = prefix === '' ? file.content : pageAt(prefix, file);
    return { html: body.toString('utf8'), headers };
  };
}

/** What is told where a page is not built. */
export function notBuiltPage(lang: Lang): Reply {
  // Not an error of the service: 503 tells programs, the page tells people.
  return once(Buffer.from(notBuilt(lang)), HTML_TYPE, { status: 503, cacheControl: 'no-store' });
}

/** Reads a file once and keeps it, compressed forms and all, until it changes on disk. */
async function keptFile(
  folder: string,
  path: string,
  kept: Map<string, Kept>,
  security: Readonly<Record<string, string>>,
): Promise<Kept | null> {
  const file = safeJoin(folder, path);
  if (file === null) return null;
  const modifiedMs = await stat(file).then(
    (stats) => (stats.isFile() ? stats.mtimeMs : null),
    () => null,
  );
  if (modifiedMs === null) return null;
  const known = kept.get(file);
  if (known?.modifiedMs === modifiedMs) return known;
  const extension = extname(file).toLowerCase();
  const options = {
    type: TYPES[extension] ?? 'application/octet-stream',
    cache: HASHED.test(path) ? 'immutable' : 'revalidate',
    compressible: !COMPRESSED_ALREADY.has(extension),
    ...(extension === '.html' ? { headers: security } : {}),
  } as const;
  const content = new Content(await readFile(file), options, await builtBrotli(file, modifiedMs));
  const read = { modifiedMs, content, prefixed: new Map<string, Content>() };
  kept.set(file, read);
  return read;
}

/** What the build made of a file by brotli; null where it made nothing, or of an older file. */
async function builtBrotli(file: string, modifiedMs: number): Promise<Buffer | null> {
  const { mtimeMs } = await stat(`${file}.br`).catch(() => ({ mtimeMs: -Infinity }));
  return mtimeMs < modifiedMs ? null : readFile(`${file}.br`);
}

/**
 * A page whose addresses begin with a prefix. As it was built they are relative to it, which is right at `/map/`, but
 * not at `/map`: proxies that take the prefix off answer there too.
 */
function pageAt(prefix: string, { content, prefixed }: Kept): Content {
  const known = prefixed.get(prefix);
  if (known !== undefined) return known;
  const html = content.body.toString('utf8').replaceAll('"./', () => `"${prefix}/`);
  const made = new Content(Buffer.from(html), content.options);
  if (prefixed.size >= MAX_PREFIXES) prefixed.clear();
  prefixed.set(prefix, made);
  return made;
}

/** The file of a path, null where it would leave the folder, or is hidden. */
function safeJoin(folder: string, path: string): string | null {
  const decoded = decodeURIComponent(path);
  if (decoded.includes('\0') || decoded.split('/').some((part) => part.startsWith('.'))) return null;
  const file = normalize(join(folder, decoded));
  return file.startsWith(folder + sep) ? file : null;
}

function notBuilt(lang: Lang): string {
  const title = SITE['not-built-title'][lang];
  return (
    `<!doctype html><html lang="${htmlLang(lang)}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>` +
    `<body style="font:16px/1.6 system-ui,sans-serif;max-width:40rem;margin:15vh auto;padding:0 1rem"><h1>${title}</h1><p>${SITE['not-built-body'][lang]}</p></body></html>\n`
  );
}
