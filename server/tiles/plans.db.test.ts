/**
 * How the database looks for what a tile shows: by its indexes, and in them by place. A plan that reads a table, or all
 * cells of a row, gives the same tile, a hundred times as slow.
 */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { ownStatement, tileStatement } from '../layers/feature-table/tile.ts';
import { createCatalogue } from '../layers/catalogue.ts';
import { listed } from '../platform/db/joint-statements.ts';
import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import { tileAt } from '../../tiles/tile/tile.ts';
import type { MatrixSetId } from '../../tiles/tile/matrix-set.ts';
import { ensureLayers } from '../ingest/layers.ts';
import { testCity } from '../testing/city.ts';
import { openSuite, type Suite } from '../testing/databases.ts';
import { runs } from '../testing/effort.ts';
import { testCatalogue } from '../testing/layers.ts';
import { urlOf } from '../testing/roles.ts';
import { tileRequest } from '../testing/tile-request.ts';

const CENTRE = { lon: 120.38, lat: 36.07 };
/** Partitions beside those of the layers looked at. */
const OTHERS = 40;

/** A node of a plan in JSON, as far as it is looked at. */
interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Index Cond'?: string;
  readonly Filter?: string;
  readonly Plans?: readonly PlanNode[];
}

interface Statement {
  readonly text: string;
  readonly nodes: readonly PlanNode[];
}

function define(like: string, id: string): LayerDefinition {
  const layer = testCatalogue.get(like);
  if (!layer) throw new Error(`The test catalogue has no layer ${like}.`);
  return { ...layer, id };
}

/** Points in crowds of all densities, lines and areas beside them. */
const INSERT_POINTS = `insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
  select $1, 'p' || n, ST_SetSRID(ST_Point(120.38 + (n * 7919 % 10007) / 10007.0 * spread, 36.07 + (n * 104729 % 10009) / 10009.0 * spread), 4326),
    jsonb_build_object('name', n::text), 'test', 'public', 'synthetic'
  from generate_series(1, $2::bigint) as n
  cross join lateral (select (array[0.00002, 0.002, 0.02, 0.3])[1 + n % 4] as spread) as s`;
const INSERT_SHAPES = `insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
  select $1, 's' || n, ST_Expand(ST_SetSRID(ST_Point(120.38 + (n * 7919 % 10007) / 10007.0 * 0.3, 36.07 + (n * 104729 % 10009) / 10009.0 * 0.3), 4326), 0.001),
    jsonb_build_object('name', n::text), 'test', 'public', 'synthetic'
  from generate_series(1, $2::bigint) as n`;

