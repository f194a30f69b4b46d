'use strict';

const test = require('node:test');
const assert = require('node:assert');
const { load } = require('./load.js');

const { store } = load('words', 'store');

test('a table reads columns, and __proto__ is a name like any other', () => {
  const table = new store.Table(JSON.parse('{"mark_id":["a","b"],"__proto__":["x","y"]}'));
  assert.strictEqual(table.count, 2);
  assert.strictEqual(table.get('mark_id', 1), 'b');
  assert.strictEqual(table.get('__proto__', 0), 'x');
  assert.strictEqual(table.get('toString', 0), undefined);
  assert.strictEqual(table.rowOf('mark_id', 'b'), 1);
});

test('a column is gone through once, however often its rows are looked for, and the first of equal rows counts', () => {
  let reads = 0;
  const ids = new Proxy(Array.from({ length: 500 }, (_, n) => 'm' + (n % 400)), {
    get: (list, key) => {
      reads += /^\d+$/.test(String(key)) ? 1 : 0;
      return list[key];
    },
  });
  const table = new store.Table({ mark_id: ids });
  assert.deepStrictEqual([table.rowOf('mark_id', 'm7'), table.rowOf('mark_id', 'm399'), table.rowOf('mark_id', 'none')], [7, 399, -1]);
  for (let n = 0; n < 400; n++) table.rowOf('mark_id', 'm' + n);
  assert.strictEqual(reads, 500);
});

test('changing the account clears the selection and tells everybody once', () => {
  const choice = new store.Choice('one');
  const told = [];
  choice.on((what) => told.push(what));
  choice.select({ kind: 'mark', markId: 'a' });
  choice.setAccount('two');
  choice.setAccount('two');
  assert.deepStrictEqual(told, ['select', 'select', 'account']);
  assert.strictEqual(choice.selected, null);
});
