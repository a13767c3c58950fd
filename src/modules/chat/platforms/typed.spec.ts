import { expect, it } from 'vitest';
import { slackTyped, teamsTyped } from './typed.js';

it('gives back what was typed in Slack', () => {
  const cases = [
    ['match &lt;b&gt; &amp;amp;', 'match <b> &amp;'],
    ['match <https://shop.example.com/cart?a=1&amp;b=2|shop.example.com/cart>', 'match https://shop.example.com/cart?a=1&b=2'],
    ['resolve <http://web.dev|web.dev> from shop/api-0', 'resolve http://web.dev from shop/api-0'],
    ['<@U1> help <#C1|shop> <!here>', ' help  '],
  ];
  expect(cases.map(([text = '']) => slackTyped(text))).toEqual(cases.map(([, typed]) => typed));
});

it('gives back what was typed in Teams', () => {
  const cases = [
    ['<at>Foretrace</at> resolve cart.shop from dev/toolbox\n', 'resolve cart.shop from dev/toolbox'],
    ['<p><at>Foretrace</at>&nbsp;service &quot;shop/web&quot;</p>', 'service "shop/web"'],
    ['&lt;at&gt;x &amp;lt;', '<at>x &lt;'],
  ];
  expect(cases.map(([text = '']) => teamsTyped(text))).toEqual(cases.map(([, typed]) => typed));
});
