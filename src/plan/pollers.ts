/**
 * Provisioned pollers of a queue: the fewest that have to be ready all the time (minimumPollers), and then the fewest there may be at the
 * most (maximumPollers), that meet the objectives; beside them what the service's formula says (PLN-06, SQS-27). A mapping on demand is
 * put into provisioned mode for it. Each of the two searches has half of the permitted error, and the second confirms on luck that the
 * first, which chose minimumPollers, never saw.
 */
import { Rules } from '../aws/rules.ts';
import { queueMappingsOf, type QueueMapping, type Scenario, type VariedSetting } from '../scenario/scenario.ts';
import { answerHead, PlanError, type Answer, type Planning, type Question } from './answer.ts';
import { flowOf, joinsOf } from './closed-forms/flow.ts';
import type { ClosedForm } from './closed-forms/form.ts';
import { pollerRateOf, pollersFor, pollersNeeded } from './closed-forms/queues.ts';
import { FRESH, type Experiment } from './experiment.ts';
import { keepsUp } from './keeps-up.ts';
import { objectivesOf } from './search/demands.ts';
import type { SearchOutcome } from './search/outcome.ts';
import { fewestRuns, search } from './search/search.ts';

export interface PollersAnswer extends Answer {
  readonly mapping: string;
  readonly risk: number;
  readonly confidence: number;
  readonly maxRuns: number;
  readonly demands: 'objectives' | 'keeps up';
  /** That of each of the two searches; together they have `confidence`. */
  readonly confidenceOfEach: number;
  /** Of minimumPollers with many at the most; and of maximumPollers above it, null where the first found nothing, or too few runs were left. */
  readonly minimum: SearchOutcome;
  readonly maximum: SearchOutcome | null;
  /** Null unless minimumPollers was found; maximumPollers is what it was found with where no fewer were confirmed, and `met` is false. */
  readonly found: { readonly minimumPollers: number; readonly maximumPollers: number } | null;
  /** US dollars of 730 hours of minimumPollers; null unless found. */
  readonly perMonth: number | null;
  readonly formula: PollersFormula;
}

export interface PollersFormula {
  /** Why it does not apply; null: it does. */
  readonly why: string | null;
  /** Pollers for the mean rate and for the greatest. */
  readonly mean: number | null;
  readonly peak: number | null;
  readonly form: ClosedForm | null;
}

export const pollers: Question<PollersAnswer> = {
  says: 'the fewest provisioned pollers of a queue that meet the objectives',
  ask,
};

const HOURS_OF_MONTH = 730;
/** At the most beside what the formula says, so that growing is not what binds. */
const GENEROUS = 2;
const MANY = 200;
const MOST_VALUES = 400;
/** As far as no search gets that begins at the first. */
const FRESH_LUCK_OF_MAXIMUM = 1000 * FRESH;

function* ask({ template, base, plan }: Planning): Experiment<PollersAnswer> {
  const rules = new Rules(base.rules, base.facts);
  const mapping = mappingOf(plan.pollers?.mapping, base);
  const formula = formulaOf(mapping, base, rules);
  const [least, mostLeast, mostAtAll] = [
    rules.number('sqs.provisioned.minimumPollers'),
    rules.number('sqs.provisioned.minimumPollers.max'),
    rules.number('sqs.provisioned.maximumPollers.max'),
  ];
  const generous = Math.min(mostAtAll, Math.max(MANY, GENEROUS * (formula.peak ?? 0)));
  const path = `mappings.${mapping.name}.provisionedPollerConfig`;
  const provisioned = template.with({
    [`mappings.${mapping.name}.maximumConcurrency`]: undefined,
    [`mappings.${mapping.name}.pollers`]: undefined,
    [path]: { minimumPollers: least, maximumPollers: generous },
  });
  const hasObjectives = base.objectives.length > 0;
  const source = base.sources.find(({ name }) => name === mapping.source)!;
  const { risk, confidence, maxRuns } = plan;
  const confidenceOfEach = 1 - (1 - confidence) / 2;
  const common = {
    demands: hasObjectives ? objectivesOf(base) : keepsUp(source, base),
    price: undefined,
    risk,
    confidence: confidenceOfEach,
  };
  const first = `${path}.minimumPollers`;
  const hints = formula.peak === null ? {} : { [first]: formula.peak };
  const minimum = yield* search({
    ...common,
    ...{ template: provisioned, vary: [numbers(first, least, Math.min(mostLeast, generous))], maxRuns, hints },
  });
  const ready = winnerOf(minimum);
  const head = { mapping: mapping.name, risk, confidence, maxRuns, confidenceOfEach, formula };
  const demands = hasObjectives ? 'objectives' : 'keeps up';
  if (ready === undefined)
    return {
      ...answerHead('pollers', base),
      ...{ runs: minimum.runs, met: false, ...head, demands, minimum, maximum: null, found: null, perMonth: null },
    };
  const left = maxRuns - minimum.runs;
  const maximum: SearchOutcome | null =
    left < fewestRuns(common)
      ? null
      : yield* search({
          ...common,
          template: provisioned.with({ [first]: ready }),
          vary: [numbers(`${path}.maximumPollers`, ready, generous)],
          ...{ maxRuns: left, fresh: FRESH_LUCK_OF_MAXIMUM },
        });
  const most = maximum === null ? undefined : winnerOf(maximum);
  return {
    ...answerHead('pollers', base),
    ...{ runs: minimum.runs + (maximum?.runs ?? 0), met: most !== undefined, ...head, demands, minimum, maximum },
    found: { minimumPollers: ready, maximumPollers: most ?? generous },
    perMonth: ready * HOURS_OF_MONTH * rules.number('price.lambda.pollers.sqs'),
  };
}

/** That of its name; the one that has provisioned pollers; or the one there is. */
function mappingOf(name: string | undefined, scenario: Scenario): QueueMapping {
  const all = queueMappingsOf(scenario.mappings);
  if (all.length === 0) throw new PlanError('provisioned pollers are asked for of a queue, and no mapping reads one');
  const names = all.map((one) => one.name).join(', ');
  if (name !== undefined) {
    const found = all.find((one) => one.name === name);
    if (found === undefined)
      throw new PlanError(`no mapping of a queue is called ${JSON.stringify(name)}; there is ${names}`);
    return found;
  }
  const provisioned = all.filter((one) => one.provisionedPollerConfig !== undefined);
  const candidates = provisioned.length > 0 ? provisioned : all;
  if (candidates.length > 1) throw new PlanError(`pollers of which mapping? There are ${names}: say it with --mapping`);
  return candidates[0]!;
}

function formulaOf(mapping: QueueMapping, scenario: Scenario, rules: Rules): PollersFormula {
  const join = joinsOf(scenario).find((one) => one.mapping === mapping)!;
  const load = flowOf(join, scenario, rules);
  if (!load.ok) return { why: load.why, mean: null, peak: null, form: null };
  const one = pollerRateOf(load.flow, rules);
  const [mean, peak] = [pollersFor(load.flow.mean, one), pollersFor(load.flow.peak, one)];
  return { why: null, mean, peak, form: pollersNeeded(load.flow, rules) };
}

/** Every number, or of very many some, both ends among them. */
function numbers(path: string, from: number, to: number): VariedSetting {
  const step = Math.max(1, Math.ceil((to - from) / MOST_VALUES));
  const values: number[] = [];
  for (let n = from; n < to; n += step) values.push(n);
  return { path, values: [...values, to] };
}

function winnerOf({ winner }: SearchOutcome): number | undefined {
  return winner === null ? undefined : (Object.values(winner.values)[0] as number);
}
