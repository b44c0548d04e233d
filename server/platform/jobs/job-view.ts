import type { Job } from '../../../tiles/api/result.ts';
import type { Lang } from '../messages/index.ts';
import type { StoredJob } from './job-store.ts';

/** A job as it is answered. */
export function jobView(
  { id, title, state, progress, createdAt, finishedAt, error, hasResult }: StoredJob,
  lang: Lang,
): Job {
  return {
    id,
    title,
    state,
    progress,
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
    error:
      error === null
        ? null
        : {
            code: error.code,
            message: error.text[lang],
            ...(error.faults.length === 0
              ? {}
              : {
                  faults: error.faults.map(({ code, text, at }) => ({
                    code,
                    message: text[lang],
                    ...(at === undefined ? {} : { at }),
                  })),
                }),
          },
    result: hasResult ? `/analysis/jobs/${id}/result` : null,
  };
}
