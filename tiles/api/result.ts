/** The answer to a study, and the job that computes it. */
import Type from 'typebox';
import { ClosureResultSchema, type ClosureResult } from './closure.ts';
import { DistrictsResultSchema, type DistrictsResult } from './districts.ts';
import { REACH_RESULT_SCHEMAS, type ReachResult } from './measure-results.ts';
import { SPATIAL_RESULT_SCHEMAS, type SpatialResult } from './spatial-results.ts';
import {
  byKind,
  choice,
  flag,
  literal,
  number,
  numberOrNull,
  orNull,
  strict,
  string,
  textOrNull,
  whole,
} from './schema-kit.ts';
import { ProvenanceSchema, TextSchema } from './common.ts';
import { named, says, type Of } from './schema.ts';
import { SitingResultSchema, SitingStepSchema, type SitingResult } from './siting.ts';
import { ComplianceResultSchema, type ComplianceResult } from './standard.ts';

export type MeasureResult = ReachResult | SpatialResult;

/** Both languages, values filled in. */
export const WarningSchema = strict(
  {
    code: string('供程序判断的稳定代码。', 'Stable, for programs.'),
    message: TextSchema,
    about: Type.Optional(
      Type.Array(
        string('编号。', 'An id.'),
        says(
          '它所说的各项的编号，如 streetEdits 中的各项；不限于某些项时没有。',
          'Ids of what it is about, such as street edits; absent where it is about no items.',
        ),
      ),
    ),
  },
  named(
    'Warning',
    '读者应知道的事：假设了什么、略去了什么、什么没能做到。',
    'Something the reader should know: what was assumed, left out or could not be done.',
  ),
);
export type Warning = Of<typeof WarningSchema>;

const UnfinishedResultSchema = strict(
  {
    kind: literal('unfinished'),
    of: string('分析的种类。', 'Kind of the analysis.'),
    reason: choice(['time', 'cancelled', 'memory'], says('超时、取消或内存不足。', 'Time, a cancellation or memory.')),
  },
  named(
    'UnfinishedResult',
    '未能按时算出或被取消。',
    'In place of a result that was not found in time, or before it was cancelled.',
  ),
);
export type UnfinishedResult = Of<typeof UnfinishedResultSchema>;

const AnalysisResultSchema = byKind(
  [
    ...REACH_RESULT_SCHEMAS,
    ...SPATIAL_RESULT_SCHEMAS,
    SitingResultSchema,
    ClosureResultSchema,
    DistrictsResultSchema,
    ComplianceResultSchema,
    UnfinishedResultSchema,
  ],
  named('AnalysisResult', '一项分析的结果。', 'Result of an analysis.'),
);
export type AnalysisResult =
  | MeasureResult
  | SitingResult
  | ClosureResult
  | DistrictsResult
  | ComplianceResult
  | UnfinishedResult;

