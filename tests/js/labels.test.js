'use strict';

const test = require('node:test');
const assert = require('node:assert');
const { load } = require('./load.js');

const { labels, crowds, requests, geometry: g } = load('words', 'store', 'geometry', 'painter', 'crowds', 'labels', 'requests');

const frame = g.rect(8, 8, 384, 284);
const size = { width: 80, height: 30 };
const scene = (more) => ({ frame, taken: [], areas: [], arrows: [], ...more });
const request = (key, x, y, more) => ({ key, kind: 'beside', rank: 1, box: g.rect(x, y, 40, 40), sizes: [size], ...more });

test('the desk’s side is taken if it is free', () => {
  for (const prefer of ['below', 'above', 'left', 'right']) {
    assert.strictEqual(labels.place([request('a', 180, 130, { prefer })], scene())[0].side, prefer);
  }
});

test('an offset of the desk comes before any side', () => {
  const [placed] = labels.place([request('a', 180, 130, { offset: [60, -50], point: { x: 200, y: 150 } })], scene());
  assert.deepStrictEqual([placed.box.x, placed.box.y], [220, 100]);
});

test('labels do not touch one another and stay in the frame', () => {
  const many = Array.from({ length: 8 }, (_, i) => request('m' + i, 60 + (i % 4) * 75, 60 + Math.floor(i / 4) * 110, { rank: i }));
  const placed = labels.place(many, scene());
  placed.forEach((a, i) => {
    assert.ok(a.box.x >= 8 && a.box.y >= 8 && a.box.right <= 392 && a.box.bottom <= 292);
    placed.slice(i + 1).forEach((b) => assert.strictEqual(g.overlap(a.box, b.box), 0));
  });
  assert.ok(placed.length >= 4);
});

test('what finds no room is left out, unless it must stay', () => {
  const full = scene({ taken: [g.rect(0, 0, 400, 300)] });
  assert.strictEqual(labels.place([request('a', 180, 130)], full).length, 0);
  assert.strictEqual(labels.place([request('a', 180, 130, { isRequired: true })], full).length, 1);
});

test('a shorter wording is taken where the full one does not fit', () => {
  const narrow = request('a', 20, 130, { prefer: 'left', sizes: [{ width: 500, height: 30 }, { width: 80, height: 30 }] });
  assert.strictEqual(labels.place([narrow], scene())[0].variant, 1);
});

test('a label keeps off another area', () => {
  const other = { key: 'b', rings: [[{ x: 150, y: 170 }, { x: 250, y: 170 }, { x: 250, y: 280 }, { x: 150, y: 280 }]], box: g.rect(150, 170, 100, 110), weight: 80, touch: 12 };
  assert.notStrictEqual(labels.place([request('a', 180, 130)], scene({ areas: [other] }))[0].side, 'below');
});

test('a label does not hide a small sign', () => {
  const sign = { key: 'b', rings: [[{ x: 196, y: 180 }, { x: 206, y: 180 }, { x: 206, y: 190 }, { x: 196, y: 190 }]], box: g.rect(196, 180, 10, 10), weight: 80, touch: 12 };
  const [placed] = labels.place([request('a', 180, 130, { sizes: [{ width: 240, height: 45 }] })], scene({ areas: [sign] }));
  assert.strictEqual(g.overlap(placed.box, sign.box), 0);
});

test('a long line is cut near its middle, at a space', () => {
  assert.deepStrictEqual(Array.from(requests.wrap('4 of 7 rockets, the military said', 24)), ['4 of 7 rockets,', 'the military said']);
  assert.deepStrictEqual(Array.from(requests.wrap('Green Zone', 24)), ['Green Zone']);
});

test('a town is named beside its dot, and neither lies on what the case says', () => {
  const town = { key: 't', kind: 'dot', rank: 80, point: { x: 200, y: 150 }, dot: { r: 2 }, sizes: [{ width: 60, height: 14 }] };
  assert.strictEqual(labels.place([town], scene())[0].anchor, 'start');
  assert.strictEqual(labels.place([town], scene({ taken: [g.rect(203, 130, 90, 40)] }))[0].anchor, 'end');
  assert.strictEqual(labels.place([town], scene({ taken: [g.rect(190, 140, 20, 20)] })).length, 0);
  const area = { key: 'a', rings: [[{ x: 150, y: 100 }, { x: 250, y: 100 }, { x: 250, y: 200 }, { x: 150, y: 200 }]], box: g.rect(150, 100, 100, 100), weight: 80, touch: 12 };
  assert.strictEqual(labels.place([town], scene({ areas: [area] })).length, 0);
});

