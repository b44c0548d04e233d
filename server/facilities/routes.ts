import Type from 'typebox';
import { LangParameter, LayerParameter } from '../../tiles/api/common.ts';
import { named, says } from '../../tiles/api/schema.ts';
import type { Item } from '../../tiles/api/wire.ts';
import { localMoment } from '../../tiles/hours/index.ts';
import type { Lang } from '../../tiles/i18n.ts';
import type { Text } from '../../tiles/layer/layer.ts';
import { sourceNow } from '../layers/layer-loads.ts';
import type { LayerStatsCache } from '../layers/layer-stats.ts';
import type { LayerRegistry } from '../layers/registry.ts';
import { sessionOf } from '../layers/source.ts';
import { anyone, clientFrom, type Principal, type Rights } from '../platform/auth/principal.ts';
import { onlyRow, readDateOrNull } from '../platform/db/rows.ts';
import { loadSql } from '../platform/db/sql.ts';
import type { Database } from '../platform/db/types.ts';
import { Content, HTML_TYPE } from '../platform/http/content.ts';
import { once, Reply } from '../platform/http/respond.ts';
import { body, json, route, type Route } from '../platform/http/route.ts';
import { listChecks, PROBLEMS, readAnswer, recordCheck } from './checks.ts';
import { FACILITIES } from './messages.ts';
import { dateText, facilityPage, missingPage, PAGE_HEADERS, type Outcome, type PagePlace } from './page.ts';
import { PAPERS, signPage } from './sign.ts';
import { facilityView, isFacility, isFacilityLayer, type FacilityLayer } from './view.ts';

const PAST = loadSql('facilities/sql/past');
const MOST_CHECKS = 10_000;

export interface FacilityRoutesParts {
  readonly db: Database;
  readonly registry: LayerRegistry;
  readonly layerStats: LayerStatsCache;
  /** Whoever runs the service: they see what people say of facilities. */
  readonly operators: Rights;
  readonly now?: () => Date;
}

const FacilityParams = Type.Object({
  layer: LayerParameter,
  id: Type.String(says('要素编号。', 'Id of the feature.')),
});

interface Asked {
  readonly params: { readonly layer: string; readonly id: string };
  readonly lang: Lang;
  readonly principal: Principal;
  readonly signal: AbortSignal;
}

interface Found {
  readonly layer: FacilityLayer;
  readonly item: Item;
  readonly firstAt: Date | null;
  readonly confirmedAt: Date | null;
}

/** Why there is no page. */
interface Missing {
  readonly status: 404 | 410;
  readonly text: { readonly of: Text; readonly values: Readonly<Record<string, string | Text>> };
}

