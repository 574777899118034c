/**
 * One of several ways of doing something, each with options of its own: placement strategies and disciplines. A word alone is one
 * with its defaults; a mapping says more. Which ones there are, and what they take, stands in the registries of the model.
 */
import * as z from 'zod';
import type { Rules } from '../../../aws/rules.ts';
import type { Options } from '../../../model/options.ts';
import { DISCIPLINES } from '../../../model/tier/disciplines/disciplines.ts';
import { STRATEGIES } from '../../../model/tier/placement/strategies.ts';
import { optionShape } from '../options.ts';
import { listed, mapping, type Refused } from '../shapes.ts';
import { word } from '../words.ts';

/** What can be chosen, by name. */
export type Registry = Readonly<Record<string, { readonly summary: string; readonly options: Options }>>;

export interface Choice {
  readonly registry: Registry;
  /** Key under which a mapping says which one it is. */
  readonly key: string;
  /** What holds when nothing is said. */
  readonly standard: string;
  readonly doc: string;
}

export const PLACEMENT: Choice = {
  registry: STRATEGIES,
  key: 'strategy',
  standard: 'shuffle',
  doc: 'Into which queue an accepted event is put',
};

export const DISCIPLINE: Choice = {
  registry: DISCIPLINES,
  key: 'type',
  standard: 'fifo',
  doc: 'In which order the visible events of a queue are received',
};

/** The word for one of them. */
export function nameSchema({ registry, standard, doc }: Choice): z.ZodType<string> {
  return word(Object.keys(registry), `${doc}; ${standard} unless said.`);
}

/** A mapping that has chosen `name`; keys of the others are refused, and whose they are is told. */
export function chosenSchema(choice: Choice, name: string, rules: Rules): z.ZodType<Record<string, unknown>> {
  const { registry, key } = choice;
  const { options, summary } = registry[name]!;
  const named = word([name], `Here: ${summary}`);
  // What holds when nothing is said need not be named.
  const shape = {
    [key]: name === choice.standard ? named.optional() : named,
    ...(optionShape(options, rules) as Record<string, z.ZodType>),
  };
  return mapping(shape, strangersTo(choice, name));
}

function strangersTo({ registry, key }: Choice, name: string): Refused {
  const owners = new Map<string, string[]>();
  for (const [other, { options }] of Object.entries(registry)) {
    for (const option of Object.keys(options)) owners.set(option, [...(owners.get(option) ?? []), other]);
  }
  const own = registry[name]!.options;
  return Object.fromEntries(
    [...owners]
      .filter(([option]) => !Object.hasOwn(own, option))
      .map(([option, names]) => {
        return [option, { message: `${option} goes with ${key}: ${listed(names, 'or')}; here it is ${name}` }];
      }),
  );
}

/** All there is, for editors. */
export function wholeChoice(choice: Choice, rules: Rules): z.ZodType {
  const all = Object.keys(choice.registry).map((name) => chosenSchema(choice, name, rules));
  return z.union([nameSchema(choice), ...all]).describe(`${choice.doc}; ${choice.standard} unless said.`);
}
