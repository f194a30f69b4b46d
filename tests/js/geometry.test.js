'use strict';

const test = require('node:test');
const assert = require('node:assert');
const { load, plain } = require('./load.js');

const { geometry: g } = load('geometry');
const square = [[{ x: 0, y: 0 }, { x: 10, y: 0 }, { x: 10, y: 10 }, { x: 0, y: 10 }]];

test('a packed ring is unpacked, latitude first', () => {
  const packed = [100, [['w1IqwGDAAE']]];
  assert.deepStrictEqual(plain(g.unpack(packed)), [[[[33.33, 44.4], [33.33, 44.39], [33.35, 44.39]]]]);
});

test('zoom and metres per pixel are each other’s inverse', () => {
  const zoom = g.zoomFor(33.318, 19.6);
  assert.ok(Math.abs(g.metresPerPx(33.318, zoom) - 19.6) < 1e-9);
  assert.ok(Math.abs(g.metresPerPx(0, 0) - 156543.034) < 0.001);
});

test('the inside of an area knows its hole', () => {
  const hole = [{ x: 4, y: 4 }, { x: 6, y: 4 }, { x: 6, y: 6 }, { x: 4, y: 6 }];
  assert.ok(g.inside({ x: 2, y: 5 }, square));
  assert.ok(!g.inside({ x: 5, y: 5 }, [...square, hole]));
  assert.ok(!g.inside({ x: 11, y: 5 }, square));
});

test('how much of a rectangle is covered goes from none to all', () => {
  assert.strictEqual(g.covered(g.rect(20, 20, 5, 5), square), 0);
  assert.strictEqual(g.covered(g.rect(1, 1, 8, 8), square), 1);
  const half = g.covered(g.rect(5, 1, 10, 8), square);
  assert.ok(half > 0.4 && half < 0.6);
});

test('an arrow too short for its head is not drawn', () => {
  const size = { width: 9, head: 30, headWidth: 22 };
  assert.strictEqual(g.arrowPath([{ x: 0, y: 0 }, { x: 40, y: 0 }], size), 'M0 0');
  const path = g.arrowPath([{ x: 0, y: 0 }, { x: 100, y: 0 }], size);
  assert.ok(path.includes('100 0'), 'it ends at its point');
  assert.ok(path.includes('70 11'), 'its head is 30 long and 22 wide');
});

test('an arrow that bends goes through its points and ends at its point', () => {
  const size = { width: 8, head: 30, headWidth: 22 };
  const path = g.arrowPath([{ x: 0, y: 0 }, { x: 100, y: 20 }, { x: 200, y: 0 }], size);
  assert.strictEqual(path.split('L').length, 9, 'two corners at each point, five at the head');
  assert.ok(path.includes('200 0'));
  assert.ok(!path.includes('NaN'));
});

test('lengths of the scale are 1, 2 or 5 times a power of ten, never longer', () => {
  assert.deepStrictEqual([2156, 4999, 5000, 99, 1].map(g.niceLength), [2000, 2000, 5000, 50, 1]);
});

test('every role has a sign of its own', () => {
  const paths = ['impact_area', 'launch_area', 'event', 'context'].map((role) => g.symbolPath(role, 0, 0, 6));
  assert.strictEqual(new Set(paths).size, 4);
});

test('a point along a line', () => {
  const line = [{ x: 0, y: 0 }, { x: 10, y: 0 }, { x: 10, y: 10 }];
  assert.deepStrictEqual(plain(g.along(line, 0.75)), { x: 10, y: 5 });
  assert.deepStrictEqual(plain(g.along(line, 1)), { x: 10, y: 10 });
});
