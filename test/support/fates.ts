/** What must hold of the fates of any result, and of the drawing of them. */
import { expect } from 'vitest';
import type { Result } from '../../src/metrics/result.ts';
import { fatesOf } from '../../src/report/fates/fates.ts';
import type { Box, Drawing, Point } from '../../src/report/fates/drawing.ts';
import { layout } from '../../src/report/fates/layout.ts';
import { readerId, sourceId, totalOf, type Fates, type Share, type Stage } from '../../src/report/fates/stage.ts';

/** Every record is there exactly once, and the drawing shows what the fates say, with room for every text. */
export function expectSoundFates(result: Result): Fates {
  const fates = fatesOf(result);
  expect(fates.leftOut).toBe(0);
  expectBalance(fates);
  expectBooks(fates, result);
  expectSoundDrawing(fates);
  return fates;
}

function expectBalance({ stages }: Fates): void {
  const byId = new Map(stages.map((stage) => [stage.id, stage]));
  expect(byId.size).toBe(stages.length);
  for (const { id, in: into, out, outside, copies } of stages) {
    const all = [...into, ...out, ...outside];
    expect([id, all.every(({ count }) => Number.isSafeInteger(count) && count > 0)]).toEqual([id, true]);
    if (copies.length === 0) expect([id, totalOf(out)]).toEqual([id, totalOf(into)]);
    else for (const reader of copies) expect([id, totalOf(byId.get(reader)?.in ?? [])]).toEqual([id, totalOf(into)]);
    // What goes on elsewhere is there as much.
    for (const to of new Set(out.flatMap(({ link }) => link ?? []))) {
      const there = byId.get(to)!.in;
      expect([id, to, linked(there, id)]).toEqual([id, to, linked(out, to)]);
    }
  }
}

function linked(shares: readonly Share[], to: string): number {
  return totalOf(shares.filter(({ link }) => link === to));
}

/** Sums by kind, against the books that the result has. */
function expectBooks({ stages }: Fates, { sources, mappings, tier }: Result): void {
  const byId = new Map(stages.map((stage) => [stage.id, stage]));
  const sum = (shares: readonly Share[] = [], isMeant: (share: Share) => boolean): number =>
    totalOf(shares.filter(isMeant));
  const of = (stage: Stage | undefined, ...tones: Share['tone'][]): number =>
    sum(stage?.out, ({ tone }) => tones.includes(tone));
  for (const [name, { books, stream, deadLettered, deadLetteredBy }] of Object.entries(sources)) {
    const stage = byId.get(sourceId(name));
    expect([name, totalOf(stage?.in ?? [])]).toEqual([name, Object.values(books.in).reduce((all, n) => all + n, 0)]);
    if (stream !== null || stage === undefined) continue;
    const { out } = books;
    expect([name, of(stage, 'good')]).toEqual([name, out.succeeded]);
    expect([name, of(stage, 'dead')]).toEqual([name, out.deadLettered]);
    expect([name, of(stage, 'open')]).toEqual([name, out.waiting]);
    expect([name, of(stage, 'moved')]).toEqual([name, out.redrivenOut]);
    expect([name, of(stage, 'aside')]).toEqual([name, out.filtered + out.passed]);
    expect([name, of(stage, 'bad')]).toEqual([
      name,
      out.acknowledgedUnprocessed + out.expired + out.failed + out.refused,
    ]);
    const causes = sum(stage.out, ({ tone, why }) => tone === 'dead' && why !== 'in the warm-up');
    expect([name, causes]).toEqual([name, deadLettered]);
    expect(Object.values(deadLetteredBy).reduce((all, n) => all + n, 0)).toBe(deadLettered);
  }
  for (const [name, { stream, source }] of Object.entries(mappings)) {
    if (stream === null) continue;
    const stage = byId.get(readerId(name)) ?? byId.get(sourceId(source));
    const { succeeded, waiting, toDestination, skipped, expired, acknowledgedUnprocessed } = stream.books.out;
    expect([name, of(stage, 'good'), of(stage, 'open'), of(stage, 'dead')]).toEqual([
      name,
      succeeded,
      waiting,
      toDestination,
    ]);
    expect([name, of(stage, 'bad')]).toEqual([name, skipped + expired + acknowledgedUnprocessed]);
  }
  for (const [name, { accepted, succeeded, dropped, waiting }] of Object.entries(tier?.groups ?? {})) {
    const stage = byId.get(`tenants ${name}`);
    if (stage === undefined) continue;
    expect([name, sum(stage.in, ({ label }) => label === 'accepted')]).toEqual([name, accepted]);
    expect([name, of(stage, 'good'), of(stage, 'bad'), of(stage, 'open')]).toEqual([name, succeeded, dropped, waiting]);
  }
}

