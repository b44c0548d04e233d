import { firstOf, THE_SERVICE } from '../fairness/client-address.ts';

/** The person or program that sends a request. Nobody signs in yet, so everybody is the public. */
export interface Principal {
  /** Principals with equal keys see the same data. Answers in memory are kept under this key. */
  readonly visibilityKey: string;
  /** Clients whose share its requests count against: see `clientOf`. Absent for the service itself. */
  readonly clients?: ReadonlySet<string>;
  /** It is whoever runs the service. They see the same data as others, and the state of the service beside it. */
  readonly isOperator?: boolean;
}

/** Everybody without a session. */
export const PUBLIC: Principal = { visibilityKey: 'public' };

/** The public at the address of a request. */
export function publicAt(client: string, isOperator = false): Principal {
  return { ...PUBLIC, clients: new Set([client]), ...(isOperator ? { isOperator } : {}) };
}

/** The client that a principal's request came from. */
export function clientFrom({ clients = THE_SERVICE }: Principal): string {
  return firstOf(clients);
}

export function isPublic({ visibilityKey }: Principal): boolean {
  return visibilityKey === PUBLIC.visibilityKey;
}

/** The principals that may use a route. Every route names one. */
export interface Rights {
  /** As the published description of the interface names them. */
  readonly name: string;
  allows(principal: Principal): boolean;
  /** The error for others; a plain refusal where absent. */
  readonly refusal?: () => Error;
}

export const anyone: Rights = { name: 'anyone', allows: () => true };
