/**
 * Ways to spoil a scenario: in its text, line by line, and in its structure, value by value. Each is plain data and is
 * applied the same way every time, so that fast-check can repeat and shrink a case. Positions are taken modulo what there is.
 */
import fc from 'fast-check';
import { add, heldBy, holdsOf, leaf, put, remove, treeOf, write, type Hold, type Tree } from './tree.ts';

export interface TextEdit {
  readonly what: 'delete' | 'duplicate' | 'swap' | 'indent' | 'outdent' | 'replace' | 'insert' | 'comment' | 'cut';
  readonly line: number;
  readonly other: number;
  readonly token: string;
}

export interface TreeEdit {
  readonly what:
    'replace' | 'delete' | 'rename' | 'misspell' | 'repeat' | 'move' | 'add' | 'empty' | 'reorder' | 'wrap';
  readonly at: number;
  readonly other: number;
  readonly value: string;
  readonly name: string;
}

export type Mutation = { readonly text: readonly TextEdit[] } | { readonly tree: readonly TreeEdit[] };

const LONG = 'x'.repeat(100_000);

/** What nobody writes on purpose. */
const HOSTILE = [
  ...['1e308', '-1e308', '1e309', '99999999999999999999', '-0', '0x7fffffff', '.nan', '.inf', '1e-320', '007'],
  ...[
    '1e300 s',
    '9007199254740992 us',
    '-5 s',
    '1e999 s',
    '0.0000001 us',
    '1e15/s',
    '0.000001/s',
    '1e300 GiB',
    '101 %',
  ],
  ...['30 s s', '30s', '1 m', '5 kg', '5 KB', '10 % %', '٣ s', '30\u00a0s', '1,000', '1_000', '12:30:00', '2026-11-30'],
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', '"__proto__": 1', '{ __proto__: { polluted: true } }'],
  ...['!!js/function "x"', '!!binary aGk=', '!!set { a }', '!!float 3', '! x', '&a [ *a ]', '*missing', '&a', '<<: *a'],
  ...[
    '%YAML 1.1',
    '---',
    '...',
    '? x',
    '| ',
    '>-',
    '@x',
    '`x`',
    '"',
    "'",
    '[',
    '{',
    '}',
    ']',
    ':',
    '- ',
    '#',
    '\t',
    ',',
  ],
  ...[
    '\0',
    '\ufeff',
    '\u2028',
    '\u202e',
    '\ud800',
    '👩‍👩‍👧‍👦',
    '🔥 s',
    '\u001b[2J',
    '\r',
    'é',
    'null',
    '~',
    'yes',
    'true',
    '""',
  ],
  ...[LONG, `"${LONG}"`, '['.repeat(2000), '{ a: '.repeat(100), `1${'0'.repeat(400)} s`, '/etc/passwd', '../../x', '-'],
];

