import type { UiKey } from '../ui/texts.ts';

/** What the widgets themselves say, in English. */
export const enUi: Readonly<Record<UiKey, string>> = {
  'ui.about': 'About “{what}”',
  'ui.action': 'Action',
  'ui.any': 'Any',
  'ui.close': 'Close',
  'ui.from': 'From',
  'ui.key': 'Key',
  'ui.legend': 'Legend',
  'ui.requestId': 'Request ID {id}',
  'ui.retry': 'Retry',
  'ui.to': 'To',
  'ui.without': 'No {what}',

  'provenance.official': 'Official',
  'provenance.imported': 'Imported',
  'provenance.approximate': 'Approximate',
  'provenance.synthetic': 'Synthetic',
  'provenance.officialSentence': 'Provided by the department in charge.',
  'provenance.importedSentence': 'Imported from an external file; its source is given below.',
  'provenance.approximateSentence': 'Placed by hand from public information; the position is approximate.',
  'provenance.syntheticSentence':
    'Synthetic data: the position and most attributes are generated, not real. “Source” says what is based on documents.',
};
