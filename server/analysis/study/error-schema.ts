import Type from 'typebox';
import { number, strict, string } from '../../../tiles/api/schema-kit.ts';
import { named, says } from '../../../tiles/api/schema.ts';

/** Body of an answer with an error. */
export const ErrorSchema = strict(
  {
    error: strict(
      {
        code: string('供程序判断的稳定代码。', 'Stable, for programs.'),
        message: string('说明，使用所请求的语言。', 'What is wrong, in the language asked for.'),
        parameter: Type.Optional(string('有误的参数或位置。', 'The parameter or place that is wrong.')),
        retryAfterS: Type.Optional(number('多少秒后可以再试。', 'Seconds after which to try again.')),
        requestId: string('请求编号。', 'Id of the request.'),
        faults: Type.Optional(
          Type.Array(
            strict(
              {
                code: string('供程序判断的稳定代码。', 'Stable, for programs.'),
                message: string('此处的问题。', 'What is wrong in this place.'),
                at: Type.Optional(string('研究中位置的 JSON 指针。', 'JSON pointer to the place in the study.')),
              },
              says('一处问题。', 'A problem.'),
            ),
            says('研究的每处问题。', 'Everything that is wrong with a study.'),
          ),
        ),
      },
      says('出错说明。', 'What is wrong.'),
    ),
  },
  named('Error', '出错说明；研究的每处问题列在 faults 中', 'What is wrong; every fault of a study is listed in faults'),
);