/** Values of every kind that some place in a scenario takes, and their neighbours in type, unit and range. */
const PLAUSIBLE = [
  ...['0 s', '1 us', '1 ms', '1 s', '30 s', '20 min', '12 h', '15 d', '1.5 s', '0.5 us', '-1 s', '365 d', '100000 d'],
  ...['0/s', '1/s', '0.5/min', '3000/s', '1e6/s', '1e9/s', '0 %', '0.5 %', '50 %', '100 %', '0 B', '1 KiB', '256 KiB'],
  ...['2 GiB', '128 MB', '10 GB', '10241 MB', '0', '1', '2', '10', '11', '1000', '10000', '10001', '1.5', '-1', '1e15'],
  ...[
    'true',
    'false',
    'null',
    '""',
    '[]',
    '{}',
    '[ 1 ]',
    '[ [] ]',
    '{ a: 1 }',
    '[ { } ]',
    'sqs',
    'none',
    'fixed',
    'ideal',
  ],
  ...['current', '2023-10', 'textbook', 'naive', 'report', 'throw', 'timeout', 'lost', 'unlimited', 'fifo', 'orders'],
  ...[
    '{ exponential: { mean: 1 s } }',
    '{ pareto: { min: 1 us, shape: 0.01 } }',
    '{ lognormal: { mean: 1 s, cv: 1e6 } }',
  ],
  ...[
    '{ gamma: { mean: 1 s, shape: 1e-9 } }',
    '{ uniform: { min: 0 s, max: 0 s } }',
    '{ weibull: { scale: 1 s, shape: 0.01 } }',
  ],
  ...['{ erlang: { mean: 1 s, phases: 1000000 } }', '{ hyperexponential: { mean: 1 s, squaredVariation: 1e12 } }'],
  ...['{ choice: { a: 0 %, b: 100 % } }', '{ zipf: { values: 1000000000, exponent: 0.5 } }', '{ from: size }'],
  ...['{ poisson: 1e5/s }', '{ steps: [ { at: 0 s, rate: 1/s } ] }', '{ ramp: { from: 0/s, to: 1e4/s, over: 1 us } }'],
  ...['{ daily: { low: 0/s, high: 1e3/s, period: 1 us } }', '{ onOff: { rate: 1e4/s, on: 1 us, off: 1 us } }'],
  ...[
    '{ policy: fixed, count: 1 }',
    '{ policy: fixed, count: 100000 }',
    '{ policy: naive, sleep: 0 s }',
    '{ min: 200 }',
  ],
  ...[
    '[ { records: [ { id: a }, { id: a } ] } ]',
    '[ { records: [ { at: -1 d, size: 1 MiB } ] } ]',
    '[ { rate: 1/s } ]',
  ],
  ...['[ { at: 1 s, set: { functions.worker.reservedConcurrency: 0 } } ]', '[ { at: 0 s, for: 0 s, disable: m } ]'],
  ...['async', 'sync', 'direct', 'sns', 's3', 'eventBridge', 'scheduler', 'dlq', 'uploads', 'notices', 'thumbnail'],
  ...[
    '{ sns: topic }',
    '{ s3: failures }',
    '{ eventBridge: bus }',
    '{ attempts: 0 }',
    '{ attempts: 185, age: 24 h }',
    '6 h',
  ],
  ...[
    '[ { at: 1 s, for: 1 s, outage: { source: orders } } ]',
    '[ { at: 0 s, for: 20 s, outage: { function: worker } } ]',
    '[ succeed, crash, { raw: "{" } ]',
    '[ { fails: 100 % } ]',
  ],
  ...['on', 'off', 'live', 'push', 'leased', 'static', 'tokenBucket', 'shuffle', 'jsq', 'perTenant', 'single', 'ring'],
  ...['lifo', 'drr', 'sqsFair', '{ type: ttl, ttl: 1 s }', '{ strategy: bestOf, d: 3 }', '{ zipf: 2 }', '4000000'],
  ...['[ { at: 1 s, slow: 50 % } ]', '{ noise: { noisy: true, service: 1 s, arrivals: [ { rate: 1/s } ] } }'],
];

const NAMES = [
  ...['tier', 'tenants', 'incidents', 'queues', 'placement', 'strategy', 'discipline', 'measure', 'until', 'noisy'],
  ...['functions', 'sources', 'mappings', 'downstreams', 'events', 'objectives', 'facts', 'account', 'warmUp', 'seed'],
  ...[
    'rules',
    'handler',
    'timeout',
    'memory',
    'cpuShare',
    'reservedConcurrency',
    'provisionedConcurrency',
    'coldStart',
  ],
  ...[
    'perInvocation',
    'perRecord',
    'perKiB',
    'duration',
    'parallel',
    'outcome',
    'script',
    'when',
    'uses',
    'visibilityTimeout',
  ],
  ...[
    'delay',
    'messageRetentionPeriod',
    'redrivePolicy',
    'deadLetterQueue',
    'arrivals',
    'rate',
    'replay',
    'records',
    'body',
  ],
  ...[
    'startAt',
    'endAt',
    'attributes',
    'batchSize',
    'maximumBatchingWindow',
    'maximumConcurrency',
    'pollers',
    'enabledAt',
  ],
  ...[
    'x-note',
    '__proto__',
    'constructor',
    '',
    ' ',
    '<<',
    'a.b',
    '1',
    'null',
    'BatchSize',
    LONG.slice(0, 2000),
    '👾',
    '\0',
  ],
  ...[
    'origin',
    'maximumRetryAttempts',
    'maximumEventAge',
    'lostAcknowledgements',
    'onSuccess',
    'onFailure',
    'upstreamRetries',
  ],
  ...['async.pacing', 'async.lookAhead', 'async.dispatch', 'async.retry.error.jitter', 'async.lostAcknowledgements'],
  ...['sqs.visibilityTimeout', 'sqs.pollers.initial', 'lambda.concurrency', 'lambda.scaling.rate', 'sqs.inFlight.max'],
];

const TEXT_EDITS: readonly TextEdit['what'][] = [
  ...(['delete', 'duplicate', 'swap', 'indent', 'outdent', 'insert', 'comment', 'cut'] as const),
  ...(['replace', 'replace'] as const), // more often than the others, for it can be anything
];

