/** A colour of each role, on a light and on a dark ground. `picture.spec.ts` holds them to WCAG 2.2, 1.4.3 and 1.4.11: 4.5 to 1 for text, 3 to 1 for what a form is seen by. */
export interface Shade {
  readonly light: string;
  readonly dark: string;
}

const shade = (light: string, dark: string): Shade => ({ light, dark });

export const palette = {
  ground: shade('#ffffff', '#0d1117'),
  ink: shade('#1f2328', '#e6edf3'),
  muted: shade('#59636e', '#9198a1'),
  line: shade('#6e7781', '#7d8590'),
  box: shade('#f6f8fa', '#161b22'),
  works: shade('#116329', '#56d364'),
  worksGround: shade('#e6f9ea', '#0f2a17'),
  stops: shade('#a40e26', '#ff7b72'),
  stopsGround: shade('#ffebe9', '#3c1618'),
  unknown: shade('#7d4e00', '#e3b341'),
  unknownGround: shade('#fff8c5', '#2e2111'),
  told: shade('#0550ae', '#79c0ff'),
  toldGround: shade('#e7f3ff', '#0b2545'),
  free: shade('#f6f8fa', '#161b22'),
  given: shade('#5b8fd0', '#3d6db3'),
  used: shade('#0a2f66', '#cfe4ff'),
  high: shade('#4d2d00', '#ffdf8a'),
  full: shade('#6e0011', '#ffc1bc'),
} as const satisfies Record<string, Shade>;

type Role = keyof typeof palette;

/** What text is written on. */
export const writtenOn: readonly (readonly [text: Role, ground: Role])[] = [
  ['ink', 'ground'], ['muted', 'ground'], ['stops', 'ground'], ['works', 'ground'], ['unknown', 'ground'], ['told', 'ground'],
  ['ink', 'box'], ['muted', 'box'],
  ['ink', 'worksGround'], ['muted', 'worksGround'], ['works', 'worksGround'],
  ['ink', 'stopsGround'], ['muted', 'stopsGround'], ['stops', 'stopsGround'],
  ['ink', 'unknownGround'], ['muted', 'unknownGround'], ['unknown', 'unknownGround'],
  ['ink', 'toldGround'], ['muted', 'toldGround'], ['told', 'toldGround'],
];

/** What a form has to stand out from. */
export const seenOn: readonly (readonly [form: Role, ground: Role])[] = [
  ['line', 'ground'], ['line', 'box'], ['works', 'ground'], ['stops', 'ground'], ['unknown', 'ground'], ['told', 'ground'],
  ['given', 'free'], ['used', 'given'], ['high', 'given'], ['full', 'given'], ['stops', 'free'],
];

/** The classes of a picture: `f-` and a role fill, `s-` and a role draw a line. They follow what the reader has chosen; what does not know of that, as a painter of PNG, draws the light ones. */
export function styleOf(): string {
  return `${texts}${rules('light')}@media (prefers-color-scheme:dark){${rules('dark')}}`;
}

const texts = 'text{font-family:"DejaVu Sans",Verdana,sans-serif;font-size:12px}.verdict{font-size:16px;font-weight:bold}.head{font-size:13px;font-weight:bold}.small{font-size:11px}.strong{font-weight:bold}';

function rules(theme: keyof Shade): string {
  return Object.entries(palette).map(([role, colours]) => `.f-${role}{fill:${colours[theme]}}.s-${role}{stroke:${colours[theme]}}`).join('');
}
