import { expect, it } from 'vitest'

import { decodeEntities, formsOf, linksOf } from './html.ts'

it('reads forms: action, method, what goes along, what the user fills in, buttons', () => {
  const page = `<form method=post action='/a?x=1&amp;y=2'><!-- <input name="no" value="no"> -->
    <input type="hidden" name="ctx" value="a &quot;b&quot; &#39;c&#x27; >">
    <input name=login type=text required><INPUT TYPE=PASSWORD NAME=passwd>
    <button name="consent" value="accept">Yes</button><input type=submit name=go value=Go></form>
    <input name="outside" value="x"><form><input name=q value=preset></form>`
  expect(formsOf(page)).toEqual([
    {
      action: '/a?x=1&y=2',
      method: 'POST',
      fields: { ctx: `a "b" 'c' >` },
      inputs: ['login', 'passwd'],
      buttons: [
        { name: 'consent', value: 'accept' },
        { name: 'go', value: 'Go' },
      ],
    },
    { action: '', method: 'GET', fields: { q: 'preset' }, inputs: [], buttons: [] },
  ])
})

it('reads links, and leaves unknown character references alone', () => {
  expect(linksOf('<a class="b" href="/x?a=1&amp;b=2">x</a><a name=y>y</a>')).toEqual(['/x?a=1&b=2'])
  expect(decodeEntities('&amp;amp; &unknown; &#8364;')).toBe('&amp; &unknown; €')
})
