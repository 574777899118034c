/**
 * Builds what sends records to a source: for each entry of `arrivals:` its process, and what its records carry.
 * Each cause of chance has a stream named after the entry and the attribute, so that another of either changes nobody's
 * luck.
 */
import { alias, compile, zipfWeights, type DistributionSpec } from './engine/distributions.ts';
import type { RandomStream } from './engine/random.ts';
import { AlternatingArrivals, burstyArrivals } from './model/arrivals/alternating.ts';
import { DailyArrivals } from './model/arrivals/daily.ts';
import { ExplicitArrivals } from './model/arrivals/explicit.ts';
import { ArrivalsWithOutages } from './model/arrivals/outage.ts';
import type { ArrivalProcess } from './model/arrivals/process.ts';
import type { Carried, Stream } from './model/arrivals/producer.ts';
import { RampArrivals } from './model/arrivals/ramp.ts';
import { ConstantArrivals, PoissonArrivals, SteppedArrivals } from './model/arrivals/rates.ts';
import { ReplayArrivals } from './model/arrivals/replay.ts';
import type { Outages } from './model/outages.ts';
import { LARGEST_PLAIN } from './model/records.ts';
import type { World } from './model/world.ts';
import type * as S from './scenario/scenario.ts';

/** One for each entry, in the order of the scenario; `outages` are those of the source. */
export function arrivalStreams(source: S.SourceScenario, outages: Outages, world: World): Stream[] {
  return streamsOf(source.arrivals, `sources.${source.name}`, world).map((made) => {
    if (outages.spans.length === 0) return made;
    return { ...made, process: new ArrivalsWithOutages(made.process, outages, source.sendsDuringOutage ?? 'wait') };
  });
}

/** The same without outages; `component`: who sends, for the names of streams of chance. */
export function streamsOf(arrivals: readonly S.ArrivalScenario[], component: string, world: World): Stream[] {
  return arrivals.map((entry, i) => stream(entry, `${component}.arrivals.${i}`, world));
}

function stream(entry: S.ArrivalScenario, component: string, world: World): Stream {
  return {
    process: process(entry, component, world),
    attributes: entry.attributes.map(({ name, spec }) => carried(name, spec, component, world)),
    size: entry.size === undefined ? undefined : drawn(entry.size, world.sim.random(component, 'attributes.size')),
  };
}

function process({ when, startAt = 0, endAt }: S.ArrivalScenario, component: string, { sim }: World): ArrivalProcess {
  const end = Math.min(endAt ?? Infinity, sim.end);
  const random = sim.random(component, 'times');
  switch (when.kind) {
    case 'constant':
      return new ConstantArrivals(when.perSecond, startAt, end);
    case 'poisson':
      return new PoissonArrivals(when.perSecond, startAt, end, random);
    case 'steps':
      return new SteppedArrivals(when.steps, startAt, end, random);
    case 'ramp':
      return new RampArrivals(when, startAt, end, random);
    case 'daily':
      return new DailyArrivals(when, startAt, end, random);
    case 'bursty':
      return burstyArrivals(when, startAt, end, { times: random, phases: sim.random(component, 'phases') });
    case 'onOff': {
      const on = { length: compile(when.on), perSecond: when.perSecond };
      const off = { length: compile(when.off), perSecond: when.offPerSecond };
      return new AlternatingArrivals(on, off, startAt, end, { times: random, phases: sim.random(component, 'phases') });
    }
    case 'records':
      return new ExplicitArrivals(when.records, sim.end);
    case 'replay':
      return new ReplayArrivals(when.trace, startAt, end, when.spread, random);
  }
}

/** What draws an attribute; `stream`: of chance, where it is another than the attribute's own. */
export function carried(
  name: string,
  spec: S.AttributeSpec,
  component: string,
  { records, sim }: World,
  stream = `attributes.${name}`,
): Carried {
  const column = records.attribute(name);
  const { table } = records.attributes[column]!;
  const random = sim.random(component, stream);
  switch (spec.kind) {
    case 'constant': {
      const value = table.indexOf(spec.value);
      return { column, draw: () => value };
    }
    case 'choice': {
      const indexes = spec.values.map((value) => table.indexOf(value));
      const pick = alias(spec.weights);
      return { column, draw: () => indexes[pick(random)]! };
    }
    case 'sequence':
      return { column, draw: inTurn(spec.values.map((value) => table.indexOf(value))) };
    case 'zipf': {
      const pick = alias(zipfWeights(spec.values, spec.exponent));
      return { column, draw: () => table.indexOf(pick(random) + 1) };
    }
    case 'number': {
      const draw = drawn(wholeNumbers(spec.of), random);
      return { column, draw: () => table.indexOf(Math.min(LARGEST_PLAIN, Math.round(draw()))) };
    }
  }
}

function drawn(spec: DistributionSpec, random: RandomStream): () => number {
  const draw = compile(spec);
  return () => draw(random);
}

/** Rounded, the least and the greatest would come half as often as the others: each gets its other half. */
function wholeNumbers(spec: DistributionSpec): DistributionSpec {
  return spec.kind === 'uniform' ? { ...spec, min: spec.min - 0.5, max: spec.max + 0.5 } : spec;
}

function inTurn(values: readonly number[]): () => number {
  let next = 0;
  return () => {
    const value = values[next]!;
    next = next + 1 === values.length ? 0 : next + 1;
    return value;
  };
}
