import type { StudyResult } from '../../../../tiles/api/result.ts';
import type { App } from '../../app/types.ts';

export type FacilityNamer = (id: string) => string;

/** Facilities of a result by their names; by their ids too where several have the same name, and alone without one. */
export function facilityNames(
  { i18n: { t, text } }: Pick<App, 'i18n'>,
  { facilities }: Pick<StudyResult, 'facilities'>,
): FacilityNamer {
  const names = new Map(facilities.flatMap(({ id, name }) => (name === undefined ? [] : [[id, text(name)] as const])));
  const counts = new Map<string, number>();
  for (const name of names.values()) counts.set(name, (counts.get(name) ?? 0) + 1);
  return (id) => {
    const name = names.get(id);
    if (name === undefined) return t('plan.facility.id', { id });
    return (counts.get(name) ?? 0) > 1 ? t('plan.facility.named', { name, id }) : name;
  };
}
