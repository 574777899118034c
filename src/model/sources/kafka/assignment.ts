/**
 * Which consumer of a group has which partition: even shares of partitions that follow each other, the first consumers one more where they do not
 * come out even, as Kafka's range assignor has it for one topic. Which assignor Lambda has is not published. Pure.
 */

/** For each partition the number of its consumer. No consumer beyond the number of partitions has any. */
export function assignmentOf(partitions: number, consumers: number): number[] {
  const share = Math.floor(partitions / consumers);
  const larger = partitions % consumers;
  const inLarger = larger * (share + 1);
  return Array.from({ length: partitions }, (_, partition) =>
    partition < inLarger ? Math.floor(partition / (share + 1)) : larger + Math.floor((partition - inLarger) / share),
  );
}
