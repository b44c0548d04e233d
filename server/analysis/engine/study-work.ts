import type { Desk, Done } from './work.ts';
import type { Work } from './protocol.ts';

export async function workStudy(_asked: Extract<Work, { readonly op: 'study' }>, _desk: Desk): Promise<Done> {
  return Promise.reject(new Error('not yet'));
}
