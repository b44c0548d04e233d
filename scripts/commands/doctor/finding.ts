import type { PlainValues } from '../../../server/platform/messages/index.ts';
import type { DoctorMessage } from '../../cli/messages/doctor.ts';

/** `good`: as it should be. `note`: to be known. `weak`: will hurt one day. `wrong`: keeps the service from working. */
export const SEVERITIES = ['good', 'note', 'weak', 'wrong'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** One sentence of the doctor. */
export type Finding = { readonly severity: Severity } & (
  | { readonly message: DoctorMessage; readonly values?: PlainValues }
  /** In words already, as errors of the service are. */
  | { readonly text: string }
);
