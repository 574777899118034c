/**
 * What a scenario says about a downstream: something that handlers call, with a time of its own, that can be out, and that has limits: of
 * connections, of calls a second, and of what it can do at once. How it plays out is model/downstreams.
 */
import * as z from 'zod';
import { distribution } from './distribution.ts';
import { complain } from './issues.ts';
import { number, quantity } from './quantity.ts';
import { mapping } from './shapes.ts';
import { word } from './words.ts';

const loadRow = mapping({
  calls: quantity({ kind: 'count', min: 1, doc: 'Calls in progress.' }),
  slowdown: number('What latency is multiplied by then.', { min: 1 }),
});

const recovery = mapping({
  over: quantity({ kind: 'duration', above: 0, doc: 'How long it takes until latency is as before.' }),
  slowdown: number('What latency is multiplied by at the end of an outage.', { min: 1 }),
});

const breaker = mapping({
  failures: quantity({ kind: 'count', min: 1, doc: 'Failures in a row that open it; 5 unless said.' }).optional(),
  openFor: quantity({
    kind: 'duration',
    above: 0,
    doc: 'How long calls are rejected until one is let through to try; 30 s unless said.',
  }).optional(),
});

export const downstreamSchema = mapping({
  latency: distribution('duration', 'Time of a call; no time unless said.').optional(),
  whenOut: word(['fail', 'hang'], 'What a call does during an outage: fails, or never comes back.').optional(),
  failAfter: quantity({
    kind: 'duration',
    min: 0,
    doc: 'How long a call takes that fails or is refused; 10 ms unless said.',
  }).optional(),
  connections: quantity({ kind: 'count', min: 1, doc: 'Connections open at once at most.' }).optional(),
  onExhausted: word(
    ['fail', 'wait', 'breaker'],
    'What a call does that needs one more: fails, waits for its turn, or fails and opens the breaker in the end.',
  ).optional(),
  connectTime: distribution('duration', 'Time to set up a connection; no time unless said.').optional(),
  idleTimeout: quantity({
    kind: 'duration',
    above: 0,
    doc: 'The server closes a connection that has been idle for so long; never unless said.',
  }).optional(),
  requestRate: quantity({ kind: 'rate', above: 0, doc: 'Calls a second at most.' }).optional(),
  onRateExceeded: word(['fail', 'wait'], 'What a call does that is one too many: is refused, or waits.').optional(),
  load: z.array(loadRow).min(1).optional().describe('How latency rises with the calls in progress, in straight lines.'),
  recovery: recovery.optional(),
  breaker: breaker.optional(),
}).superRefine((written, context) => {
  const { whenOut, failAfter, connections, onExhausted, requestRate, onRateExceeded, load } = written;
  const refuse = (key: string, message: string): void => {
    complain(context, written, { message, about: 'key' }, [key]);
  };
  if (onExhausted !== undefined && connections === undefined)
    refuse('onExhausted', 'without connections there is no limit that could be reached');
  if (onRateExceeded !== undefined && requestRate === undefined)
    refuse('onRateExceeded', 'without requestRate there is no limit that could be exceeded');
  if (whenOut === 'hang' && failAfter !== undefined && !mayRefuse(written))
    refuse('failAfter', 'a call that hangs never fails');
  for (const [i, message] of fallsOf(load ?? [])) complain(context, load![i], { message }, ['load', i]);
});

export type DownstreamWritten = z.output<typeof downstreamSchema>;

/** Whether calls can be turned away by a limit, which takes them `failAfter`. */
export function mayRefuse({
  connections,
  onExhausted,
  requestRate,
  onRateExceeded,
}: {
  readonly connections?: number | undefined;
  readonly onExhausted?: string | undefined;
  readonly requestRate?: number | undefined;
  readonly onRateExceeded?: string | undefined;
}): boolean {
  const byConnections = connections !== undefined && onExhausted !== 'wait';
  return byConnections || (requestRate !== undefined && onRateExceeded !== 'wait');
}

/** The rows of a table that do not go on from the one before, by number, and why. */
function fallsOf(rows: readonly { readonly calls: number; readonly slowdown: number }[]): [number, string][] {
  return rows.flatMap(({ calls, slowdown }, i): [number, string][] => {
    const before = rows[i - 1];
    if (before === undefined) return [];
    if (calls <= before.calls) return [[i, `calls must rise from row to row; ${calls} comes after ${before.calls}`]];
    if (slowdown >= before.slowdown) return [];
    return [[i, `load makes nothing faster; a slowdown of ${slowdown} comes after ${before.slowdown}`]];
  });
}
