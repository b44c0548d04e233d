import type { Request } from 'express';
import { BadParameter } from './errors.ts';
import type { Lang } from '../messages/index.ts';

/**
 * Language to answer in: `?lang=`, else the first of zh and en in Accept-Language, else Chinese. Throws `BadParameter`.
 */
export function langOf(req: Request): Lang {
  const asked = req.query['lang'];
  if (asked === undefined) return preferred(req);
  if (asked === 'zh' || asked === 'en') return asked;
  throw new BadParameter('lang', 'not-a-choice', { value: String(asked), choices: 'zh, en' });
}

/** The same for answers about faults, which must not fail in turn. */
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

/** By the weights of `Accept-Language` (RFC 9110, 12.5.4); of two alike, the one named first. */
function preferredOf(header: string | undefined): Lang {
  const ranges = (header ?? '')
    .toLowerCase()
    .split(',')
    .map((part, position) => {
      const [range = '', ...parameters] = part.split(';').map((each) => each.trim());
      const q = parameters.find((each) => each.startsWith('q='))?.slice(2);
      return { language: range.split('-')[0], weight: q === undefined ? 1 : Number(q) || 0, position };
    });
  const best = (lang: Lang): { weight: number; position: number } => {
    const own = ranges.filter(({ language }) => language === lang);
    const [first] = (own.length > 0 ? own : ranges.filter(({ language }) => language === '*')).sort(
      (a, b) => b.weight - a.weight,
    );
    return first ?? { weight: 0, position: Infinity };
  };
  const [zh, en] = [best('zh'), best('en')];
  return en.weight > zh.weight || (en.weight === zh.weight && en.weight > 0 && en.position < zh.position) ? 'en' : 'zh';
}
