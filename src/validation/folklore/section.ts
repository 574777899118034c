/** Claims that one reads, each held against a scenario. A row says what the scenario demands, and what the claim would have it be. */
import type { ObjectiveResult } from '../../metrics/result.ts';
import { formatQuantity } from '../../scenario/quantities.ts';
import { readScenario } from '../../scenario/read.ts';
import { simulate } from '../../simulate.ts';
import type { Case, Files, Section } from '../case.ts';
import type { Row } from '../row.ts';
import type { Claim, Refused, Shown } from './claim.ts';
import { FUNCTION_CLAIMS } from './claims/functions.ts';
import { QUEUE_CLAIMS } from './claims/queues.ts';
import { STREAM_CLAIMS } from './claims/streams.ts';

export const CLAIMS: readonly Claim[] = [...QUEUE_CLAIMS, ...STREAM_CLAIMS, ...FUNCTION_CLAIMS];

const ABOUT = `What one reads about Lambda and its sources, and what the service does instead. Each claim has a scenario with objectives that hold
as the service works and would not if the claim were true; the figures are what the run gave. The rules come from the sources that are named: such a
row shows that the simulator follows them, not that they are right. [All claims in words](folklore.md).`;

export function folkloreSection(files: Files): Section {
  return { name: 'folklore', title: 'Folklore', about: ABOUT, cases: CLAIMS.map((claim) => caseOf(claim, files)) };
}

function caseOf(claim: Claim, files: Files): Case {
  return { id: claim.id, seconds: 1, run: () => rowsOf(claim, files.readText(claim.scenario)) };
}

/** Runs the scenario, whose text it is. Throws when that is none, or lacks an objective that the claim names. */
export function rowsOf(claim: Claim, text: string): Row[] {
  const read = readScenario(text);
  if (!read.ok) throw new Error(`${claim.scenario} is not a scenario`);
  const { objectives } = simulate(read.scenario);
  const shown = claim.shown.map((one) => {
    const objective = objectives.find(({ text: written }) => written === one.objective);
    if (objective === undefined) throw new Error(`${claim.scenario} has no objective ${one.objective}`);
    return shownRow(claim, one, objective);
  });
  return claim.refused === undefined ? shown : [...shown, refusedRow(claim, claim.refused, text)];
}

function shownRow(claim: Claim, { figure, objective, believed }: Shown, { met, value, unit }: ObjectiveResult): Row {
  return {
    ...labels(claim, believed),
    figure,
    ran: 'scenario',
    expected: objective,
    found: value === null ? 'no value' : written(unit, value),
    verdict: met ? 'pass' : 'miss',
  };
}

/** The reader of scenarios refuses what the service does. */
function refusedRow(claim: Claim, { figure, written: now, believed, statement }: Refused, text: string): Row {
  if (!text.includes(now)) throw new Error(`${claim.scenario} does not say ${now}`);
  const { problems } = readScenario(text.replace(now, believed));
  const refusal = problems.find(({ severity, source }) => severity === 'error' && source === statement);
  return {
    ...labels(claim, 'accepted'),
    figure,
    ran: 'decision',
    expected: 'refused',
    found: refusal === undefined ? 'accepted' : `refused: ${refusal.message}`,
    verdict: refusal === undefined ? 'miss' : 'pass',
  };
}

function labels({ id, claim, evidence, source }: Claim, believed: string | undefined) {
  return {
    id,
    setting: claim,
    evidence,
    source,
    ...(believed === undefined ? {} : { why: `were the claim true: ${believed}` }),
  };
}

/** Counts as they are, everything else with its unit, to four digits. */
function written(unit: ObjectiveResult['unit'], value: number): string {
  const digits = Number(value.toPrecision(4));
  return unit === 'count' ? String(digits) : formatQuantity(unit, digits);
}
