/** What became of all records of a result: its sources in the order of the scenario, then the tenants of its tier. Pure. */
import type { Result } from '../../metrics/result.ts';
import { isAsync, isStream } from '../streams.ts';
import { sourceStage } from './source-stages.ts';
import { MOST_STAGES, type Fates, type Stage } from './stage.ts';
import { streamStages } from './stream-stages.ts';
import { tierStages } from './tier-stages.ts';
import { wiringOf } from './wiring.ts';

/** The group of the functions of the scenario; no tenants may have this name. */
const FUNCTIONS = 'functions';

export function fatesOf(result: Result): Fates {
  const wiring = wiringOf(result);
  const { sources, tier } = result;
  const hasEvents = Object.values(sources).some(isAsync);
  const all = [
    ...Object.keys(sources).flatMap((name) =>
      isStream(sources[name]!) ? streamStages(name, result, wiring) : [sourceStage(name, result, wiring)],
    ),
    ...(tier === null ? [] : tierStages(tier, (name) => name === FUNCTIONS && hasEvents)),
  ].filter(isMet);
  return { stages: all.slice(0, MOST_STAGES), leftOut: Math.max(0, all.length - MOST_STAGES) };
}

/** Whether anything came, or wanted to. */
function isMet(stage: Stage): boolean {
  return stage.in.length > 0 || stage.outside.length > 0;
}
