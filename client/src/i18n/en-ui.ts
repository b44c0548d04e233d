import type { UiKey } from '../ui/texts.ts';

/** What the widgets themselves say, in English. */
export const enUi: Readonly<Record<UiKey, string>> = {
  'ui.about': 'What “{what}” means and comes from',
  'ui.action': 'What it does',
  'ui.any': 'Any',
  'ui.close': 'Close',
  'ui.from': 'From',
  'ui.key': 'Key',
  'ui.legend': 'Legend',
  'ui.requestId': 'Request {id}',
  'ui.retry': 'Retry',
  'ui.to': 'To',
  'ui.without': 'No {what}',

  'provenance.official': 'Official',
  'provenance.imported': 'Imported',
  'provenance.approximate': 'Approximate',
  'provenance.synthetic': 'Synthetic',
  'provenance.officialSentence': 'Published by the department in charge.',
  'provenance.importedSentence': 'Imported from an outside file; see its source below.',
  'provenance.approximateSentence': 'Placed by hand from public knowledge: the position is approximate.',
  'provenance.syntheticSentence':
    'Synthetic data: its position and most of its attributes were generated and are not real. Its source says what rests on documents.',
};