export function expectSoundDrawing(fates: Fates): Drawing {
  const drawing = layout(fates);
  const { width, height, flows, bars, threads, texts } = drawing;
  const boxes: readonly Box[] = texts.map(({ box }) => box);
  const numbers = [width, height, ...[...bars, ...boxes].flatMap((box) => [box.x, box.y, box.width, box.height])];
  const points = [...flows, ...threads].flatMap((one) => one.points);
  expect([...numbers, ...points.flatMap(({ x, y }) => [x, y])].filter((n) => !Number.isInteger(n) || n < 0)).toEqual(
    [],
  );
  expect(flows.filter((flow) => flow.height < 1)).toEqual([]);
  // In proportion, up to the nearest pixel.
  const most = flows.reduce(
    (a, b) => (b.share.count > a.share.count ? b : a),
    flows[0] ?? { share: { count: 1 }, height: 1 },
  );
  const unit = most.height / most.share.count;
  const wrong = flows.filter((flow) => Math.abs(flow.height - Math.max(1, flow.share.count * unit)) > 1);
  expect(wrong).toEqual([]);
  // All from left to right, within the drawing.
  const outside = [...boxes, ...bars].filter((box) => box.x + box.width > width || box.y + box.height > height);
  expect(outside).toEqual([]);
  for (const {
    points: [first, ...rest],
  } of [...flows, ...threads]) {
    let from = first!;
    for (const to of rest) {
      expect(to.x).toBeGreaterThanOrEqual(from.x);
      from = to;
    }
  }
  // Nothing lies on a text.
  const solid = [
    ...bars,
    ...flows.flatMap((flow) => pieces(flow.points, flow.height)),
    ...threads.flatMap((thread) => pieces(thread.points, 1)),
  ];
  const covered = boxes.flatMap((box, i) => [
    ...boxes.slice(i + 1).filter((other) => overlap(box, other)),
    ...solid.filter((other) => overlap(box, other)),
  ]);
  expect(covered).toEqual([]);
  return drawing;
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** A band cut into upright pieces. Between two points it stays within their heights. */
function pieces([first, ...rest]: readonly Point[], height: number): Box[] {
  const all: Box[] = [];
  let from = first!;
  for (const to of rest) {
    const steps = from.y === to.y ? 1 : 16;
    for (let i = 0; i < steps; i++) {
      const [a, b] = [at(from, to, i / steps), at(from, to, (i + 1) / steps)];
      const top = Math.min(a.y, b.y);
      all.push({ x: a.x, y: top, width: b.x - a.x, height: Math.max(a.y, b.y) + height - top });
    }
    from = to;
  }
  return all;
}

/** On the bend from one point to another: a cubic curve that leaves and arrives level, its handles halfway. */
function at(from: Point, to: Point, t: number): Point {
  const blend = t * t * (3 - 2 * t);
  const u = 1 - t;
  const middle = (from.x + to.x) / 2;
  const x = u * u * u * from.x + 3 * u * t * middle * (u + t) + t * t * t * to.x;
  return { x, y: from.y + (to.y - from.y) * blend };
}
