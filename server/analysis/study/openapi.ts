import type { Lang } from '../../platform/messages/index.ts';
import { StudySchema } from '../../../tiles/api/study.ts';
import { jsonSchema } from './json-schema.ts';

/** JSON Schema of a study, for editors and for programs that write studies. */
export function studySchema(lang: Lang): unknown {
  return jsonSchema(StudySchema, lang);
}
