import { describe, expect, it } from 'vitest';
import { palette, seenOn, styleOf, writtenOn, type Shade } from './palette.js';

/** Source: WCAG 2.2, “relative luminance” and “contrast ratio”. */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

describe.each<keyof Shade>(['light', 'dark'])('on a %s ground', (theme) => {
  it.each(writtenOn)('%s is read on %s', (text, ground) => {
    expect(contrast(palette[text][theme], palette[ground][theme])).toBeGreaterThanOrEqual(4.5);
  });

  it.each(seenOn)('%s is seen on %s', (form, ground) => {
    expect(contrast(palette[form][theme], palette[ground][theme])).toBeGreaterThanOrEqual(3);
  });
});

it('the style has every colour twice, the dark ones for who prefers them', () => {
  const [light = '', dark = ''] = styleOf().split('@media (prefers-color-scheme:dark)');
  for (const { light: ofLight, dark: ofDark } of Object.values(palette)) expect([light.includes(ofLight), dark.includes(ofDark)]).toEqual([true, true]);
});
