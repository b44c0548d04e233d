/** Debian's nginx, with a recipe of data/operations. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from './free-port.ts';

const RECIPE = fileURLToPath(new URL('../../data/operations/nginx-archives.conf', import.meta.url));

export const HAS_NGINX = spawnSync('nginx', ['-v']).status === 0;

export interface Nginx {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Serves a folder of archives as our recipe says. */
export async function serveArchives(root: string): Promise<Nginx> {
  const folder = await mkdtemp(join(tmpdir(), 'chengtu-nginx-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${String(port)}`;
  const site = (await readFile(RECIPE, 'utf8'))
    .replace('listen 8090;', `listen 127.0.0.1:${String(port)};`)
    .replace('root /srv/tiles;', `root ${root};`);
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${join(folder, name)};`,
  );
  const user = process.getuid?.() === 0 ? 'user root;' : '';
  const conf = `${user} worker_processes 1; error_log ${join(folder, 'error.log')}; pid ${join(folder, 'pid')};
    events {} http { access_log off; gzip on; ${paths.join(' ')} ${site} }`;
  await writeFile(join(folder, 'nginx.conf'), conf);
  const nginx = spawn('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf'), '-g', 'daemon off;'], {
    stdio: 'pipe',
  });
  let said = '';
  nginx.stderr.on('data', (text: Buffer) => (said += text.toString()));
  while ((await fetch(url).catch(() => null)) === null) {
    if (nginx.exitCode !== null) throw new Error(said);
    await pause(20);
  }
  return {
    url,
    async close() {
      const ended = new Promise((resolve) => nginx.once('close', resolve));
      nginx.kill();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
