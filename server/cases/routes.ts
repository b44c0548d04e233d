import Type from 'typebox';
import { CaseListSchema, CaseRecordSchema } from '../../tiles/api/cases.ts';
import { says } from '../../tiles/api/schema.ts';
import type { CaseRecord } from '../../tiles/cases/case.ts';
import { anyone } from '../platform/auth/principal.ts';
import { ApiError } from '../platform/http/errors.ts';
import { Content } from '../platform/http/content.ts';
import { json, route, type Route } from '../platform/http/route.ts';
import { CASES } from './messages.ts';

/** Cases are read at the start and never change after it, so that each answer is made once. */
export function caseRoutes(cases: readonly CaseRecord[]): readonly Route[] {
  const list = Content.json({ cases });
  const records = new Map(cases.map((record) => [record.id, Content.json(record)]));
  const common = { method: 'GET', auth: anyone, cache: 'revalidate', cors: 'any-site' } as const;
  return [
    route({
      ...common,
      path: '/cases',
      answer: json(CaseListSchema),
      docs: { tag: 'cases', id: 'getCases', summary: CASES['get-cases'], examples: ['/cases'] },
      handle: () => list,
    }),
    route({
      ...common,
      path: '/cases/:id',
      params: Type.Object({ id: Type.String(says('案例编号。', 'Id of the case.')) }),
      answer: json(CaseRecordSchema),
      docs: { tag: 'cases', id: 'getCase', summary: CASES['get-case'] },
      handle: ({ params: { id } }) => {
        const content = records.get(id);
        if (content !== undefined) return content;
        throw new ApiError(404, 'unknown-case', CASES['unknown-case'], { parameter: 'id', values: { id } });
      },
    }),
  ];
}
