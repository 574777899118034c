/** Balanced allocations: where events are put, against what is known of queues between which one chooses. */
import type { Case, Files, Section } from '../case.ts';
import { familyDefects, familySummary } from '../families.ts';
import { ballsCase, type BallsReference } from './balls.ts';
import { balanceCase } from './balance.ts';
import type { BalanceReference } from './balance-reference.ts';
import { brookerCase, brookerTableCase, type BrookerReference } from './brooker.ts';
import { loadedStartCase, type LoadedStartReference } from './loaded-start.ts';
import { neighboursCase, type NeighboursReference } from './neighbours.ts';
import { ringCase, type RingReference } from './rings.ts';
import { shardsCase, type ShardsReference } from './shards.ts';

export function placementSection(files: Files): Section {
  return {
    name: 'placement',
    title: 'Balanced allocations',
    about: ABOUT,
    cases: placementCases(files),
    summary: familySummary,
    defects: familyDefects,
  };
}

function placementCases(files: Files): Case[] {
  const data = (name: string): unknown => JSON.parse(files.readText(`validation/placement/${name}.json`));
  const brooker = data('brooker') as BrookerReference;
  return [
    ...(data('balance') as readonly BalanceReference[]).map(balanceCase),
    loadedStartCase(data('loaded-start') as LoadedStartReference),
    brookerCase(brooker),
    brookerTableCase(brooker),
    ...(data('neighbours') as readonly NeighboursReference[]).map(neighboursCase),
    ...(data('shards') as readonly ShardsReference[]).map(shardsCase),
    ...(data('rings') as readonly RingReference[]).map(ringCase),
    ...(data('balls') as readonly BallsReference[]).map(ballsCase),
  ];
}

const ABOUT = `
The queues of the [tier](tier.md), each with one server, as scenarios under \`rules: ideal\`: the supermarket model and its finite
relatives, old depths, pairs of queues by tenant, noisy neighbours. What says something of a decision alone (shards, rings, balls into
bins) is asked of the strategies of the tier themselves.

**Few events instead of many.** At a load of 0.9, chance in what comes decides more about a mean than placement does. What chance did
is known: how many events came and how long they were to run and, of few queues, how long these very events would wait in one queue that
all servers share, which Erlang's formula gives the mean of. By as much as these were off, and a mean follows them, it is put right (control
variates). The standard error is that of what is left.

**Infinitely many queues.** A fixed point is for ever more queues; a run has some thousands, whose mean is a little higher, by one over their
number. Up to a load of 0.9 that is less than a third of a standard error; above it the rows are in no family, for their sign would say nothing. Queues
begin with as many events as leave a mean near the fixed point when they are placed at once, and a warm-up follows.

**Left to the engine.** Least work of two (P-LL2) and a remembered queue (P-MEM) are no strategies of the tier; they run on the engine alone.

Ids with AP are sections of the specification that the [tier](tier.md) was built from. Their values are from an own simulation, with two or three
digits and an error of one or two percent; of such a reference no z can be told, so they are in no family.
`.trim();
