/** A scenario as a study in a file: `npm run analyse` runs it, and this page opens it again. */
import type { AnalysisRequest, ScenarioEdit, Study } from '../../../../../tiles/api/study.ts';
import { MODES } from '../../../../../tiles/api/vocabulary.ts';
import { isId } from '../../../state/codec.ts';
import type { Asked } from '../session/question.ts';
import { studyOf } from '../session/question.ts';
import { cleanName, roundPlace } from '../state/scenario-text.ts';
import { addScenario } from '../state/scenarios.ts';
import { MAX_EDITS, MAX_MINUTES, type PlanState } from '../state/types.ts';

export function studyFile(asked: Asked, title: string, edits: readonly ScenarioEdit[], withinS: number): Study {
  const analyses: AnalysisRequest[] = [
    { kind: 'coverage', within: [withinS], by: 'district' },
    { kind: 'gaps', within: withinS },
    { kind: 'overlap', within: withinS },
    { kind: 'assignment' },
  ];
  return { title, ...studyOf(asked, edits, analyses) };
}

/**
 * The state with the study's question, and with its edits as an additional scenario; null where the text is not a study
 * of stored data.
 */
export function openStudy(text: string, state: PlanState): PlanState | null {
  const study = parse(text);
  if (study === null) return null;
  const { network, demand, facilities, travel = {}, edits = [], title = '' } = study;
  const mode = MODES.find((each) => each === travel.mode) ?? 'walk';
  const layer = facilities !== undefined && 'layer' in facilities && isId(facilities.layer) ? facilities.layer : null;
  const within = study.analyses
    .flatMap((each) => ('within' in each ? [each.within].flat() : []))
    .find((seconds) => typeof seconds === 'number');
  return {
    ...state,
    question: {
      network: storedId(network),
      demand: storedId(demand),
      layer,
      mode,
      speedMps: mode !== 'drive' && typeof travel.speedMps === 'number' && travel.speedMps > 0 ? travel.speedMps : null,
      direction: travel.direction === 'from-facility' ? 'from-facility' : 'to-facility',
    },
    minutes: within === undefined ? state.minutes : Math.max(1, Math.min(MAX_MINUTES, Math.round(within / 60))),
    scenarios: addScenario(
      state.scenarios,
      cleanName(String(title)),
      edits.flatMap((edit) => cleanEdit(edit) ?? []).slice(0, MAX_EDITS),
    ),
  };
}

function parse(text: string): Study | null {
  try {
    const study = JSON.parse(text) as Partial<Study> | null;
    const isStudy =
      typeof study === 'object' &&
      study !== null &&
      Array.isArray(study.analyses) &&
      (study.edits === undefined || Array.isArray(study.edits)) &&
      storedId(study.network) !== null &&
      storedId(study.demand) !== null;
    return isStudy ? (study as Study) : null;
  } catch {
    return null;
  }
}

function storedId(choice: unknown): string | null {
  const stored = (choice as { readonly stored?: unknown } | null | undefined)?.stored;
  return typeof stored === 'string' && isId(stored) ? stored : null;
}

function cleanEdit(edit: Partial<ScenarioEdit> | null): ScenarioEdit | null {
  if (typeof edit?.id !== 'string' || edit.id === '') return null;
  if (edit.kind === 'remove') return { kind: 'remove', id: edit.id };
  const { lon, lat } = edit as { lon?: unknown; lat?: unknown };
  const isPlace = typeof lon === 'number' && typeof lat === 'number' && Math.abs(lon) <= 180 && Math.abs(lat) <= 85;
  if (!isPlace || (edit.kind !== 'add' && edit.kind !== 'move')) return null;
  return { kind: edit.kind, id: edit.id, ...roundPlace({ lon, lat }) };
}
