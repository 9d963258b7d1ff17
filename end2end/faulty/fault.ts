/** A request as the proxy saw it. */
export interface Seen {
  method: string;
  path: string;
  query: URLSearchParams;
}

export type Matches = (request: Seen) => boolean;

export interface Answer {
  status: number;
  headers?: Record<string, string>;
  body: string | object;
}

/** What goes wrong with a request. */
export type Fault =
  /** Something else answers; the API server is not asked. */
  | { answer: Answer }
  /** The API server is asked, but something else answers. */
  | { instead: Answer }
  /** The connection is cut: before the API server gets the request, after it answered, or in the middle of its answer. */
  | { cut: 'before' | 'after' | 'middle' }
  /** Nothing happens for so many seconds, or until whoever asks gives up. */
  | { hang: number }
  /** Something else happens in the cluster first. */
  | { first: () => Promise<unknown> };

const isJobs = (request: Seen) => request.path.endsWith('/jobs');

const isPress = (request: Seen) => request.query.get('fieldManager') === 'slipway';

/** The dry run of Create; those of the Check panel, which asks by itself, are noted under another manager. */
export const dryRun: Matches = (request) => request.method === 'POST' && isJobs(request) && request.query.get('dryRun') === 'All' && isPress(request);
/** The POST that creates. */
export const creation: Matches = (request) => request.method === 'POST' && isJobs(request) && !request.query.has('dryRun');
/** Lists and watches of Jobs. */
export const listing: Matches = (request) => request.method === 'GET' && isJobs(request);
/** The watches of Pods. */
export const podWatch: Matches = (request) => request.path.endsWith('/pods') && request.query.has('watch');

export interface Cause {
  field?: string;
  message: string;
  reason?: string;
}

/** A `Status`, as the API server refuses. */
export function refusal(code: number, reason: string, message: string, causes: Cause[] = []): Fault {
  const details = { name: 'task', group: 'batch', kind: 'jobs', causes: causes.map((cause) => ({ reason: 'FieldValueInvalid', ...cause })) };
  const body = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, details, code };
  return { answer: { status: code, body } };
}

/** Plain text, as the API server writes when it is too busy or broken for a `Status`. */
export function plain(status: number, body: string, headers: Record<string, string> = {}): Fault {
  return { answer: { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers }, body } };
}

/** A web page, as proxies in between answer. */
export function webPage(status: number, title: string): Fault {
  const body = `<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`;
  return { answer: { status, headers: { 'content-type': 'text/html' }, body } };
}