export function facilityRoutes(parts: FacilityRoutesParts): readonly Route[] {
  const { db, registry, layerStats, now = () => new Date() } = parts;
  const { city } = registry;
  const common = { auth: anyone, params: FacilityParams, turn: 'kept', vary: ['language', 'host'] } as const;

  const viewOf = async ({ layer, item }: Found, { lang, signal }: Asked) =>
    facilityView({
      layer,
      item,
      areas: (await layerStats.areas(signal)).names,
      at: localMoment(now(), city.timeZone),
      holidays: city.holidays,
      lang,
    });

  const pageOf = async (found: Found, asked: Asked & { base: string }, place: PagePlace, outcome?: Outcome) => {
    const { layer, item } = found;
    const stats = await layerStats.of(layer, asked.signal);
    return facilityPage({
      ...place,
      ...found,
      view: await viewOf(found, asked),
      url: addressOf(asked.base, layer.id, item.id),
      source: sourceNow(layer, stats)[asked.lang],
      timeZone: city.timeZone,
      outcome,
    });
  };

  return [
    route({
      ...common,
      method: 'GET',
      path: '/facilities/:layer/:id',
      query: Type.Object({
        lang: Type.Optional(LangParameter),
        said: Type.Optional(Type.Enum(['thanks-right', 'thanks-wrong'])),
      }),
      answer: body('text/html', FACILITIES['page-title']),
      cache: 'revalidate',
      cors: 'own-site',
      handle: async (request) => {
        const place = placeOf(request, city.name);
        const found = await find(parts, request);
        if ('status' in found) return missing(found, place);
        return html(await pageOf(found, request, place, request.query.said));
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/facilities/:layer/:id/sign',
      query: Type.Object({
        lang: Type.Optional(LangParameter),
        paper: Type.Enum(PAPERS, { default: 'a5' }),
      }),
      answer: body('text/html', FACILITIES['sign-title']),
      cache: 'revalidate',
      cors: 'own-site',
      handle: async (request) => {
        const place = placeOf(request, city.name);
        const found = await find(parts, request);
        if ('status' in found) return missing(found, place);
        const url = addressOf(request.base, found.layer.id, found.item.id);
        const view = await viewOf(found, request);
        return html(signPage({ ...place, layer: found.layer, view, url, paper: request.query.paper }));
      },
    }),
    route({
      ...common,
      method: 'POST',
      path: '/facilities/:layer/:id/checks',
      query: Type.Object({ lang: Type.Optional(LangParameter) }),
      body: { schema: Type.Object({}), maxMb: 0.01, form: true },
      answer: body('text/html', FACILITIES['page-title']),
      cache: 'no-store',
      cors: 'own-site',
      handle: async (request) => {
        const place = placeOf(request, city.name);
        const found = await find(parts, request);
        if ('status' in found) return missing(found, place);
        const answer = readAnswer(request.body);
        const { principal, signal } = request;
        const again = async (status: number, outcome: Outcome) =>
          once(Buffer.from(await pageOf(found, request, place, outcome)), HTML_TYPE, { status, headers: PAGE_HEADERS });
        if (answer === null) return again(400, 'not-understood');
        const isKept = await recordCheck(
          db,
          { layer: found.layer.id, id: found.item.id, answer, address: clientFrom(principal) },
          { signal, clients: principal.clients },
        );
        if (!isKept) return again(429, 'too-many');
        const said: Outcome = answer.problem === null ? 'thanks-right' : 'thanks-wrong';
        // Loading the page again sends nothing again.
        return seeOther(`${place.self}?lang=${request.lang}&said=${said}#check`);
      },
    }),
    route({
      method: 'GET',
      path: '/facility-checks',
      auth: parts.operators,
      query: Type.Object({
        layer: Type.Optional(LayerParameter),
        limit: Type.Integer({
          minimum: 1,
          maximum: MOST_CHECKS,
          default: 1000,
          ...says('最多返回多少条。', 'The most to give.'),
        }),
      }),
      answer: json(ChecksSchema),
      cache: 'no-store',
      cors: 'own-site',
      docs: {
        tag: 'service',
        id: 'getFacilityChecks',
        summary: FACILITIES['list-checks'],
        examples: ['/facility-checks'],
      },
      handle: async ({ query: { layer, limit }, signal }) => {
        const checks = await listChecks(db, { layer: layer ?? null, limit }, { signal });
        return {
          checks: checks.map(({ at, problem, ...check }) => ({
            ...check,
            at: at.toISOString(),
            isRight: problem === null,
            problem,
          })),
        };
      },
    }),
  ];
}

const ChecksSchema = Type.Object(
  {
    checks: Type.Array(
      Type.Object({
        layer: Type.String(says('图层。', 'Layer.')),
        id: Type.String(says('要素编号。', 'Id of the feature.')),
        at: Type.String({ format: 'date-time', ...says('时间。', 'When it was said.') }),
        isRight: Type.Boolean(says('是否一切无误。', 'Whether all is right.')),
        problem: Type.Union([Type.Enum([...PROBLEMS]), Type.Null()], says('哪里不对。', 'What is wrong.')),
        note: Type.Union([Type.String(), Type.Null()], says('补充说明。', 'A few words.')),
      }),
      says('最新的在前。', 'The newest first.'),
    ),
  },
  named('FacilityChecks', '公众对设施信息的反馈。', 'What people say of facilities.'),
);

async function find(
  { db, registry }: FacilityRoutesParts,
  { params, principal, signal }: Asked,
): Promise<Found | Missing> {
  const layer = registry.get(params.layer);
  if (!isFacilityLayer(layer))
    return { status: 404, text: { of: FACILITIES['no-layer-text'], values: { layer: params.layer } } };
  const source = registry.sourceOf(layer.id);
  const item = await source.item(sessionOf(source, db, principal, { signal }), layer, params.id);
  const past = onlyRow(await db.as(principal, { signal }).query(PAST, [layer.id, params.id], { kind: 'item' }));
  const goneAt = readDateOrNull(past, 'gone_at');
  const values = { id: params.id, layer: layer.title };
  if (item === null && goneAt !== null) {
    const date = {
      zh: dateText(goneAt, 'zh', registry.city.timeZone),
      en: dateText(goneAt, 'en', registry.city.timeZone),
    };
    return { status: 410, text: { of: FACILITIES['gone-text'], values: { ...values, date } } };
  }
  if (item === null || !isFacility(layer, item))
    return { status: 404, text: { of: FACILITIES['not-found-text'], values } };
  return {
    layer,
    item,
    firstAt: readDateOrNull(past, 'first_at') ?? new Date(item.updatedAt),
    confirmedAt: readDateOrNull(past, 'confirmed_at'),
  };
}

function addressOf(base: string, layer: string, id: string): string {
  return `${base}/facilities/${encodeURIComponent(layer)}/${encodeURIComponent(id)}`;
}

function placeOf({ params, lang, path }: Asked & { readonly path: string }, city: Text): PagePlace {
  // As many folders up as the address has: it may end with a slash.
  const root = '../'.repeat(path.split('/').length - 2);
  const self = `${root}facilities/${encodeURIComponent(params.layer)}/${encodeURIComponent(params.id)}`;
  return { lang, root, self, city };
}

function html(text: string): Content {
  return new Content(Buffer.from(text), { type: HTML_TYPE, headers: PAGE_HEADERS });
}

function missing({ status, text }: Missing, place: PagePlace): Reply {
  const page = missingPage(place, { key: status === 410 ? 'gone' : 'not-found', text });
  return once(Buffer.from(page), HTML_TYPE, { status, cacheControl: 'no-store', headers: PAGE_HEADERS });
}

function seeOther(location: string): Reply {
  return new Reply((_req, res, { cacheControl }) => {
    res.status(303).set({ Location: location, 'Cache-Control': cacheControl }).end();
  });
}
