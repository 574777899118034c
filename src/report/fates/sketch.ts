/** The drawing of fates while it is made: what is drawn so far, and how far ways between stages have come. */
import type { Way } from './columns.ts';
import type { Bar, Drawing, Flow, Point, Text } from './drawing.ts';
import { LINE_HEIGHT, widthOf, type Line } from './lettering.ts';
import type { Row } from './measuring.ts';
import type { Share, Stage } from './stage.ts';

/** A way between two stages, as far as it is drawn. */
export interface Course {
  readonly way: Way;
  readonly points: Point[];
  /** 0 where new records follow. */
  readonly height: number;
}

/** From the top of a line to its base. */
const BASE = 13;

export class Sketch {
  readonly #bars: Bar[] = [];
  readonly #flows: Flow[] = [];
  readonly #texts: Text[] = [];
  readonly #courses: Course[] = [];

  bar(bar: Bar): void {
    this.#bars.push(bar);
  }

  flow(share: Share, height: number, points: readonly Point[]): void {
    this.#flows.push({ points, height, share });
  }

  /** From the top of the first line on. */
  write(lines: readonly Line[], x: number, top: number, anchor: Text['anchor']): void {
    const width = widthOf(lines);
    const box = { x: anchor === 'start' ? x : x - width, y: top, width, height: lines.length * LINE_HEIGHT };
    this.#texts.push({ lines, x, y: top + BASE, anchor, box });
  }

  /** In the middle of its row. */
  writeBeside({ lines, height }: Row, x: number, rowTop: number, anchor: Text['anchor']): void {
    this.write(lines, x, rowTop + Math.floor((height - lines.length * LINE_HEIGHT) / 2), anchor);
  }

  setOut(way: Way, height: number, points: readonly Point[]): void {
    this.#courses.push({ way, points: [...points], height });
  }

  get courses(): readonly Course[] {
    return this.#courses;
  }

  /** From above to below. `share`: what they are there. */
  coursesInto(stage: Stage, share: Share | null, isSame: boolean): Course[] {
    return this.#courses
      .filter(({ way }) => way.to === stage && way.in === share && way.isSame === isSame)
      .toSorted((a, b) => endOf(a).y - endOf(b).y);
  }

  finished(width: number, height: number): Drawing {
    const flows = this.#courses.flatMap(({ way: { out, in: into, isSame }, points, height: of }): Flow[] => {
      const share = out ?? into;
      return isSame && share !== null ? [{ points, height: of, share }] : [];
    });
    const threads = this.#courses.filter(({ way }) => !way.isSame).map(({ points }) => ({ points }));
    return { width, height, bars: this.#bars, flows: [...this.#flows, ...flows], threads, texts: this.#texts };
  }
}

export function endOf({ points }: Course): Point {
  return points.at(-1)!;
}
