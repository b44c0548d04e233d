/** What parts and their controls are drawn with. */
import type { FoundSettings } from '../state/types.ts';
import type { Told } from './ask.ts';

export interface PartProps {
  readonly told: Told;
}

export interface ControlProps {
  readonly set: (change: Partial<FoundSettings>) => void;
}
