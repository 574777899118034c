/**
 * What all charts look like: sizes, font, colours. The colours are those of Okabe and Ito, which people tell apart whatever
 * their eyes; greys are in the middle, so that they show on white and on black alike.
 */

/** Of the plot, without axes and title: equal in all charts, so that they can stand above each other on one axis of time. */
export const WIDTH = 720;
export const HEIGHT = 200;
/** Room for the labels of a vertical axis: fixed, so that all plots begin at the same place. */
const AXIS_ROOM = 58;

export const COLOURS = {
  blue: '#0072b2',
  orange: '#e69f00',
  green: '#009e73',
  vermilion: '#d55e00',
  sky: '#56b4e9',
  purple: '#cc79a7',
  grey: '#767676',
} as const;

/** Letters and lines that say what limits are. */
export const INK = COLOURS.grey;

/** Strokes, in pixels. */
export const STROKE = 1.5;

/** Letters, in pixels. */
export const TITLE_SIZE = 15;
export const SUBTITLE_SIZE = 12;
export const LABEL_SIZE = 11;

/** Vega-Lite's `config`. Nothing is cut: names are shortened before they come here. */
export const CONFIG = {
  font: 'DejaVu Sans',
  view: { stroke: null },
  // A reader of the screen is told the title and the axes, and not the first point of every line.
  mark: { aria: false },
  title: {
    anchor: 'start',
    frame: 'group',
    fontSize: TITLE_SIZE,
    fontWeight: 'bold',
    subtitleFontSize: SUBTITLE_SIZE,
    subtitleColor: '#595959',
    subtitlePadding: 5,
    offset: 12,
    limit: 0,
  },
  axis: {
    labelFontSize: LABEL_SIZE,
    titleFontSize: LABEL_SIZE,
    titleFontWeight: 'normal',
    labelColor: '#404040',
    titleColor: '#595959',
    titleLimit: 0,
    labelLimit: 0,
    domainColor: INK,
    tickColor: INK,
    gridColor: INK,
    gridOpacity: 0.22,
  },
  axisX: { grid: false, labelFlush: true, labelPadding: 4, titlePadding: 6 },
  axisY: {
    domain: false,
    ticks: false,
    labelPadding: 6,
    minExtent: AXIS_ROOM,
    maxExtent: AXIS_ROOM,
  },
  legend: {
    orient: 'top',
    title: null,
    labelFontSize: LABEL_SIZE,
    labelColor: '#404040',
    titleColor: '#404040',
    labelLimit: 0,
    columnPadding: 18,
    symbolSize: 160,
    symbolStrokeWidth: 3,
    offset: 10,
  },
} as const;
