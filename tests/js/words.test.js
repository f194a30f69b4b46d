'use strict';

const test = require('node:test');
const assert = require('node:assert');
const { load, vectors } = require('./load.js');

const { Words } = load('words');
const { entries, cases } = vectors('words');

for (const { lang, key, slots, text } of cases) {
  test(`${lang} ${key} ${JSON.stringify(slots)}`, () => {
    assert.strictEqual(new Words(lang, entries[lang]).text(key, slots), text);
  });
}

test('a missing entry and a missing slot are errors', () => {
  const words = new Words('en', { plain: '{value} km' });
  assert.throws(() => words.text('nowhere'), /no entry nowhere/);
  assert.throws(() => words.text('plain', {}), /nothing is given for value/);
  assert.throws(() => words.text('__proto__'), /no entry/);
});
