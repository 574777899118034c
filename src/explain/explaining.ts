/**
 * Explains a result: which limit bound what, when, and what to do about it. With the scenario every suspect is re-run; without it, or where
 * nobody wants re-runs, suspects stay suspects, and the answer says so. Versioned plain data; the words are for report/explain-result.
 */
import { conduct, type Experiment } from '../plan/experiment.ts';
import type { Micros } from '../engine/time.ts';
import type { Result } from '../metrics/result.ts';
import type { Template } from '../scenario/template.ts';
import { VERSION } from '../version.ts';
import { batchesOf, type Batches } from './batches.ts';
import { deadLettersOf, type DeadLetters } from './dead-letters.ts';
import { suspectsOf, type Suspect } from './evidence.ts';
import { notesOf, type Note } from './notes.ts';
import { spansOf, type Span } from './spans.ts';
import { harmTo, ownTimeOf, targetsOf, type Harm, type Target } from './targets.ts';
import type { Together } from './together.ts';
import { verifying, type Finding, type Tried, type Verified } from './verify.ts';

export const RESULT_EXPLANATION_FORMAT = 1;
/** Re-runs, unless somebody says otherwise. */
export const WHAT_IF_RUNS = 12;

export interface ResultExplanation {
  readonly lagcastResultExplanation: typeof RESULT_EXPLANATION_FORMAT;
  readonly version: string;
  readonly name: string;
  readonly seed: number | string;
  readonly digest: string;
  /** Null: the re-runs decided. Otherwise why there were none, as a sentence; then nothing is verified. */
  readonly unverified: string | null;
  readonly runs: number;
  readonly targets: readonly ExplainedTarget[];
  /** Whether there is a tier, whose tenants are not explained. */
  readonly hasTier: boolean;
}

export interface ExplainedTarget {
  readonly target: Target;
  readonly harm: Harm;
  /** Of the mean time, what no limit makes: the work itself, and ways that the service needs. Null of what nobody timed. Microseconds. */
  readonly own: Micros | null;
  /** Verified, the one that explains most first; empty: none binds, or nothing was verified. */
  readonly findings: readonly Said<Finding>[];
  /** Where no limit bound alone: those that did it together; null of none. */
  readonly together:
    (Pick<Together, 'lifted' | 'effect'> & { readonly limits: readonly Pick<Suspect, 'limit' | 'where'>[] }) | null;
  readonly tried: readonly Said<Tried>[];
  /** In the order in which they were, or would be, tried. */
  readonly suspects: readonly Omit<Suspect, 'target'>[];
  readonly spans: readonly Span[];
  readonly deadLetters: DeadLetters | null;
  readonly batches: readonly Batches[];
  /** What befell it that is no limit. */
  readonly notes: readonly Note[];
}

/** Without its target, which has it. */
type Said<T> = Omit<T, 'suspect'> & Pick<Suspect, 'limit' | 'where'>;

export interface ExplainOptions {
  /** Re-runs at the most, without that of the scenario as it is; from 1 on, default {@link WHAT_IF_RUNS}. */
  readonly whatIfRuns?: number | undefined;
}

/** Nothing is re-run. `why`: a sentence. */
export function suspectedOnly(result: Result, why: string): ResultExplanation {
  return explanation(result, why, { findings: [], together: [], tried: [], runs: 0 });
}

/**
 * Explains a result here and now. `template`: of the scenario that gave it. Throws what `simulate` throws, and RangeError of no re-runs at all.
 */
export function explainResult(result: Result, template: Template, options: ExplainOptions = {}): ResultExplanation {
  return conduct(explaining(result, template, options));
}

/** The same for whoever conducts the runs elsewhere. `template`: of the scenario that gave the result. The first run shows whether it is: with another digest nothing is verified. */
export function* explaining(
  result: Result,
  template: Template,
  { whatIfRuns = WHAT_IF_RUNS }: ExplainOptions = {},
): Experiment<ResultExplanation> {
  if (!(whatIfRuns >= 1)) throw new RangeError(`whatIfRuns is at least 1; found ${whatIfRuns}`);
  const base = template.tryVariant({});
  if (!base.ok) return suspectedOnly(result, 'The scenario can no longer be read, so nothing was run again.');
  const [again] = yield [{ scenario: base.scenario, replication: result.replication ?? 0 }];
  if (again!.digest !== result.digest)
    return suspectedOnly(
      result,
      `${otherRun(result, again!)} Nothing more was run, so this is suspected and not verified.`,
    );
  const suspects = suspectsOf(result, targetsOf(result));
  const verified = yield* verifying({ template, scenario: base.scenario, result }, suspects, whatIfRuns);
  return explanation(result, null, verified);
}

/** A sentence. */
function otherRun({ digest, version }: Result, again: Result): string {
  const digests = `digest ${again.digest} instead of ${digest}`;
  if (version !== VERSION)
    return `The result is of lagcast ${version}, and this is lagcast ${VERSION}, whose run is another one (${digests}).`;
  return `The scenario does not give the run that the result is of (${digests}): it is another scenario, or was run with other options.`;
}

function explanation(
  result: Result,
  unverified: string | null,
  { findings, together, tried, runs }: Verified,
): ResultExplanation {
  const { version, name, seed, digest } = result;
  const all = targetsOf(result);
  const suspects = suspectsOf(result, all);
  const targets = all.map((target): ExplainedTarget => {
    const isOurs = ({ suspect }: { readonly suspect: Suspect }): boolean => suspect.target.name === target.name;
    const ownSuspects = suspects.filter((suspect) => suspect.target.name === target.name);
    const ownFindings = findings.filter(isOurs);
    const several = together.find((one) => one.target.name === target.name);
    const verified = several?.suspects ?? ownFindings.map(({ suspect }) => suspect);
    const blamed = unverified === null ? verified : ownSuspects;
    return {
      target,
      harm: harmTo(target, result),
      own: ownTimeOf(target, result),
      findings: ownFindings.map(said),
      together: several === undefined ? null : togetherSaid(several),
      tried: tried.filter(isOurs).map(said),
      suspects: ownSuspects.map(({ target: _, ...suspect }) => suspect),
      spans: spansOf(target, blamed, result),
      deadLetters: deadLettersOf(target, result),
      batches: batchesOf(target, result),
      notes: notesOf(target, result),
    };
  });
  const head = { lagcastResultExplanation: RESULT_EXPLANATION_FORMAT, version, name, seed, digest } as const;
  return { ...head, unverified, runs, targets, hasTier: result.tier !== null };
}

function said<T extends { readonly suspect: Suspect }>({ suspect, ...rest }: T): Said<T> {
  const { limit, where } = suspect;
  return { limit, where, ...rest };
}

function togetherSaid({ suspects, lifted, effect }: Together): NonNullable<ExplainedTarget['together']> {
  return { limits: suspects.map(({ limit, where }) => ({ limit, where })), lifted, effect };
}
