/** What `/metrics` tells of standbys. */
import type { LabelledFigure, ModuleFigure } from '../platform/metrics/sources.ts';
import type { ReadAddress } from './read-address.ts';
import type { Standby } from './standby.ts';

/** Since the start. */
export interface StandbyCounts {
  readonly reads: number;
  readonly waits: number;
  readonly atPrimary: number;
  readonly failed: number;
}

export interface FigureParts {
  readonly addresses: readonly ReadAddress[];
  readonly up: () => { readonly set: number; readonly up: number; readonly servers: number };
  readonly counts: () => StandbyCounts;
  readonly isBehind: (standby: Standby) => boolean;
}

export function standbyFigures({
  addresses,
  up,
  counts,
  isBehind,
}: FigureParts): readonly (ModuleFigure | LabelledFigure)[] {
  const all = (): readonly Standby[] => addresses.flatMap(({ standbys }) => standbys);
  return [
    gauge('standbys', 'Addresses of standbys, as set.', () => up().set),
    gauge('standbys_up', 'Addresses behind which a standby answers.', () => up().up),
    gauge('standbys_servers', 'Standbys that answer, behind all addresses.', () => up().servers),
    gauge(
      'standbys_behind',
      'Standbys that answer and have not seen all that is known of the primary.',
      () => all().filter(isBehind).length,
    ),
    counter('standby_reads_total', 'Sessions that read from a standby.', () => counts().reads),
    counter('standby_waits_total', 'Sessions that waited for a standby to catch up.', () => counts().waits),
    counter(
      'standby_primary_total',
      'Sessions that read from the primary, as no standby had come so far.',
      () => counts().atPrimary,
    ),
    counter(
      'standby_failures_total',
      'Times that a standby failed a session, which went on elsewhere.',
      () => counts().failed,
    ),
    each(addresses, 'gauge', 'standby_server_up', 'A standby that answers, by the address that leads to it.', () => 1),
    each(addresses, 'gauge', 'standby_server_behind', '1 where it has not seen all that is known.', (standby) =>
      Number(isBehind(standby)),
    ),
    each(
      addresses,
      'gauge',
      'standby_server_connections',
      'Open connections to it.',
      ({ database }) => database.stats().connections,
    ),
    each(
      addresses,
      'counter',
      'standby_server_reads_total',
      'Sessions that read from it since it was found.',
      ({ reads }) => reads,
    ),
  ];
}

/** A figure of each standby. Servers that have one name, as behind the networks of containers, are told as one. */
function each(
  addresses: readonly ReadAddress[],
  kind: ModuleFigure['kind'],
  name: string,
  help: string,
  read: (standby: Standby) => number,
): LabelledFigure {
  const readAll: LabelledFigure['readAll'] = () =>
    addresses.flatMap(({ name: standby, standbys }) => {
      const values = new Map<string, number>();
      for (const each of standbys) {
        const server = each.database.name;
        values.set(server, (values.get(server) ?? 0) + read(each));
      }
      return [...values].map(([server, value]) => [{ standby, server }, value] as const);
    });
  return { kind, name, help, labels: ['standby', 'server'], readAll };
}

function gauge(name: string, help: string, read: () => number): ModuleFigure {
  return { kind: 'gauge', name, help, read };
}

function counter(name: string, help: string, read: () => number): ModuleFigure {
  return { kind: 'counter', name, help, read };
}
