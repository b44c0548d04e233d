import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const TYPES = fileURLToPath(new URL('src/embed/types.ts', import.meta.url));

/** Serves the types of the SDK beside it: they are one file that imports nothing. */
export function sdkTypes(): Plugin {
  return {
    name: 'chengtu:sdk-types',
    apply: 'build',
    async generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'sdk.d.ts', source: sdkDeclarations(await readFile(TYPES, 'utf8')) });
    },
  };
}

export function sdkDeclarations(types: string): string {
  return `${types}
export declare const createMap: CreateMap;
export declare const connectFrame: ConnectFrame;
`;
}
