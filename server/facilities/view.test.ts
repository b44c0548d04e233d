import { describe, expect, it } from 'vitest';
import type { Item } from '../../tiles/api/wire.ts';
import { localMoment, stateClass } from '../../tiles/hours/index.ts';
import type { AttributeValue } from '../../tiles/layer/layer.ts';
import { qingdaoLayer, testCity } from '../testing/city.ts';
import { jsonLd } from './json-ld.ts';
import { facilityView, isFacilityLayer, type FacilityLayer } from './view.ts';

function layerOf(id: string): FacilityLayer {
  const layer = qingdaoLayer(id);
  if (!isFacilityLayer(layer)) throw new Error(`${id} is no layer of facilities.`);
  return layer;
}

function itemOf(layer: string, properties: Record<string, AttributeValue>): Item {
  return {
    type: 'Feature',
    id: 'x-1',
    bbox: [120.38, 36.06, 120.38, 36.06],
    geometry: { type: 'Point', coordinates: [120.38, 36.06] },
    properties,
    layer,
    provenance: 'synthetic',
    owner: 'test',
    updatedAt: '2026-11-01T00:00:00.000Z',
  };
}

function viewAt(layer: string, properties: Record<string, AttributeValue>, at: string, lang: 'zh' | 'en' = 'zh') {
  return facilityView({
    layer: layerOf(layer),
    item: itemOf(layer, properties),
    areas: { 370202: { zh: '市南区', en: 'Shinan', role: 'district' } },
    at: localMoment(new Date(`${at}Z`), 'UTC'),
    holidays: testCity.holidays,
    lang,
  });
}

describe('the state of a facility', () => {
  it.each([
    ['05:30-22:30', '2026-11-30T10:00', '开放中，22:30 关门', 'Open, closes 22:30', 'open'],
    ['05:30-22:30', '2026-11-30T22:10', '开放中，22:30 关门', 'Open, closes 22:30', 'soon'],
    ['05:30-22:30', '2026-11-30T23:00', '已关闭，明天 05:30 开门', 'Closed, opens tomorrow 05:30', 'closed'],
    ['全天', '2026-11-30T23:00', '全天开放', 'Open 24 hours', 'open'],
    ['Mo-Fr 09:00-17:00', '2026-11-28T10:00', '已关闭，周一 09:00 开门', 'Closed, opens Mon 09:00', 'closed'],
    ['Mo-Su 08:00-24:00', '2026-11-30T10:00', '开放中，24:00 关门', 'Open, closes 24:00', 'open'],
    ['Mo-Fr 10:00-18:00+', '2026-11-30T10:00', '开放中，至少到 18:00', 'Open until 18:00 at least', 'open'],
    ['工作日9:00-17:00', '2027-03-03T10:00', '是否开放未知', 'Not known whether it is open', 'unknown'],
    ['看情况', '2026-11-30T10:00', '是否开放未知', 'Not known whether it is open', 'unknown'],
  ])('%s at %s: %s', (opening_hours, at, zh, en, kind) => {
    const view = viewAt('toilets', { opening_hours }, at);
    expect([view.stateText, stateClass(view.state)]).toEqual([zh, kind]);
    expect(viewAt('toilets', { opening_hours }, at, 'en').stateText).toBe(en);
  });

  it('says why it is not known', () => {
    expect(viewAt('toilets', {}, '2026-11-30T10:00').reason).toBe('没有开放时间的资料');
    expect(viewAt('toilets', { opening_hours: '工作日9:00-17:00' }, '2027-03-03T10:00', 'en').reason).toContain(
      'public holidays',
    );
  });
});

describe('the hours of a facility', () => {
  it('stand as lines that both languages understand', () => {
    const opening_hours = '周一至周五上午8:30-11:30，下午13:30-17:00；周六9:00-次日1:00';
    expect(viewAt('toilets', { opening_hours }, '2026-11-30T10:00', 'en').week).toEqual([
      { title: 'Mon–Fri', value: '08:30–11:30, 13:30–17:00' },
      { title: 'Sat', value: '09:00–01:00 the next day' },
      { title: 'Sun', value: 'closed' },
    ]);
    expect(viewAt('toilets', { opening_hours: 'Apr-Oct 8:00-18:00' }, '2026-11-30T10:00').week).toEqual([]);
  });
});

describe('a car park', () => {
  const properties = {
    name: '停车场',
    district: '370202',
    fee_yuan_per_hour: 0,
    shared_spaces: 30,
    shared_hours: '18:00—次日08:00',
    shared_occupancy: Array.from({ length: 24 }, () => '50').join(','),
    owner_note: 'x',
  };

  it('says what is free, what it costs, and where it is', () => {
    const view = viewAt('parking', properties, '2026-11-30T20:00');
    expect(view).toMatchObject({ fee: '免费', address: '市南区', shared: { free: 15, of: 30, sharedNow: true } });
    expect(viewAt('parking', { ...properties, fee_yuan_per_hour: 2.5 }, '2026-11-30T20:00', 'en').fee).toBe('2.5 yuan');
    expect(viewAt('parking', { name: 'P' }, '2026-11-30T20:00')).toMatchObject({ fee: null, shared: null });
  });
});

describe('schema.org', () => {
  it.each([
    ['schools', { level: 'primary' }, 'ElementarySchool'],
    ['schools', { level: 'nine-year' }, 'School'],
    ['medical-institutions', { kind: 'hospital' }, 'Hospital'],
    ['medical-institutions', { kind: 'clinic' }, 'MedicalClinic'],
    ['metro-stations', { kind: 'station' }, 'SubwayStation'],
    ['transport-hubs', { kind: 'ferry' }, 'BoatTerminal'],
    ['service-points', {}, 'GovernmentOffice'],
    ['parking', { fee_yuan_per_hour: 2 }, 'ParkingFacility'],
  ])('%s %o is a %s', (id, properties, type) => {
    const layer = layerOf(id);
    const item = itemOf(id, properties);
    const view = viewAt(id, properties, '2026-11-30T10:00');
    expect(jsonLd(layer, item, { view, url: 'https://map.example/x' })['@type']).toBe(type);
  });

  it('has the hours that are understood', () => {
    const properties = { opening_hours: 'Mo-Fr 09:00-17:00; Sa 10:00-02:00' };
    const view = viewAt('toilets', properties, '2026-11-30T10:00');
    expect(
      jsonLd(layerOf('toilets'), itemOf('toilets', properties), { view, url: 'https://map.example/x' }),
    ).toMatchObject({
      openingHoursSpecification: [
        {
          dayOfWeek: expect.arrayContaining(['https://schema.org/Friday']) as string[],
          opens: '09:00',
          closes: '17:00',
        },
        { dayOfWeek: ['https://schema.org/Saturday'], opens: '10:00', closes: '02:00' },
      ],
    });
  });
});
