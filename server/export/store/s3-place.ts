/** A place in a bucket, and what opens it. */
export interface S3Place {
  /** Of the bucket. */
  readonly bucketUrl: string;
  /** Of the place in it; ends with a slash. */
  readonly url: string;
  /** Of the keys of the place: empty, or ends with a slash. */
  readonly prefix: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Names of the variables that are missing; or what the address or the endpoint should be. */
export type S3PlaceProblem =
  | { readonly problem: 'address' | 'endpoint' }
  | { readonly problem: 'missing'; readonly names: readonly string[] };

/** Where the region does not matter, as with servers of one's own. */
const REGION = 'us-east-1';
const SCHEME = 's3://';

/**
 * Reads `s3://BUCKET/PATH` with the variables that programs for S3 commonly read. An endpoint with `{bucket}` has it in
 * the name of the host; one without has it in the path; without an endpoint it is that of AWS.
 */
export function readS3Place(address: string, env: NodeJS.ProcessEnv): S3Place | S3PlaceProblem {
  const [bucket = '', ...path] = address.slice(SCHEME.length).split('/');
  const parts = path.filter((part) => part !== '');
  const isAddress =
    address.startsWith(SCHEME) &&
    /^[a-z0-9][a-z0-9.-]{2,62}$/.test(bucket) &&
    parts.every((part) => /^[\w-][\w.-]*$/.test(part));
  if (!isAddress) return { problem: 'address' };
  const value = (...names: readonly string[]): string | undefined =>
    names.map((name) => env[name]?.trim()).find((each) => each !== undefined && each !== '');
  const accessKeyId = value('AWS_ACCESS_KEY_ID');
  const secretAccessKey = value('AWS_SECRET_ACCESS_KEY');
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    const names = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'].filter((name) => value(name) === undefined);
    return { problem: 'missing', names };
  }
  const sessionToken = value('AWS_SESSION_TOKEN');
  const region = value('AWS_REGION', 'AWS_DEFAULT_REGION') ?? REGION;
  const endpoint = value('AWS_ENDPOINT_URL_S3', 'AWS_ENDPOINT_URL') ?? `https://{bucket}.s3.${region}.amazonaws.com`;
  const bucketUrl = urlOf(endpoint, bucket);
  if (bucketUrl === null) return { problem: 'endpoint' };
  const prefix = parts.map((part) => `${part}/`).join('');
  return {
    bucketUrl,
    url: `${bucketUrl}${prefix}`,
    prefix,
    region,
    accessKeyId,
    secretAccessKey,
    ...(sessionToken === undefined ? {} : { sessionToken }),
  };
}

function urlOf(endpoint: string, bucket: string): string | null {
  const text = endpoint.includes('{bucket}')
    ? endpoint.replace('{bucket}', bucket)
    : `${endpoint.replace(/\/$/, '')}/${bucket}`;
  if (!URL.canParse(text)) return null;
  const { protocol, username, password, search, href } = new URL(text);
  const isUsable = /^https?:$/.test(protocol) && username === '' && password === '' && search === '';
  return isUsable ? href.replace(/\/?$/, '/') : null;
}