export const StudyResultSchema = strict(
  {
    key: string(
      '研究与其所读数据的 SHA-256：相同则结果相同。',
      'SHA-256 of the study and the data it read: equal for equal answers.',
    ),
    partial: flag('是否因超时或取消而不完整。', 'True where time ran out or it was cancelled before all was found.'),
    costUnit: string('代价的单位。', 'Unit of the costs.'),
    demand: orNull(
      strict(
        {
          count: whole('需求单元数。', 'Demand cells.'),
          people: number('人数。', 'People.'),
          areaM2: number('面积（平方米）。', 'Area in square metres.'),
          groups: Type.Optional(
            Type.Array(
              strict(
                { name: string('人群的名称。', 'Name of the group.'), people: number('人数。', 'People.') },
                says('一个人群。', 'A group of people.'),
              ),
              says('各人群，需求有人群时给出。', 'Groups of people, where the demand has any.'),
            ),
          ),
          provenance: Type.Unsafe<string>(ProvenanceSchema),
          source: TextSchema,
          ids: Type.Optional(
            Type.Array(
              string('编号。', 'An id.'),
              says(
                '各需求单元的编号，在有分析按序号列出单元时给出。',
                'Ids by demand, where an analysis lists cells by their index.',
              ),
            ),
          ),
        },
        says('所用的人口数据。', 'The people that were counted.'),
      ),
      says('所用的人口数据；没有时为 null。', 'The people that were counted; null where there are none.'),
    ),
    facilities: Type.Array(
      strict(
        {
          id: string('编号。', 'Id.'),
          name: Type.Optional({
            ...TextSchema,
            ...says('图层中的名称；没有时不给。', 'Its name in its layer; left out where it has none.'),
          }),
          lon: numberOrNull('经度（度）；没有位置时为 null。', 'Longitude in degrees; null where it has no place.'),
          lat: numberOrNull('纬度（度）；没有位置时为 null。', 'Latitude in degrees; null where it has no place.'),
          existing: flag('现有设施为 true，候选点为 false。', 'True for an existing one, false for a candidate.'),
        },
        says('一处设施或候选点。', 'A facility or candidate.'),
      ),
      says('现有设施在前，候选点在后。', 'Existing ones first, then the candidates.'),
    ),
    unconnected: strict(
      {
        facilities: whole('现有设施数。', 'Existing facilities.'),
        candidates: whole('候选点数。', 'Candidates.'),
        demand: whole('需求单元数。', 'Demand cells.'),
        people: number('这些单元的人数。', 'People of these cells.'),
      },
      says(
        '距道路太远、未接入路网而未计入的；不涉及出行时均为 0。',
        'What is too far from every road and so serves, or is served by, nobody; all 0 where nothing travels along one.',
      ),
    ),
    assumptions: Type.Array(WarningSchema, says('作了哪些假设。', 'What was assumed.')),
    warnings: Type.Array(WarningSchema, says('应注意什么。', 'What to beware of.')),
    results: Type.Array(
      Type.Unsafe<AnalysisResult>(AnalysisResultSchema),
      says('各项分析的结果，次序与所问相同。', 'By analysis, in the order asked for.'),
    ),
    tookMs: number('用时（毫秒）。', 'Milliseconds that it took.'),
  },
  named('StudyResult', '研究结果。', 'Result of a study.'),
);
export type StudyResult = Of<typeof StudyResultSchema>;

const JobStateSchema = choice(
  ['waiting', 'running', 'done', 'failed', 'cancelled'],
  says('排队、进行中、完成、失败或已取消。', 'waiting, running, done, failed or cancelled.'),
);
export type JobState = Of<typeof JobStateSchema>;

const JobErrorSchema = strict(
  {
    code: string('供程序判断的稳定代码。', 'Stable, for programs.'),
    message: string('说明，使用所请求的语言。', 'What went wrong, in the language asked for.'),
    problems: Type.Optional(
      Type.Array(
        strict(
          {
            code: string('供程序判断的稳定代码。', 'Stable, for programs.'),
            message: string('此处的问题。', 'What is wrong in this place.'),
            at: Type.Optional(string('研究中位置的 JSON 指针。', 'JSON pointer to the place in the study.')),
          },
          says('一处问题。', 'A problem.'),
        ),
        says('研究中的各处问题。', 'Everything that is wrong with the study.'),
      ),
    ),
  },
  says('出错说明。', 'What went wrong.'),
);

/** `GET /analysis/jobs/{id}`; the same, step by step, as server-sent events from `…/events`. */
export const JobSchema = strict(
  {
    id: string('任务编号。', 'Id of the job.'),
    title: textOrNull('研究的标题；没有时为 null。', 'Title of the study; null where it has none.'),
    state: JobStateSchema,
    createdAt: Type.String({ format: 'date-time', ...says('提交时间。', 'When it was submitted.') }),
    finishedAt: Type.Unsafe<string | null>({
      type: ['string', 'null'],
      format: 'date-time',
      ...says('结束时间；未结束时为 null。', 'When it was over; null before.'),
    }),
    progress: strict(
      {
        share: number('当前阶段完成的份额，0 至 1。', 'Share done of the present phase, 0 to 1.'),
        analysis: whole('进行到第几项分析，从 0 起。', 'Index of the analysis at work, from 0.'),
        phase: string('阶段。', 'The phase.'),
        siting: Type.Optional(SitingStepSchema),
      },
      says('进度。', 'How far it is.'),
    ),
    error: orNull(JobErrorSchema, says('出错说明；没有出错时为 null。', 'What went wrong; null where nothing did.')),
    result: textOrNull(
      '结果的地址；尚无结果时为 null。取消的任务有已算出的部分。',
      'Where the result is, once there is one. A job that was cancelled has one of what it had found.',
    ),
  },
  named('Job', '任务。', 'A job.'),
);
export type Job = Of<typeof JobSchema>;
