/** Judges a recorded pattern: whether it is refused, or what becomes of its event, by the matcher and by the rules of the source. */
import { EVENTBRIDGE, LAMBDA, type Dialect } from '../../model/filters/dialect.ts';
import { matches } from '../../model/filters/matches.ts';
import { readPattern, type Pattern } from '../../model/filters/pattern.ts';
import { letsThrough } from '../../model/filters/record-filter.ts';
import { Refused } from '../../model/filters/refused.ts';
import type { FilteredKind } from '../../model/filters/source-fields.ts';
import type { Evidence, Row } from '../row.ts';
import { jsonText } from './text.ts';

/** Who decided, and what that is evidence of. A kind: a mapping of such a source, which has rules of its own beside the pattern's. */
const LAYERS = {
  'lambda-esm-create': { by: 'a mapping', dialect: LAMBDA, kind: undefined, evidence: 'recorded' },
  'lambda-esm-sqs': { by: 'a mapping of a queue', dialect: LAMBDA, kind: 'sqs', evidence: 'recorded' },
  'lambda-esm-kinesis': { by: 'a mapping of Kinesis', dialect: LAMBDA, kind: 'kinesis', evidence: 'recorded' },
  'lambda-esm-dynamodb': { by: 'a mapping of a table', dialect: LAMBDA, kind: 'dynamodbStreams', evidence: 'recorded' },
  'eventbridge-test-event-pattern': { by: 'a bus', dialect: EVENTBRIDGE, kind: undefined, evidence: 'recorded' },
  'eventbridge-rule': { by: 'a rule of a bus', dialect: EVENTBRIDGE, kind: undefined, evidence: 'recorded' },
  'event-ruler': { by: 'the matcher of buses', dialect: EVENTBRIDGE, kind: undefined, evidence: 'documented' },
  'event-ruler-executed': { by: 'the matcher of buses', dialect: EVENTBRIDGE, kind: undefined, evidence: 'documented' },
} as const satisfies Readonly<Record<string, Layer>>;

interface Layer {
  readonly by: string;
  readonly dialect: Dialect;
  readonly kind: FilteredKind | undefined;
  readonly evidence: Evidence;
}

/** Repository and file, by the short name that cases have for them. */
export type Sources = Readonly<Record<string, string>>;

export interface PatternCase {
  readonly id: string;
  readonly layer: keyof typeof LAYERS;
  /** A pattern, or the text that was given as one. */
  readonly pattern?: unknown;
  readonly text?: string;
  readonly event?: unknown;
  readonly matches?: boolean;
  /** Refused; a text where the answer is compared, too. */
  readonly refused?: true | string;
  /** Why a bus refuses, in its words, which are not compared. */
  readonly reason?: string;
  readonly source: string;
  readonly test: string;
  /** `recorded` and the day; of the matcher, which is no service, `high`. */
  readonly sure: string;
}

/** Characters of a pattern or an event that a row shows. */
const LONGEST = 160;
/** Rules that a pattern of a bus may become. */
const MOST_RULES = 1000;

export function judgePattern(one: PatternCase, sources: Sources): Row {
  const layer: Layer = LAYERS[one.layer];
  const pattern = readPattern(one.text ?? one.pattern, { dialect: layer.dialect, mostRules: MOST_RULES });
  const written = cut(one.text ?? jsonText(one.pattern));
  const verdict = one.refused === undefined ? verdictOf(one, pattern, layer) : refusalOf(one, pattern, layer.dialect);
  return {
    id: one.id,
    figure: one.refused === undefined ? 'verdict' : 'refusal',
    setting:
      one.event === undefined ? `${layer.by}: ${written}` : `${layer.by}: ${written} on ${cut(jsonText(one.event))}`,
    evidence: layer.evidence,
    source: sourceOf(one, sources),
    ran: 'decision',
    ...verdict,
  };
}

type Judged = Pick<Row, 'expected' | 'found' | 'verdict'>;

function verdictOf(one: PatternCase, pattern: Pattern | Refused, { kind }: Layer): Judged {
  const expected = verdictText(one.matches === true);
  if (pattern instanceof Refused) return { expected, found: `refused: ${reasonOf(pattern)}`, verdict: 'miss' };
  const byMatcher = matches(pattern, one.event);
  const event = one.event as Readonly<Record<string, unknown>>;
  const bySource = kind === undefined ? byMatcher : letsThrough([pattern], event, kind);
  const found =
    byMatcher === bySource
      ? verdictText(byMatcher)
      : `${verdictText(byMatcher)} by the matcher, ${verdictText(bySource)} by the source`;
  return { expected, found, verdict: byMatcher === one.matches && bySource === one.matches ? 'pass' : 'miss' };
}

function refusalOf({ refused, reason }: PatternCase, pattern: Pattern | Refused, { refusal }: Dialect): Judged {
  const words = typeof refused === 'string' ? refused : reason;
  const expected = words === undefined ? 'refused' : `refused: ${words}`;
  if (!(pattern instanceof Refused)) return { expected, found: 'taken', verdict: 'miss' };
  const isSaid = typeof refused !== 'string' || refused === refusal;
  const found = `refused: ${refusal ?? reasonOf(pattern)}`;
  return { expected, found, verdict: isSaid ? 'pass' : 'miss' };
}

function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)} …` : text;
}

function verdictText(isMatch: boolean): string {
  return isMatch ? 'matches' : 'does not match';
}

function reasonOf({ path, reason }: Refused): string {
  return path.length === 0 ? reason : `${path.join('.')}: ${reason}`;
}

function sourceOf({ source, test, sure, layer }: PatternCase, sources: Sources): string {
  const how = layer === 'event-ruler-executed' ? 'its verdict when it was run' : 'its tests';
  const stands = sure.startsWith('recorded')
    ? `${sure} from the service`
    : `the open-source matcher of the service, ${how}`;
  return `${sources[source]!}, ${test} (${stands})`;
}
