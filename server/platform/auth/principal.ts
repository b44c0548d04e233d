/** The person or program that sends a request. Nobody signs in yet, so everybody is the public. */
export interface Principal {
  /** Principals with equal keys see the same data. Answers in memory are kept under this key. */
  readonly visibilityKey: string;
}

/** Everybody without a session. */
export const PUBLIC: Principal = { visibilityKey: 'public' };

export function isPublic({ visibilityKey }: Principal): boolean {
  return visibilityKey === PUBLIC.visibilityKey;
}

/** The principals that may use a route. Every route names one. */
export interface Rights {
  /** As the published description of the interface names them. */
  readonly name: string;
  allows(principal: Principal): boolean;
}

export const anyone: Rights = { name: 'anyone', allows: () => true };
