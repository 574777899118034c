/**
 * The figures that people ask of a scenario when they do not say which: those of its objectives first, then what tells whether
 * it is quick, loses nothing, is held back, keeps up, and what it costs. Leaves out all that the scenario has no part for.
 */
import { isStreamType } from '../model/sources/kinds.ts';
import { figureOfObjective, readFigure, type FigureRef } from '../scenario/figure.ts';
import type { Scenario, SourceScenario } from '../scenario/scenario.ts';

/** Parts of one kind that have figures here, the first of the file: of very many nobody reads them all. */
export const MOST_PARTS = 12;

/** Without doubles, in an order that does not depend on what runs give. Never empty: each scenario has a bill. */
export function defaultFigures(scenario: Scenario): FigureRef[] {
  const asked = scenario.objectives.map((objective) => figureOfObjective(objective, scenario));
  const others = [
    ...first(scenario.sources.filter((source) => isWorkedOff(source, scenario))).flatMap(ofSource),
    ...first(scenario.mappings).flatMap(({ name, type }) => ofMapping(name, type)),
    ...first(scenario.functions).map(({ name }) => `${name}.throttles`),
    ...ofTier(scenario),
    'cost.perMonth',
  ];
  // A name that several parts have may be no clear figure: then it is none of these.
  const known = others.map((text) => readFigure(text, scenario)).flatMap((read) => (read.ok ? [read.figure] : []));
  return [...new Map([...asked, ...known].map((figure) => [figure.text, figure])).values()];
}

/** Something reads it, or it calls by itself: dead-letter queues that only fill have no latency. */
function isWorkedOff(source: SourceScenario, { mappings }: Scenario): boolean {
  return 'function' in source || mappings.some((mapping) => mapping.source === source.name);
}

function ofSource(source: SourceScenario): string[] {
  const { name, type } = source;
  const isNever = (figure: string): boolean =>
    figure === 'deadLettered' && 'redrivePolicy' in source && source.redrivePolicy === undefined;
  // What is left at the end: who does less of the work is no better for being quick and cheap. Streams have an age that tells it.
  const left = type === 'sync' || isStreamType(type) ? [] : [`${name}.waiting`];
  const lost = LOST[type].filter((figure) => !isNever(figure)).map((figure) => `${name}.${figure}`);
  return [`p50(${name}.latency)`, `p99(${name}.latency)`, ...lost, ...left];
}

/** How records of a kind of source are lost, or end where nobody wants them. */
export const LOST = {
  sqs: ['deadLettered', 'expired'],
  sqsFifo: ['deadLettered', 'expired'],
  sync: ['failed', 'refused'],
  async: ['dropped'],
  kinesis: ['expired', 'toDestination', 'discarded'],
  dynamodbStreams: ['expired', 'toDestination', 'discarded'],
  kafka: ['expired', 'toDestination', 'discarded'],
  mq: ['deadLettered'],
  documentDb: ['expired', 'toDestination', 'discarded'],
} as const satisfies Record<SourceScenario['type'], readonly string[]>;

function ofMapping(name: string, type: SourceScenario['type']): string[] {
  if (type === 'kafka') return [`max(${name}.offsetLag)`];
  return isStreamType(type) ? [`max(${name}.iteratorAge)`] : [];
}

function ofTier({ tier }: Scenario): string[] {
  if (tier === undefined) return [];
  const groups = first(tier.tenants).flatMap(({ name }) => [`p99(${name}.firstAttemptAge)`, `${name}.dropped`]);
  return ['tier.blastRadius', 'tier.goodput', ...groups];
}

function first<T>(parts: readonly T[]): readonly T[] {
  return parts.slice(0, MOST_PARTS);
}
