'use strict';

const test = require('node:test');
const assert = require('node:assert');
const { load } = require('./load.js');

const { frame } = load('frame');

test('a height is told in the form that pym.js reads', () => {
  assert.strictEqual(frame.pymHeight('chart-1', 640), 'pymxPYMxchart-1xPYMxheightxPYMx640');
});

test('only a width in pym’s form asks for a height', () => {
  assert.strictEqual(frame.pymParent('pymxPYMxchart-1xPYMxwidthxPYMx720'), 'chart-1');
  for (const other of ['pymxPYMxchart-1xPYMxheightxPYMx720', 'pymxPYMxaxPYMxwidthxPYMxwide', 'width', '', { pym: 1 }, null, 7])
    assert.strictEqual(frame.pymParent(other), null);
});
