import Type from 'typebox';
import { named, says, type Of } from './schema.ts';

export const ProblemSchema = Type.Object(
  {
    type: Type.String(
      says(
        '问题类型的 URI；about:blank 表示含义即为其 HTTP 状态。',
        'URI of the kind of problem; about:blank where the HTTP status says it all.',
      ),
    ),
    title: Type.String(says('问题类型的简称。', 'Short name of the kind of problem.')),
    status: Type.Integer(says('HTTP 状态码。', 'HTTP status code.')),
    detail: Type.String(
      says('出了什么问题、该怎么办，使用所请求的语言。', 'What is wrong and what to do, in the language asked for.'),
    ),
    code: Type.String({
      ...says('供程序判断的稳定代码。', 'Stable code, for programs.'),
      examples: ['unknown-layer', 'bad-parameter', 'database-unavailable'],
    }),
    parameter: Type.Optional(Type.String(says('有误的参数。', 'The parameter that is wrong.'))),
    retryAfterS: Type.Optional(
      Type.Number(
        says(
          '与响应头 Retry-After 相同（秒）：有的客户端只能读到响应体。',
          'As the header Retry-After, in seconds: some clients can read the body alone.',
        ),
      ),
    ),
    requestId: Type.String(says('请求编号，日志中也有记录。', 'Id of the request, which the log has too.')),
    errors: Type.Optional(
      Type.Array(
        Type.Object({
          code: Type.String(says('供程序判断的稳定代码。', 'Stable code, for programs.')),
          detail: Type.String(says('此处出了什么问题。', 'What is wrong in this place.')),
          pointer: Type.Optional(
            Type.String(says('请求体中位置的 JSON 指针。', 'JSON pointer to the place in the body.')),
          ),
        }),
        says('请求体中的全部问题，各附位置。', 'Everything that is wrong with the body, each with its place.'),
      ),
    ),
  },
  named('Problem', '错误响应的正文（RFC 9457）。', 'Body of every error answer (RFC 9457).'),
);
/** Body of every error answer (RFC 9457). */
export type Problem = Of<typeof ProblemSchema>;