test('no label lies on the dot of a town', () => {
  const town = { key: 't', kind: 'dot', rank: 1, point: { x: 200, y: 150 }, dot: { r: 2 }, sizes: [{ width: 60, height: 14 }] };
  const sea = { key: 's', kind: 'inside', rank: 2, points: [{ x: 190, y: 150 }, { x: 100, y: 60 }], sizes: [{ width: 60, height: 14 }] };
  const placed = labels.place([town, sea], scene());
  assert.strictEqual(placed[1].box.x, 70);
});

test('words beside a steep arrow stand next to its middle', () => {
  const trunk = { key: 'trunk', kind: 'across', rank: 30, isRequired: true, ends: [{ x: 100, y: 60 }, { x: 220, y: 240 }], sizes: [{ width: 80, height: 30 }] };
  const [placed] = labels.place([trunk], scene());
  assert.ok(placed.box.x > 160 && placed.box.x < 200 && placed.box.y > 120 && placed.box.bottom < 180);
});

test('the heart of an area is where wide words have most room', () => {
  const ring = [{ x: 0, y: 0 }, { x: 60, y: 0 }, { x: 60, y: 100 }, { x: 300, y: 100 }, { x: 300, y: 160 }, { x: 0, y: 160 }];
  const heart = g.heartOf([ring], g.rect(0, 0, 400, 300));
  assert.ok(heart.x > 100 && heart.y > 100, JSON.stringify(heart));
});

test('what must stay where it is crowded goes farther off rather than onto another', () => {
  const many = Array.from({ length: 7 }, (_, i) => request('m' + i, 180, 130, { rank: i, isRequired: true }));
  const placed = labels.place(many, scene());
  assert.strictEqual(placed.length, 7);
  placed.forEach((a, i) => placed.slice(i + 1).forEach((b) => assert.strictEqual(g.overlap(a.box, b.box), 0)));
});

test('what is told below the map is not drawn onto another', () => {
  const full = scene({ taken: [g.rect(0, 0, 400, 300)] });
  assert.strictEqual(labels.place([request('a', 180, 130, { isRequired: true, isElsewhere: true })], full).length, 0);
});

test('a line from a label to its place is short, and what finds no nearer room is told below the map', () => {
  const ring = (box) => [[box, { x: box.right, y: box.y }, { x: box.right, y: box.bottom }, { x: box.x, y: box.bottom }]];
  const many = Array.from({ length: 40 }, (_, i) => request('m' + i, 180, 130, { rank: i, isRequired: true, isElsewhere: true })).map((one) => ({ ...one, rings: ring(one.box) }));
  const placed = labels.place(many, scene());
  assert.ok(placed.length > 5 && placed.length < 40, placed.length);
  placed.map((item) => labels.leaderOf(item, [])).filter(Boolean).forEach(({ from, to }) => assert.ok(Math.hypot(from.x - to.x, from.y - to.y) <= 71));
});

test('signs of debris beside one another have one label with all names', () => {
  const told = (names, n) => ({ text: 'Debris reported: ' + names.join(', ') + (n ? ' and ' + n + ' more' : ''), look: 'strong', px: 13 });
  const sign = (name, x, more) => ({ key: name, kind: 'beside', look: 'debris', name, rank: 26, isSign: true, isRequired: true, point: { x, y: 100 }, box: g.rect(x - 9, 91, 18, 18), signs: [g.rect(x - 9, 91, 18, 18)], rings: [], variants: [[{ text: name, look: 'minor' }]], together: told, ...more });
  const [arad, alone, counted] = crowds.gathered([sign('Arad', 100), sign('al-Fura', 112), sign('al-Hasa', 118), sign('Safed', 180), sign('Haifa', 104, { together: null, look: 'intercepted' })]);
  assert.strictEqual(arad.variants[0].map((one) => one.text).join(' '), 'Debris reported: Arad, al-Fura, al-Hasa');
  assert.deepStrictEqual([arad.members.length, arad.signs.length, arad.box.x, arad.box.right], [3, 3, 91, 127]);
  assert.deepStrictEqual([alone.key, counted.key], ['Safed', 'Haifa']);
  const many = crowds.gathered('abcdefg'.split('').map((name, i) => sign(name, 100 + i)));
  assert.strictEqual(many[0].variants[0].map((one) => one.text).join(' '), 'Debris reported: a, b, c, d and 3 more');
});

test('what a long name says in brackets stands smaller under it', () => {
  const map = { getSize: () => ({ x: 1000, y: 600 }) };
  const told = (text) => Array.from(requests.nameLines(text, 'name', map), (one) => [one.text, one.px]);
  assert.deepStrictEqual(told('Houthi-controlled areas of Yemen (somewhere in Yemen)'), [['Houthi-controlled areas of Yemen', 17], ['(somewhere in Yemen)', 13]]);
  assert.deepStrictEqual(told('Basra (somewhere)'), [['Basra (somewhere)', 17]]);
  assert.deepStrictEqual(told('The farmland between the river and the northern road'), [['The farmland between the', 17], ['river and the northern road', 17]]);
});
