/** A stream by itself: for tests of the source's own interface. */
export { makeStream, put } from '../../src/validation/recorded/scripted/stream.ts';
