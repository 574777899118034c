/** Which partition a key goes to, against the vectors of Kafka's own tests, and which consumer a partition has. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignmentOf } from '../../../src/model/sources/kafka/assignment.ts';
import { murmur2, partitionOf } from '../../../src/model/sources/kafka/murmur2.ts';

describe('murmur2', () => {
  // UtilsTest.testMurmur2 of Apache Kafka.
  it.each([
    ['21', -973_932_308],
    ['foobar', -790_332_482],
    ['a-little-bit-long-string', -985_981_536],
    ['a-little-bit-longer-string', -1_486_304_829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58_897_971],
    ['abc', 479_470_107],
  ])('of %s is what Kafka says', (key, hash) => {
    expect(murmur2(new TextEncoder().encode(key))).toBe(hash);
  });

  it('looks at the first bytes only, where it is told how many', () => {
    expect(murmur2(new TextEncoder().encode('foobarbaz'), 6)).toBe(-790_332_482);
  });

  it('makes a partition out of its lower 31 bits', () => {
    expect(partitionOf(-790_332_482, 1000)).toBe((2 ** 31 - 790_332_482) % 1000);
    expect(partitionOf(7, 5)).toBe(2);
  });
});

describe('an assignment', () => {
  const consumers = fc.integer({ min: 1, max: 60 });

  it('gives each partition to one consumer, in even shares, and moves no more than it has to (KAF-01)', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), consumers, consumers, (partitions, first, then) => {
        let before: number[] | undefined;
        for (const count of [first, then]) {
          const owners: number[] = assignmentOf(partitions, count, before);
          expect(owners).toHaveLength(partitions);
          const shares = Array.from({ length: count }, (_, i) => owners.filter((owner) => owner === i).length);
          expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
          const stayed = owners.filter((owner, i) => owner === before?.[i]).length;
          const most = shares.reduce((sum, share, i) => {
            return sum + Math.min(share, before?.filter((owner) => owner === i).length ?? 0);
          }, 0);
          if (before !== undefined) expect(stayed).toBe(most);
          before = owners;
        }
      }),
    );
  });

  it('of two consumers gives two more half of what each had', () => {
    expect(assignmentOf(4, 4, [0, 0, 1, 1])).toEqual([0, 2, 1, 3]);
  });

  it('leaves the consumers beyond the partitions with nothing (KAF-02)', () => {
    expect(assignmentOf(2, 5)).toEqual([0, 1]);
  });
});
