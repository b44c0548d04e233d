/** Waits at a desk with several clerks: the arithmetic by which machines are counted. */

/** Requests that come at random (Poisson) to servers that each work on one at a time. */
export interface Queue {
  /** Requests a second. */
  readonly perSecond: number;
  /** Seconds of one, on average. */
  readonly serviceS: number;
  /** Variance of that time over its mean squared: 0 is always the same, 1 is exponential. */
  readonly scv: number;
  readonly servers: number;
}

/** Share of the time that a server works; from 1 on the queue grows without end. */
export function utilisation({ perSecond, serviceS, servers }: Queue): number {
  return (perSecond * serviceS) / servers;
}

/**
 * Share of requests that have to wait, of M/M/c (A. K. Erlang, 1917), by the recursion of the blocking probability B:
 * C = B / (1 - rho (1 - B)). 1 where the servers cannot keep up.
 */
export function erlangC(queue: Queue): number {
  const load = queue.perSecond * queue.serviceS;
  const rho = utilisation(queue);
  if (rho >= 1) return 1;
  let blocked = 1;
  for (let servers = 1; servers <= queue.servers; servers += 1) blocked = (load * blocked) / (servers + load * blocked);
  return blocked / (1 - rho * (1 - blocked));
}

/**
 * Seconds that a request waits on average. Exact for M/M/c (Erlang) and for M/G/1 (Pollaczek and Khinchine, 1930/32);
 * for M/G/c the approximation of Lee and Longton (1959), M/M/c times (1 + scv) / 2. Infinity where the servers cannot
 * keep up.
 */
export function meanWaitS(queue: Queue): number {
  const rho = utilisation(queue);
  if (rho >= 1) return Infinity;
  const ofExponential = (erlangC(queue) * queue.serviceS) / (queue.servers * (1 - rho));
  return (ofExponential * (1 + queue.scv)) / 2;
}

/**
 * The wait that a share of requests stays below: 0 where so many need not wait. Exact for M/M/c, whose waits are
 * exponential once there is one; scaled as the mean for M/G/c.
 */
export function waitQuantileS(queue: Queue, share: number): number {
  const waits = erlangC(queue);
  if (utilisation(queue) >= 1) return Infinity;
  return waits <= 1 - share ? 0 : (meanWaitS(queue) / waits) * Math.log(waits / (1 - share));
}

export interface ServiceGoal {
  readonly mostUtilisation: number;
  /** Of 95 in 100 requests. */
  readonly mostWaitS: number;
}

/** The fewest servers that keep to a goal. */
export function serversFor(queue: Omit<Queue, 'servers'>, { mostUtilisation, mostWaitS }: ServiceGoal): number {
  let servers = Math.max(1, Math.ceil((queue.perSecond * queue.serviceS) / mostUtilisation - 1e-9));
  while (waitQuantileS({ ...queue, servers }, 0.95) > mostWaitS) servers += 1;
  return servers;
}
