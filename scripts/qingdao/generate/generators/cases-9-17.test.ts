import { beforeAll, describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../../../server/layers/catalogue.ts';
import { memberOf } from '../../../../tiles/cases/lead-hospital.ts';
import { RULES } from '../../../../tiles/cases/index.ts';
import { notInCity } from '../../../testing/demo-city.ts';
import { readCaseFiles } from '../case-records.ts';
import { measureEntity } from '../entities.ts';
import type { DemoFeature, Generator, World } from '../types.ts';
import { createWorld } from '../world.ts';
import medicalCommunities from './09-medical-communities.ts';
import approvalAgents from './10-approval-agents.ts';
import businessDivisions from './11-business-divisions.ts';
import sinoGermanPark from './12-sino-german-park.ts';
import metroBim from './13-metro-bim.ts';
import civilMilitaryZone from './14-civil-military-zone.ts';
import auditBigData from './15-audit-big-data.ts';
import fundFaceLogin from './16-fund-face-login.ts';
import { INDICATOR_TOTALS } from './indicators-totals.ts';
import indicators from './indicators.ts';

const GENERATORS: readonly Generator[] = [
  medicalCommunities,
  approvalAgents,
  businessDivisions,
  sinoGermanPark,
  metroBim,
  civilMilitaryZone,
  auditBigData,
  fundFaceLogin,
  indicators,
];

const records = readCaseFiles()
  .map(({ record }) => record)
  .filter(({ number }) => number >= 9 && number <= 17);
const links = records.flatMap(({ id: caseId, figures }) =>
  figures.flatMap(({ id, value, entity }) => (entity === undefined ? [] : [{ caseId, id, value, entity }])),
);

let world: World;
let layers: ReadonlyMap<string, readonly DemoFeature[]>;

beforeAll(async () => {
  world = await createWorld();
  layers = byLayer(world);
});

describe('the figures of cases 9 to 17', () => {
  it('are there for all nine cases', () => {
    expect(records.map(({ number }) => number)).toEqual([9, 10, 11, 12, 13, 14, 15, 16, 17]);
  });

  it.each(links)('$caseId: $id is $value on the map', ({ entity, value }) => {
    expect(measureEntity(entity, layers.get(entity.layer) ?? [])).toBe(value);
  });

  it.each(records.flatMap(({ id, rule }) => (rule === undefined ? [] : [{ id, rule }])))(
    '$id: the rule computes its worked example',
    ({ rule }) => {
      expect(RULES[rule.id]?.compute(rule.example.input)).toEqual(rule.example.output);
    },
  );
});

describe('the features of cases 9 to 17', () => {
  it('are the same on every run', async () => {
    expect(await notInCity(layers)).toEqual([]);
  });

  it('have ids of their own within their layer', () => {
    for (const features of layers.values()) expect(new Set(features.map(({ id }) => id)).size).toBe(features.length);
  });

  it('lie on land in the district they name', () => {
    const astray = [...layers].flatMap(([layer, features]) =>
      features.flatMap(({ id, geometry, properties }) => {
        if (geometry.type !== 'Point') return [];
        const [lon = 0, lat = 0] = geometry.coordinates;
        return world.districtAt({ lon, lat }) === properties['district'] ? [] : [`${layer} ${id}`];
      }),
    );
    expect(astray).toEqual([]);
  });

  it('fit the schema of their layer', async () => {
    const catalogue = await loadCatalogue();
    const errors = [...layers].flatMap(([layer, features]) =>
      features.flatMap(({ id, properties }) =>
        catalogue
          .check(layer)(properties)
          .map(({ instancePath, message }) => `${layer} ${id} ${instancePath} ${message}`),
      ),
    );
    expect(errors).toEqual([]);
  });
});

describe('each generator', () => {
  it('sums every indicator over the districts to its city total', () => {
    for (const { attribute, total } of INDICATOR_TOTALS) {
      expect([
        attribute,
        measureEntity({ layer: 'indicators', measure: 'sum', attribute }, layers.get('indicators') ?? []),
      ]).toEqual([attribute, total]);
    }
  });

  it('gives every member of a medical community one link, to the lead hospital that the rule names', () => {
    const members = (layers.get('medical-links') ?? []).filter(({ properties }) => properties['kind'] === 'member');
    expect(new Set(members.map(({ properties }) => properties['member'])).size).toBe(126);
    for (const { properties } of members) {
      expect(memberOf(String(properties['member'])).community.lead.zh).toBe(properties['lead']);
    }
  });

  it('opens a window with two or three agents in every town and subdistrict of Laixi', () => {
    const towns = (layers.get('service-points') ?? []).filter(
      ({ properties }) => properties['kind'] === 'approval-window' && properties['level'] === 'street',
    );
    expect(new Set(towns.map(({ properties }) => properties['street']))).toEqual(
      new Set(world.subdistricts.filter(({ district }) => district === '370285').map(({ code }) => code)),
    );
    expect(new Set(towns.map(({ properties }) => properties['agents']))).toEqual(new Set([2, 3]));
  });

  it('gives every project of the high-tech zone a positive investment', () => {
    const projects = (layers.get('project-sites') ?? []).filter(
      ({ properties }) => properties['case'] === 'business-divisions',
    );
    expect(projects.every(({ properties }) => Number(properties['investment_yuan']) > 0)).toBe(true);
  });

  it('raises doubts of every class over some public projects and none over most', () => {
    const projects = (layers.get('project-sites') ?? []).filter(
      ({ properties }) => properties['case'] === 'audit-big-data',
    );
    for (const flag of ['doubt_plan', 'doubt_problem', 'doubt_results', 'doubt_risk', 'doubt_spatial']) {
      expect(projects.filter(({ properties }) => properties[flag] === true).length).toBeGreaterThan(5);
    }
    const clean = projects.filter(({ properties }) => properties['doubts'] === 0).length;
    expect(clean).toBeGreaterThan(projects.length / 2);
  });
});

function byLayer(on: World): ReadonlyMap<string, readonly DemoFeature[]> {
  const all = new Map<string, readonly DemoFeature[]>();
  for (const generator of GENERATORS) {
    for (const [layer, features] of Object.entries(generator.generate(on)))
      all.set(layer, [...(all.get(layer) ?? []), ...features]);
  }
  return all;
}
