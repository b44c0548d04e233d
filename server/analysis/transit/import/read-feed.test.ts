import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SMALL_FEED, writeFeed } from '../../../testing/gtfs.ts';
import { LoadErrors } from '../../../ingest/index.ts';
import { AnalysisError } from '../../errors.ts';
import { decodeTransit, encodeTransit } from '../codec.ts';
import { toIso } from '../../../../tiles/day.ts';
import { TRANSFER, type Transit } from '../types.ts';
import { transitOf } from './import.ts';
import { readFeed, type ReadFeed } from './read-feed.ts';

const CALLS = 'trip_id,arrival_time,departure_time,stop_id,stop_sequence';

describe('a feed of GTFS', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chengtu-gtfs-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const read = async (tables: Readonly<Record<string, string | null>> = {}, name = 'feed.zip'): Promise<ReadFeed> => {
    const path = join(folder, name);
    await writeFeed(path, { ...SMALL_FEED, ...tables });
    return readFeed(path);
  };
  const refused = async (tables: Readonly<Record<string, string | null>>): Promise<string> => {
    const error: unknown = await read(tables).catch((reason: unknown) => reason);
    return error instanceof AnalysisError ? error.text.en : String(error);
  };
  const told = async (tables: Readonly<Record<string, string | null>>): Promise<readonly string[]> =>
    (await read(tables)).warnings.map(({ message }) => message.en);
  const joined = (...feeds: readonly ReadFeed[]): Transit =>
    transitOf(feeds, { id: 'buses', licence: 'CC BY 4.0', provenance: 'official' });

  it('is read: calls by their sequence, times past midnight, days with their exceptions', async () => {
    const transit = joined(await read());
    expect(transit).toMatchObject({
      stopCount: 3,
      callStart: Uint32Array.of(0, 3, 5),
      callStop: Uint32Array.of(0, 1, 2, 0, 2),
      departureS: Uint32Array.of(28_830, 28_890, 29_010, 90_000, 90_600),
      meta: {
        timezone: 'Asia/Shanghai',
        licence: 'CC BY 4.0',
        title: { zh: '公共交通（城市公交）', en: 'Public transport (城市公交)' },
        feeds: [{ title: '城市公交', from: '2019-05-06', to: '2019-05-20' }],
      },
    });
    const { firstDay, active } = transit.services;
    expect([...active].flatMap((runs, day) => (runs === 1 ? [toIso(firstDay + day)] : []))).toEqual([
      '2019-05-06',
      '2019-05-14',
      '2019-05-20',
    ]);
    expect(decodeTransit(encodeTransit(transit))).toEqual(transit);
  });

  it('gives calls without a time the one of an even speed, along the distances that it gives itself where it does', async () => {
    // b is a third of the way: 60 of 180 seconds. With distances it is halfway.
    expect((await read()).arrivalS[1]).toBe(28_890);
    const distances = SMALL_FEED['stop_times.txt']
      .split('\n')
      .map((line, row) => line + (row === 0 ? ',shape_dist_traveled' : line === '' ? '' : `,${(row - 1) * 5}`));
    expect((await read({ 'stop_times.txt': distances.join('\n') })).arrivalS[1]).toBe(28_920);
    expect(await told({})).toEqual([
      'feed.zip: 1 calls have no time of their own; they were given one, at an even speed along the distance between stops.',
    ]);
  });

  it('of several: each keeps its ids and its days', async () => {
    const other = await read(
      {
        'calendar.txt': null,
        'calendar_dates.txt': 'service_id,date,exception_type\nmon,20190601,1\n',
        'feed_info.txt': 'feed_publisher_name,feed_publisher_url,feed_lang\nMetro,https://example.org,zh\n',
        'transfers.txt': 'from_stop_id,to_stop_id,transfer_type,min_transfer_time\na,b,2,240\n',
        'frequencies.txt': 'trip_id,start_time,end_time,headway_secs\nt2,06:00:00,07:00:00,600\n',
      },
      'metro.zip',
    );
    const transit = joined(await read(), other);
    expect(transit).toMatchObject({
      stopCount: 6,
      callStart: Uint32Array.of(0, 3, 5, 8, 10),
      callStop: Uint32Array.of(0, 1, 2, 0, 2, 3, 4, 5, 3, 5),
      service: Uint32Array.of(0, 0, 1, 1),
      services: { dayCount: 27, feed: Uint8Array.of(0, 1) },
      headways: { trip: Uint32Array.of(3), headwayS: Uint32Array.of(600), exact: Uint8Array.of(0) },
      transfers: { from: Uint32Array.of(3), to: Uint32Array.of(4), seconds: Uint32Array.of(240) },
    });
    expect(transit.meta.feeds[1]).toEqual({ title: 'Metro', from: '2019-06-01', to: '2019-06-01' });
  });

  it('has transfers of a station for all its stops, and of a stop before those', async () => {
    const calls = SMALL_FEED['stop_times.txt'].replace('t2,25:00:00,25:00:00,a', 't2,25:00:00,25:00:00,d');
    const transit = joined(
      await read({
        'stop_times.txt': calls,
        'transfers.txt':
          'from_stop_id,to_stop_id,transfer_type,from_trip_id\nd,c,1,\nS,S,3,\na,nowhere,0,\na,b,0,t1\nb,c,5,\n',
      }),
    );
    // a 0, b 1, c 2, d 3: the station itself is called at by nothing.
    const rules = Array.from(transit.transfers.kind, (kind, rule) => [
      transit.transfers.from[rule],
      transit.transfers.to[rule],
      kind,
    ]);
    expect(rules).toHaveLength(4);
    expect(rules).toContainEqual([3, 2, TRANSFER.timed]);
    expect(rules).toContainEqual([2, 3, TRANSFER.impossible]);
    expect(rules).toContainEqual([2, 2, TRANSFER.impossible]);
  });

  it.each([
    ['stops.txt', null, 'feed.zip has no stops.txt, which GTFS requires. Ask its publisher for the whole feed.'],
    [
      'trips.txt',
      'trip_id\nt1\n',
      'feed.zip: trips.txt has no column service_id. Check the names in its first row, or ask its publisher for the whole feed.',
    ],
    [
      'stop_times.txt',
      `${CALLS}\nt1,8.5,08:00:00,a,1\n`,
      'feed.zip: stop_times.txt, row 2: arrival_time is “8.5”; it should be hours:minutes:seconds, such as 08:05:00 or 25:10:00. Correct it and import again.',
    ],
    [
      'calendar.txt',
      'service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\nmon,1,0,0,0,0,0,0,20190230,20190301\n',
      'feed.zip: calendar.txt, row 2: start_date is “20190230”; it should be a day in eight digits, such as 20190513. Correct it and import again.',
    ],
    [
      'stops.txt',
      'stop_id,stop_lat,stop_lon\na,91,120\n',
      'feed.zip: stops.txt, row 2: stop_lat is “91”; it should be a number from -90 to 90. Correct it and import again.',
    ],
    [
      'trips.txt',
      'trip_id,service_id\nt1,mon\n\nt1,mon\n',
      'feed.zip: trips.txt, row 4: the id “t1” is there twice. Remove one of them and import again.',
    ],
    [
      'agency.txt',
      'agency_timezone\nMars/Olympus\n',
      'feed.zip: agency.txt, row 2: agency_timezone is “Mars/Olympus”; it should be the name of a time zone, such as Asia/Shanghai. Correct it and import again.',
    ],
    [
      'trips.txt',
      'trip_id,service_id\nt1,never\n',
      'feed.zip has no trip that can be used: all 1 have no day of service or no times. Check calendar.txt and stop_times.txt.',
    ],
  ])('says what is wrong with %s and what to do', async (file, text, message) => {
    expect(await refused({ [file]: text })).toBe(message);
  });

  it('needs a calendar, one time zone, and an archive', async () => {
    expect(await refused({ 'calendar.txt': null, 'calendar_dates.txt': null })).toContain('neither calendar.txt nor');
    const far = await read({ 'agency.txt': 'agency_timezone\nAsia/Tokyo\n' }, 'far.zip');
    const near = await read();
    expect(() => joined(near, far)).toThrow('far.zip is in the time zone Asia/Tokyo, feed.zip in Asia/Shanghai');
    const path = join(folder, 'text.zip');
    await writeFile(path, 'no archive');
    await expect(readFeed(path)).rejects.toBeInstanceOf(LoadErrors);
  });

  it('counts what it leaves out, with the reason', async () => {
    const trips = 'trip_id,service_id\nt1,mon\nlost,none\nshort,mon\nopen,mon\nback,mon\nrepeat,mon\n';
    const calls = [
      ...['t1,08:00:00,08:00:00,a,1', 't1,08:01:00,08:01:00,b,2', 't1,08:01:30,08:01:30,nowhere,3'],
      ...['lost,08:00:00,08:00:00,a,1', 'lost,08:01:00,08:01:00,b,2', 'short,08:00:00,08:00:00,a,1'],
      ...['open,,,a,1', 'open,08:01:00,08:01:00,b,2', 'back,08:00:00,08:00:00,a,1', 'back,07:59:00,07:59:00,b,2'],
      ...['repeat,08:00:00,08:00:00,a,1', 'repeat,08:01:00,08:01:00,b,1', 'unheard,08:00:00,08:00:00,a,1'],
    ];
    expect(await told({ 'trips.txt': trips, 'stop_times.txt': [CALLS, ...calls].join('\n') })).toEqual([
      'feed.zip: 1 rows of stop_times.txt are of stops that stops.txt does not have, or without a place: these calls were left out.',
      'feed.zip: 1 rows of stop_times.txt are of trips that trips.txt does not have, and were left out.',
      'feed.zip: 1 trips are of a service that calendar.txt does not have, and were left out.',
      'feed.zip: 1 trips call at fewer than two stops and were left out.',
      'feed.zip: 1 trips lack the time of their first or last stop and were left out.',
      'feed.zip: 2 trips run backwards in time, or repeat a stop_sequence, and were left out.',
    ]);
  });
});
