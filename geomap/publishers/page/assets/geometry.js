/* Plane geometry in pixels, and shapes from the data block. No map and no page in here. */
(function (geomap) {
  'use strict';

  const EQUATOR_M_PER_PX = 156543.03392804097;
  const WORDS_WIDE = 4;
  const radians = (deg) => (deg * Math.PI) / 180;

  const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

  /* Base64 VLQ, as in source maps: five bits a character, the sixth says that more follow; the lowest bit is the sign. */
  function wholeNumbers(text) {
    const out = [];
    let number = 0;
    let scale = 1;
    for (const character of text) {
      const digit = DIGITS.indexOf(character);
      number += (digit % 32) * scale;
      scale *= 32;
      if (digit >= 32) continue;
      out.push(number % 2 ? -(number - 1) / 2 : number / 2);
      number = 0;
      scale = 1;
    }
    return out;
  }

  /* Longitude and latitude are turned round for Leaflet here, and nowhere else. */
  function chain(text, step) {
    const numbers = wholeNumbers(text);
    const out = [];
    let lon = 0;
    let lat = 0;
    for (let i = 0; i < numbers.length; i += 2) {
      lon += numbers[i];
      lat += numbers[i + 1];
      out.push([lat / step, lon / step]);
    }
    return out;
  }

  /* A packed shape is its steps in a degree and its parts: a chain is a point, chains are a line, rings are an area. */
  const isPoint = ([, parts]) => typeof parts === 'string';
  const isLine = ([, parts]) => typeof parts !== 'string' && typeof parts[0] === 'string';

  function unpack(shape) {
    const [step, parts] = shape;
    if (isPoint(shape)) return chain(parts, step)[0];
    if (isLine(shape)) return parts.map((part) => chain(part, step));
    return parts.map((rings) => rings.map((ring) => chain(ring, step)));
  }

  const unpackPoints = ([step, text]) => chain(text, step);

  function metresPerPx(lat, zoom) {
    return (EQUATOR_M_PER_PX * Math.cos(radians(lat))) / 2 ** zoom;
  }

  function zoomFor(lat, metres) {
    return Math.log2((EQUATOR_M_PER_PX * Math.cos(radians(lat))) / metres);
  }

  /* Whether words stand over and under a line, not beside it. */
  const isFlat = (from, to) => Math.abs(to.y - from.y) < Math.abs(to.x - from.x) * 0.6;

  function boxOf(points) {
    const box = { x: Infinity, y: Infinity, right: -Infinity, bottom: -Infinity };
    for (const p of points) {
      box.x = Math.min(box.x, p.x);
      box.y = Math.min(box.y, p.y);
      box.right = Math.max(box.right, p.x);
      box.bottom = Math.max(box.bottom, p.y);
    }
    return box;
  }

  function overlap(a, b) {
    const w = Math.min(a.right, b.right) - Math.max(a.x, b.x);
    const h = Math.min(a.bottom, b.bottom) - Math.max(a.y, b.y);
    return w > 0 && h > 0 ? w * h : 0;
  }

  /* Whether two boxes touch, however thin they are. */
  function meets(a, b) {
    return a.x <= b.right && b.x <= a.right && a.y <= b.bottom && b.y <= a.bottom;
  }

  function rect(x, y, width, height) {
    return { x, y, right: x + width, bottom: y + height };
  }

  function grow(box, by) {
    return { x: box.x - by, y: box.y - by, right: box.right + by, bottom: box.bottom + by };
  }

  /* Even-odd rule over all rings: holes are outside. */
  function inside(point, rings) {
    let odd = false;
    for (const ring of rings) {
      for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
        const a = ring[i];
        const b = ring[j];
        if (a.y > point.y !== b.y > point.y && point.x < ((b.x - a.x) * (point.y - a.y)) / (b.y - a.y) + a.x) odd = !odd;
      }
    }
    return odd;
  }

  /* How far a point is from a line between two others. */
  function fromEdge(p, a, b) {
    const [dx, dy] = [b.x - a.x, b.y - a.y];
    const t = Math.min(Math.max(((p.x - a.x) * dx + (p.y - a.y) * dy) / (dx * dx + dy * dy || 1), 0), 1);
    return Math.hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
  }

  /* Where an area, as far as a frame shows it, has most room for words, which are wider than high: on a grid. */
  function heartOf(rings, frame) {
    const narrow = ({ x, y }) => ({ x: x / WORDS_WIDE, y });
    const box = boxOf(rings.flat());
    const seen = { x: Math.max(box.x, frame.x), y: Math.max(box.y, frame.y), right: Math.min(box.right, frame.right), bottom: Math.min(box.bottom, frame.bottom) };
    const flat = rings.concat([[seen, { x: seen.right, y: seen.y }, { x: seen.right, y: seen.bottom }, { x: seen.x, y: seen.bottom }]]).map((ring) => ring.map(narrow));
    let best = null;
    for (let i = 1; i < 16; i++) {
      for (let j = 1; j < 10; j++) {
        const point = { x: seen.x + ((seen.right - seen.x) * i) / 16, y: seen.y + ((seen.bottom - seen.y) * j) / 10 };
        if (!inside(point, rings)) continue;
        const here = narrow(point);
        const depth = Math.min(...flat.map((ring) => ring.reduce((least, b, n) => Math.min(least, fromEdge(here, ring[n ? n - 1 : ring.length - 1], b)), Infinity)));
        if (!best || depth > best.depth) best = { ...point, depth };
      }
    }
    return best;
  }

  /* How much of a rectangle lies on an area, 0 to 1, on a grid of 7 by 3 points. */
  function covered(box, rings) {
    let hits = 0;
    for (let i = 0; i < 7; i++) {
      for (let j = 0; j < 3; j++) {
        const point = { x: box.x + ((box.right - box.x) * i) / 6, y: box.y + ((box.bottom - box.y) * j) / 2 };
        if (inside(point, rings)) hits++;
      }
    }
    return hits / 21;
  }

  /* The point of some rings that is nearest to a rectangle, and how far it is; null without rings. */
  function nearest(box, rings) {
    const middle = { x: (box.x + box.right) / 2, y: (box.y + box.bottom) / 2 };
    let best = null;
    const tried = (x, y) => {
      const px = Math.hypot(x - Math.min(Math.max(x, box.x), box.right), y - Math.min(Math.max(y, box.y), box.bottom));
      if (!best || px < best.px) best = { px, point: { x, y } };
    };
    for (const ring of rings) {
      ring.forEach((b, n) => {
        const a = ring[n ? n - 1 : ring.length - 1];
        const [dx, dy] = [b.x - a.x, b.y - a.y];
        const t = Math.min(Math.max(((middle.x - a.x) * dx + (middle.y - a.y) * dy) / (dx * dx + dy * dy || 1), 0), 1);
        tried(a.x + t * dx, a.y + t * dy);
        tried(b.x, b.y);
      });
    }
    return best;
  }

  const fixed = (n) => Math.round(n * 10) / 10;
  const at = (x, y) => fixed(x) + ' ' + fixed(y);

  /* A shaft with a head, as one closed path. Too short for its head: nothing. */
  function arrowPath(way, size) {
    const to = way[way.length - 1];
    const bend = way.filter((point, i) => !i || Math.hypot(to.x - point.x, to.y - point.y) > size.head);
    const from = bend[bend.length - 1];
    const length = Math.hypot(to.x - from.x, to.y - from.y);
    if (length < size.head * (bend.length > 1 ? 1 : 1.6)) return 'M0 0';
    const aside = ({ x, y }, [ux, uy], by) => at(x - uy * by, y + ux * by);
    const turn = (a, b) => [(b.x - a.x) / Math.hypot(b.x - a.x, b.y - a.y), (b.y - a.y) / Math.hypot(b.x - a.x, b.y - a.y)];
    const last = turn(from, to);
    const neck = { x: to.x - last[0] * size.head, y: to.y - last[1] * size.head };
    const half = size.width / 2;
    const wing = size.headWidth / 2;
    const shaft = bend.map((point, i) => [point, turn(bend[Math.max(i - 1, 0)], bend[i + 1] || to)]);
    const side = (by) => shaft.map(([point, way]) => aside(point, way, by));
    const corners = [...side(half), aside(neck, last, half), aside(neck, last, wing), at(to.x, to.y), aside(neck, last, -wing), aside(neck, last, -half), ...side(-half).reverse()];
    return 'M' + corners.join('L') + 'Z';
  }

  const SYMBOLS = {
    impact_area: [[0, -1.25], [1.25, 0], [0, 1.25], [-1.25, 0]],
    launch_area: [[0, -1.2], [1.2, 1], [-1.2, 1]],
    context: [[-0.8, -0.8], [0.8, -0.8], [0.8, 0.8], [-0.8, 0.8]],
  };

  /* The hollow sign of an area that is too small to be drawn at its size: its shape is its role. */
  function symbolPath(role, x, y, radius) {
    const corners = SYMBOLS[role];
    if (corners) return 'M' + corners.map(([dx, dy]) => at(x + dx * radius, y + dy * radius)).join('L') + 'Z';
    const r = fixed(radius);
    return 'M' + at(x - r, y) + 'a' + r + ' ' + r + ' 0 1 0 ' + 2 * r + ' 0a' + r + ' ' + r + ' 0 1 0 ' + -2 * r + ' 0Z';
  }

  /* The path of a sign, which is made of relative steps, round a middle. */
  function signPath(steps, x, y) {
    return 'M' + at(x, y) + steps;
  }

  /* 1, 2 or 5 times a power of ten: the largest that is not longer. */
  function niceLength(metres) {
    const power = 10 ** Math.floor(Math.log10(metres));
    const digit = metres / power;
    return power * (digit >= 5 ? 5 : digit >= 2 ? 2 : 1);
  }

  /* The point halfway along a chain of points, and those at the other fractions. */
  function along(points, fraction) {
    const lengths = points.slice(1).map((p, i) => Math.hypot(p.x - points[i].x, p.y - points[i].y));
    let rest = lengths.reduce((sum, n) => sum + n, 0) * fraction;
    for (let i = 0; i < lengths.length; i++) {
      if (rest <= lengths[i] && lengths[i] > 0) {
        const t = rest / lengths[i];
        return { x: points[i].x + (points[i + 1].x - points[i].x) * t, y: points[i].y + (points[i + 1].y - points[i].y) * t };
      }
      rest -= lengths[i];
    }
    return points[points.length - 1];
  }

  geomap.geometry = { unpack, unpackPoints, isLine, metresPerPx, zoomFor, isFlat, boxOf, meets, overlap, rect, grow, inside, heartOf, covered, nearest, arrowPath, symbolPath, signPath, niceLength, along };
})((globalThis.geomap = globalThis.geomap || {}));
