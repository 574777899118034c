/** A card: one measurement, its scenario, and the figures that were published of it. It becomes a case of the suite. */
import type { Result } from '../../metrics/result.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { Template, type Settings } from '../../scenario/template.ts';
import { simulate, type RunOptions } from '../../simulate.ts';
import type { Case, Files } from '../case.ts';
import type { Row } from '../row.ts';
import { judged, type Figure, type Labels, type Published } from './published.ts';

/** Scenarios of this part of the validation, by the name of their file. */
export interface Stage {
  /** The scenario, with other values at some paths. Throws VariantError, and what reading throws. */
  readonly scenario: (name: string, settings?: Settings) => Scenario;
  readonly play: (name: string, settings?: Settings, options?: RunOptions) => Result;
}

export interface Card<K extends string = string> {
  /** Of the reference: A-SQS18-01. */
  readonly id: string;
  readonly setting: string;
  readonly source: string;
  /** What a page says is documented; all else was measured. */
  readonly evidence?: 'documented';
  /** CPU seconds, about. */
  readonly seconds: number;
  readonly published: Readonly<Record<K, Published>>;
  readonly measure: (stage: Stage) => Readonly<Record<K, Figure>>;
}

/** A card, with its keys checked against each other. */
export function card<K extends string>(one: Card<K>): Card {
  return one as unknown as Card;
}

export function stageOf(files: Files): Stage {
  const scenario = (name: string, settings: Settings = {}): Scenario => {
    const path = `validation/measured/${name}.yaml`;
    const read = Template.fromText(files.readText(path));
    if (!read.ok) throw new Error(`${path} is no scenario`);
    return read.template.variant(settings).scenario;
  };
  return { scenario, play: (name, settings, options) => simulate(scenario(name, settings), options) };
}

export function caseOf(one: Card, stage: Stage): Case {
  const { id, setting, source, evidence = 'measured', seconds, published, measure } = one;
  const labels: Labels = { id, setting, source, evidence };
  const reasons = [...new Set(Object.values(published).flatMap(({ misses }) => misses ?? []))];
  const run = (): Row[] => {
    let ran: 'scenario' | 'observed' = 'scenario';
    const noting: Stage = {
      scenario: stage.scenario,
      play: (name, settings, options) => {
        if (options?.observers !== undefined) ran = 'observed';
        return stage.play(name, settings, options);
      },
    };
    const found = measure(noting);
    return Object.entries(published).map(([key, figure]) => judged(labels, figure, found[key]!, ran));
  };
  return { id, seconds, run, ...(reasons.length > 0 && { knownMiss: reasons.join(' ') }) };
}
