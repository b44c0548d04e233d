import type { RequestHandler } from 'express';
import { openApi, studySchema } from './study/openapi.ts';
import type { Context } from '../context.ts';
import { langOf } from '../platform/http/language.ts';
import { Content, send } from '../platform/http/respond.ts';
import type { Lang } from '../platform/messages/index.ts';

/** `GET /analysis/study.schema.json` */
export function studySchemaRoute(): RequestHandler {
  return documentRoute(studySchema);
}

/** `GET /analysis/openapi.json` */
export function openApiRoute({ config }: Context): RequestHandler {
  return documentRoute((lang) => openApi(lang, config.version));
}

function documentRoute(write: (lang: Lang) => unknown): RequestHandler {
  const contents = new Map<Lang, Content>();
  return async (req, res) => {
    const lang = langOf(req);
    const content = contents.get(lang) ?? Content.json(write(lang), { vary: ['Accept-Language'] });
    contents.set(lang, content);
    await send(req, res, content);
  };
}
