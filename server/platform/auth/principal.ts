/** Who asks. Nobody signs in yet, so that everybody is the public. */
export interface Principal {
  /** Equal for all who see the same data: answers kept in memory are kept under it. */
  readonly visibilityKey: string;
}

/** Everybody without a session. */
export const PUBLIC: Principal = { visibilityKey: 'public' };