describe('Plans', () => {
  const points = define('toilets', 'dots');
  const areas = define('zones', 'fields');
  let suite: Suite;
  let client: pg.Client;
  let notices: string[] = [];

  beforeAll(async () => {
    suite = await openSuite('server', 'plans');
    const others = Array.from({ length: OTHERS }, (_, n) => define('toilets', `other-${String(n)}`));
    await ensureLayers(suite, createCatalogue([points, areas, ...others], testCity));
    const url = urlOf(inject('adminUrl'), new URL(suite.webUrl).pathname.slice(1));
    client = new pg.Client({ connectionString: url, options: `-c search_path=${suite.schema},public -c jit=off` });
    client.on('notice', ({ message }) => {
      if (message !== undefined) notices.push(message);
    });
    await client.connect();
    await client.query("load 'auto_explain'");
    await client.query(`set auto_explain.log_min_duration = 0; set auto_explain.log_nested_statements = on;
      set auto_explain.log_format = 'json'; set auto_explain.log_level = 'notice'`);
  });
  afterAll(async () => {
    await client.end();
    await suite.close();
  });

  /** The statements that one statement ran inside functions and triggers, with their plans. */
  async function plansOf(run: () => Promise<unknown>): Promise<Statement[]> {
    notices = [];
    await run();
    return notices.flatMap((notice) => {
      const [, json] = /plan:\n([^]*)$/.exec(notice) ?? [];
      if (json === undefined) return [];
      const { 'Query Text': text, Plan: plan } = JSON.parse(json) as { 'Query Text': string; Plan: PlanNode };
      return [{ text, nodes: nodesOf(plan) }];
    });
  }

  const tilePlans = async (layers: readonly LayerDefinition[], z: number, matrixSet: MatrixSetId) => {
    const span = 180 / 2 ** z;
    const tile =
      matrixSet === 'WebMercatorQuad'
        ? tileAt(CENTRE, z)
        : { z, x: Math.floor((CENTRE.lon + 180) / span), y: Math.floor((90 - CENTRE.lat) / span) };
    const request = tileRequest(layers, tile, { matrixSet });
    const { sql, params } = tileStatement(request, request, 'encoded');
    return plansOf(() => client.query({ name: 'tile', text: sql.text, values: [...params] }));
  };

  /** The plan of the statement that a layer has for itself, and of what it calls. */
  const ownPlans = async (layer: LayerDefinition, z: number): Promise<Statement[]> => {
    const request = tileRequest([layer], tileAt(CENTRE, z));
    const own = ownStatement(request, request);
    if (own === null) throw new Error('The layer has no statement of its own.');
    const { sql, params } = own;
    await client.query('set plan_cache_mode = force_generic_plan; set enable_seqscan = off');
    const plans = await plansOf(() =>
      client.query({ name: sql.name ?? '', text: sql.text, values: [...(listed(sql, params) ?? [])] }),
    );
    await client.query('reset plan_cache_mode; reset enable_seqscan');
    return plans;
  };

  const looksEverywhere = async (): Promise<void> => {
    let looked = 0;
    for (let z = 4; z <= 20; z++) {
      for (const layer of [points, areas]) {
        for (const { text, nodes } of await ownPlans(layer, z)) {
          expect(problemsOf(nodes), `zoom ${String(z)}: ${text}`).toEqual([]);
          // The planner has left out all partitions but one.
          if (text.includes('unnest($3::int[]'))
            expect(nodes.filter((node) => /^feature_/.test(node['Relation Name'] ?? '')).length, text).toBe(1);
        }
      }
    }
    for (const matrixSet of ['WebMercatorQuad', 'CGCS2000Quad'] as const) {
      for (let z = 0; z <= 20; z++) {
        const statements = await tilePlans([points, areas], z, matrixSet);
        for (const { text, nodes } of statements) {
          expect(problemsOf(nodes), `${matrixSet}, zoom ${String(z)}: ${text}`).toEqual([]);
          looked += nodes.filter((node) => node['Relation Name'] !== undefined).length;
        }
      }
    }
    expect(looked).toBeGreaterThan(100);
  };

  /** `prefix`: of the ids of what is inserted. */
  const editsLookByPlace = async (prefix: string): Promise<void> => {
    const edits = [
      `insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance) select 'dots', '${prefix}' || n, ST_SetSRID(ST_Point(120.38, 36.07 + n * 1e-7), 4326), '{}', 'test', 'public', 'synthetic' from generate_series(1, 20) as n`,
      `update feature set geom = ST_Translate(geom, 0.01, 0) where layer_id = 'dots' and feature_id = '${prefix}7'`,
      `delete from feature where layer_id = 'dots' and feature_id in ('${prefix}8', '${prefix}9')`,
    ];
    for (const edit of edits) {
      const statements = await plansOf(() => client.query(edit));
      // What notes the change and the history stands elsewhere.
      for (const { text, nodes } of statements.filter(({ text }) => text.includes('pyramid')))
        expect(problemsOf(nodes, ['layer', 'pyramid_pending']), text).toEqual([]);
      expect(statements.some(({ text }) => text.includes('pyramid'))).toBe(true);
    }
  };

  it('look by place in tables that were empty when the plans were made', async () => {
    await looksEverywhere();
    await editsLookByPlace('first');
    await client.query('set auto_explain.log_min_duration = -1');
    await client.query(INSERT_POINTS, [points.id, 2000]);
    await client.query(INSERT_SHAPES, [areas.id, 500]);
    await client.query('set auto_explain.log_min_duration = 0');
    await looksEverywhere();
    await editsLookByPlace('next');
  });

  it.each(runs({ daily: [1000, 100_000], full: [1000, 100_000, 1_000_000] }))(
    'look by place among %s points, in plans made anew',
    async (count) => {
      await client.query('set auto_explain.log_min_duration = -1');
      await client.query('delete from feature');
      await client.query(INSERT_POINTS, [points.id, count]);
      await client.query(INSERT_SHAPES, [areas.id, Math.min(count, 20_000)]);
      await client.query('analyze');
      await client.query('discard plans; set auto_explain.log_min_duration = 0');
      await looksEverywhere();
    },
  );

  it('of edits look by place too', () => editsLookByPlace('late'));
});

function nodesOf(plan: PlanNode): PlanNode[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
}

/** What is wrong with the nodes of a plan; `small` are tables that it may read as a whole. */
function problemsOf(nodes: readonly PlanNode[], small: readonly string[] = []): string[] {
  return nodes.flatMap((node) => {
    const table = node['Relation Name'] ?? '';
    const isPlaced = table === 'pyramid' || /^feature_(?!history)/.test(table);
    if (node['Node Type'] === 'Seq Scan' && table !== '' && !small.includes(table)) return [`reads all of ${table}`];
    const filter = node.Filter ?? '';
    if (table === 'pyramid' && /\b(layer_id|z|cx|cy)\b/.test(filter)) return [`filters cells by ${filter}`];
    if (table === 'pyramid' && node['Node Type'].startsWith('Index') && !isLookOfCell(node['Index Cond'] ?? ''))
      return [`finds cells by ${node['Index Cond'] ?? 'nothing'}`];
    if (isPlaced && table !== 'pyramid' && /&&/.test(filter)) return [`filters features by ${filter}`];
    return [];
  });
}

/** Cells are found by layer, level and column at least; a layer's number of points by its level 0. */
function isLookOfCell(condition: string): boolean {
  return (
    /layer_id/.test(condition) && /\bz = /.test(condition) && (/\bcx = /.test(condition) || /\bz = 0\b/.test(condition))
  );
}
