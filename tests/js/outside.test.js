'use strict';

const test = require('node:test');
const assert = require('node:assert');
const { load } = require('./load.js');

const { outside, geometry: g } = load('geometry', 'outside');
const SIZE = { x: 1000, y: 600 };
const tab = (dx, dy) => ({ dx, dy, width: 160, height: 50 });

test('a tab stands at the edge that lies in its direction, 8 px inside', () => {
  const [west, north, east] = outside.placeTabs([tab(-5000, 0), tab(0, -5000), tab(5000, 100)], SIZE, [], []);
  assert.deepStrictEqual([west.x, (west.y + west.bottom) / 2], [8, 300]);
  assert.deepStrictEqual([north.y, (north.x + north.right) / 2], [8, 500]);
  assert.strictEqual(east.right, 992);
});

test('tabs touch neither one another, nor labels, nor areas', () => {
  const label = g.rect(8, 270, 150, 60);
  const area = [[{ x: 0, y: 340 }, { x: 120, y: 340 }, { x: 120, y: 420 }, { x: 0, y: 420 }]];
  const made = outside.placeTabs([tab(-5000, 0), tab(-5000, 10), tab(-5000, -10)], SIZE, [label], [area]);
  assert.ok(made.every(Boolean));
  const all = [...made, label, g.rect(0, 340, 120, 80)];
  for (const a of made) for (const b of all) if (a !== b) assert.strictEqual(g.overlap(a, b), 0);
});

test('an earlier tab moves along when a later one would find no room', () => {
  const taken = [g.rect(0, 0, 1000, 230), g.rect(0, 354, 1000, 246)];
  const [first, second] = outside.placeTabs([tab(-5000, 0), tab(-5000, 0)], SIZE, taken, []);
  assert.ok(first && second);
  assert.strictEqual(g.overlap(first, second), 0);
});

test('a tab without room is left out', () => {
  assert.deepStrictEqual(Array.from(outside.placeTabs([tab(-5000, 0)], SIZE, [g.rect(0, 0, 1000, 600)], [])), [null]);
});

test('eight compass words', () => {
  const from = { lat: 33, lng: 44 };
  assert.strictEqual(outside.compassKey(from, { lat: 33, lng: 43 }), 'w');
  assert.strictEqual(outside.compassKey(from, { lat: 34, lng: 44 }), 'n');
  assert.strictEqual(outside.compassKey(from, { lat: 32, lng: 45 }), 'se');
});
