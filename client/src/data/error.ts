import type { ApiError } from './errors.ts';
import type { MapKey } from '../i18n/keys.ts';

/** The server words its own errors in the reader's language; the rest is worded here. */
export function errorText(error: ApiError, t: (key: MapKey) => string): string {
  if (error.worded) return error.message;
  switch (error.code) {
    case 'offline':
      return t('error.offline');
    case 'timeout':
      return t('error.timeout');
    case 'outdated':
      return t('update.available');
    case 'bad-answer':
      return t('error.badAnswer');
    default:
      return t('error.client');
  }
}