const TREE_EDITS: readonly TreeEdit['what'][] = [
  ...(['delete', 'rename', 'misspell', 'repeat', 'move', 'add', 'empty', 'reorder', 'wrap'] as const),
  ...(['replace', 'replace', 'replace', 'add'] as const),
];

const position = fc.nat(4000);

const textEdit: fc.Arbitrary<TextEdit> = fc.record({
  what: fc.constantFrom(...TEXT_EDITS),
  line: position,
  other: position,
  token: fc.oneof(fc.constantFrom(...HOSTILE), fc.constantFrom(...PLAUSIBLE)),
});

const treeEdit: fc.Arbitrary<TreeEdit> = fc.record({
  what: fc.constantFrom(...TREE_EDITS),
  at: position,
  other: position,
  value: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...PLAUSIBLE) },
    { weight: 1, arbitrary: fc.constantFrom(...HOSTILE) },
  ),
  name: fc.constantFrom(...NAMES),
});

/** One to three edits of one sort. */
export const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.record({ text: fc.array(textEdit, { minLength: 1, maxLength: 3 }) }),
  fc.record({ tree: fc.array(treeEdit, { minLength: 1, maxLength: 3 }) }),
);

export function mutate(scenario: string, edits: Mutation): string {
  if ('text' in edits) return edits.text.reduce(editText, scenario);
  const tree = treeOf(scenario);
  for (const edit of edits.tree) editTree(tree, edit);
  return `${write(tree)}\n`;
}

function editText(text: string, { what, line, other, token }: TextEdit): string {
  const lines = text.split('\n');
  const i = line % lines.length;
  const j = other % lines.length;
  const old = lines[i]!;
  if (what === 'delete') lines.splice(i, 1);
  else if (what === 'duplicate') lines.splice(j, 0, old);
  else if (what === 'swap') [lines[i], lines[j]] = [lines[j]!, old];
  else if (what === 'insert') lines.splice(i, 0, token);
  else if (what === 'cut') lines.splice(i);
  else lines[i] = editLine(old, what, other, token);
  return lines.join('\n');
}

function editLine(line: string, what: TextEdit['what'], other: number, token: string): string {
  if (what === 'indent') return ' '.repeat(1 + (other % 4)) + line;
  if (what === 'outdent') return line.replace(new RegExp(`^ {1,${1 + (other % 4)}}`), '');
  if (what === 'comment') return `${line}  # ${token.slice(0, 20)}`;
  const words = line.split(/(?<=\s)/);
  const k = other % words.length;
  words[k] = `${token}${/\s$/.test(words[k]!) ? ' ' : ''}`;
  return words.join('');
}

/** A tree without any place left stays as it is. */
function editTree(top: Tree, edit: TreeEdit): void {
  const holds = holdsOf(top);
  if (holds.length === 0) return;
  const hold = holds[edit.at % holds.length]!;
  const { parent, index } = hold;
  switch (edit.what) {
    case 'replace':
      return put(hold, leaf(edit.value));
    case 'delete':
      return remove(hold);
    case 'empty':
      return put(hold, edit.other % 2 === 0 ? { kind: 'map', entries: [] } : { kind: 'list', items: [] });
    case 'wrap':
      return put(hold, { kind: 'list', items: [heldBy(hold)] });
    case 'repeat':
      return add(parent, parent.kind === 'map' ? parent.entries[index]!.key : '', structuredClone(heldBy(hold)));
    case 'add':
      return add(heldBy(hold).kind === 'leaf' ? parent : heldBy(hold), edit.name, leaf(edit.value));
    case 'move':
      return move(hold, holds[edit.other % holds.length]!, edit.name);
    default:
      return relabel(hold, edit);
  }
}

/** Into another place; what is moved into itself becomes a copy in itself, as a slip of the editor would have it. */
function move(from: Hold, to: Hold, name: string): void {
  const moved = structuredClone(heldBy(from));
  const target = heldBy(to).kind === 'leaf' ? to.parent : heldBy(to);
  const key = from.parent.kind === 'map' ? from.parent.entries[from.index]!.key : name;
  remove(from);
  add(target, key, moved);
}

function relabel({ parent, index }: Hold, { what, name, other }: TreeEdit): void {
  const entries: { key: string }[] | Tree[] = parent.kind === 'map' ? parent.entries : parent.items;
  if (what === 'reorder') {
    (entries as unknown[]).push(...(entries as unknown[]).splice(index, 1));
    return;
  }
  if (parent.kind === 'list') return;
  const entry = parent.entries[index]!;
  const cut = other % (entry.key.length + 1);
  entry.key = what === 'rename' ? name : entry.key.slice(0, cut) + entry.key.slice(cut + 1);
}
