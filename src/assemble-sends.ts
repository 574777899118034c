/**
 * Builds what handlers send on, from what a scenario says. A part of assemble.ts.
 */
import { carried } from './assemble-arrivals.ts';
import { compile } from './engine/distributions.ts';
import type { RecordMatch } from './model/lambda/match.ts';
import { Sends, type SendSettings } from './model/lambda/sends.ts';
import type { Named } from './model/observer.ts';
import type { Destination } from './model/sources/destination.ts';
import type { World } from './model/world.ts';
import type * as S from './scenario/scenario.ts';

type Match = NonNullable<S.SendScenario['when']>;

/** `targets`: all sources that can be sent to, by name. */
export function makeSends(
  fn: Named,
  sends: readonly S.SendScenario[],
  targets: ReadonlyMap<string, Destination>,
  matchOf: (attributes: Match) => RecordMatch,
  world: World,
): Sends {
  const settings = sends.map(({ to, when, count, size, attributes, ...rest }, i): SendSettings => {
    const drawn = attributes.map(({ name, spec }) =>
      carried(name, spec, `functions.${fn.name}`, world, `sends.${i}.attributes.${name}`),
    );
    return {
      to: targets.get(to)!,
      for: rest.for,
      at: rest.at,
      share: rest.share,
      when: when && matchOf(when),
      count: compile(count),
      size: size && compile(size),
      attributes: drawn,
    };
  });
  return new Sends(fn, settings, world);
}
