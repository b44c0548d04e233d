import type { Request } from 'express';
import { BadParameter } from '../errors.ts';
import type { Lang } from '../messages/index.ts';

/** Language to answer in: `?lang=`, else the first of zh and en in Accept-Language, else Chinese. Throws `BadParameter`. */
export function langOf(req: Request): Lang {
  const asked = req.query['lang'];
  if (asked === undefined) return preferred(req);
  if (asked === 'zh' || asked === 'en') return asked;
  throw new BadParameter('lang', 'not-a-choice', { value: String(asked), choices: 'zh, en' });
}

/** The same for answers about faults, which must not fail in turn. */
export function langOrDefault(req: Request): Lang {
  const asked = req.query['lang'];
  return asked === 'zh' || asked === 'en' ? asked : preferred(req);
}

function preferred(req: Request): Lang {
  return req.acceptsLanguages('zh', 'en') === 'en' ? 'en' : 'zh';
}
