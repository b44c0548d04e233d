import type { Request } from 'express';
import Negotiator from 'negotiator';
import { LANGUAGES } from '../../../tiles/i18n.ts';
import { BadParameter } from './errors.ts';
import type { Lang } from '../messages/index.ts';

/**
 * Language to answer in: `?lang=`, else the first of zh and en in Accept-Language, else Chinese. Throws `BadParameter`.
 */
export function langOf(req: Request): Lang {
  const asked = req.query['lang'];
  if (asked === undefined) return preferred(req);
  if (asked === 'zh' || asked === 'en') return asked;
  throw new BadParameter('lang', 'not-a-choice', {
    value: typeof asked === 'string' ? asked : JSON.stringify(asked),
    choices: LANGUAGES.join(', '),
  });
}

/** The same for answers about errors, which must not fail in turn. */
export function langOrDefault(req: Request): Lang {
  return langFrom(req.query['lang'], req.headers['accept-language']);
}

/** As `langOrDefault`, where Express has not read the request. */
export function langFrom(asked: unknown, acceptLanguage: string | undefined): Lang {
  return asked === 'zh' || asked === 'en' ? asked : preferredOf(acceptLanguage);
}

function preferred(req: Request): Lang {
  return preferredOf(req.headers['accept-language']);
}

/**
 * Weighs `Accept-Language` (RFC 9110, 12.5.4). Of two with equal weight the first counts; without the header, Chinese.
 */
function preferredOf(header: string | undefined): Lang {
  const languages = new Negotiator({ headers: { 'accept-language': header } }).languages([...LANGUAGES]);
  return LANGUAGES.find((lang) => lang === languages[0]) ?? 'zh';
}
