/* Where labels stand: pure placement in pixels, and the layer that draws them as text with a halo. */
(function (geomap) {
  'use strict';

  const g = geomap.geometry;
  const GAP_PX = 6;
  const SIDE_GAP_PX = 4;
  const TIGHT_PX = 6;
  const SMALL_SIGN_PX2 = 2500;
  const SHORTER_COSTS = 4;
  /* What an account says at a place is left out only where there is no room at all. */
  const BARE_COSTS = 20;
  const GOOD_ENOUGH = 9;
  const TOO_DEAR = 45;
  const FRAME_PX = 8;
  /* A wide label that slides along takes its name away from its place. */
  const SLIDE_PX = 8;
  /* A name this near to the sign of another place could be taken for its own. */
  const NEAR_PX = 8;
  const NEAR_COSTS = 5;
  /* Words of one area inside another, however pale, would be read as that one's. */
  const ELSEWHERE_COSTS = 30;
  /* A claimed origin that is large has its label inside, even where some words reach over its edge. */
  const LOOSE_COSTS = 12;
  /* Some thirty labels fit a map: only the first by rank are tried, what must stand among them whatever its rank. */
  const TRIED = 60;
  const HARD = 1000;
  const DOT_GAP_PX = 4;
  /* Round the words of a plate, and what the crossed box takes of a line. */
  const PLATE_PX = 4;
  const BOX_PX = 17;
  /* A label this far from its area, or this much on another, is joined to its own by a line. */
  const LEADER_FROM_PX = 14;
  const LEADER_ON_OTHERS = 0.3;
  const LEADER_IN_PX = 9;
  /* How far from its place a label goes, on a line, before it lies on another. */
  const FAR_PX = [18, 32, 48, 64];
  /* So long is a line from a label to its area at most: a reader finds what is longer by chance. */
  const LEADER_MAX_PX = 70;
  const FAR_COSTS = 12;
  const CROSSED_COSTS = 60;
  const SIDES = { below: 0, above: 1, left: 2, right: 2, centre: 5 };
  const ANCHOR = { left: 'end', right: 'start' };

  /* The places a label of this size may take beside a box: {side, anchor, box, cost}. */
  function candidates(size, box, prefer, gap = GAP_PX, heart = null) {
    const middle = { x: (box.x + box.right) / 2, y: (box.y + box.bottom) / 2 };
    const inside = heart || middle;
    const out = [];
    const add = (side, x, y, cost) => out.push({ side, anchor: ANCHOR[side] || 'middle', box: g.rect(x, y, size.width, size.height), cost: cost + (side === prefer ? -12 : SIDES[side]) });
    for (const slide of [0, -0.12, 0.12, -0.25, 0.25, -0.37, 0.37, -0.5, 0.5]) {
      const across = middle.x - size.width / 2 + slide * size.width;
      const up = middle.y - size.height / 2 + slide * size.height;
      const cost = Math.abs(slide) * (6 + size.width / SLIDE_PX);
      add('below', across, box.bottom + gap, cost);
      add('above', across, box.y - gap - size.height, cost);
      add('above', across, box.y + TIGHT_PX - size.height, cost + 2);
      add('left', box.x - SIDE_GAP_PX - size.width, up, cost);
      add('right', box.right + SIDE_GAP_PX, up, cost);
      add('centre', inside.x - size.width / 2 + slide * size.width, inside.y - size.height / 2 + slide * size.height, cost);
    }
    return out;
  }

  /* Round a box in sixteen directions, ever farther out: for what must be said where it is crowded. */
  function candidatesFarther(size, box) {
    const out = [];
    FAR_PX.forEach((px, n) => {
      for (let i = 0; i < 16; i++) {
        const [across, down] = [Math.cos((i * Math.PI) / 8), Math.sin((i * Math.PI) / 8)];
        const x = (box.x + box.right) / 2 + across * ((box.right - box.x + size.width) / 2 + px);
        const y = (box.y + box.bottom) / 2 + down * ((box.bottom - box.y + size.height) / 2 + px);
        const anchor = Math.abs(across) < 0.5 ? 'middle' : across < 0 ? 'end' : 'start';
        out.push({ side: 'far', anchor, box: g.rect(x - size.width / 2, y - size.height / 2, size.width, size.height), cost: FAR_COSTS + 4 * n });
      }
    });
    return out;
  }

  /* Along a line: eight places beside it. */
  function candidatesAlong(size, points) {
    const out = [];
    for (let i = 1; i < 16; i++) {
      const point = g.along(points, i / 16);
      for (const [dx, dy] of [[0.5, 0], [-0.5, 0], [0, 0.5], [0, -0.5]]) {
        const x = point.x - size.width / 2 + dx * (size.width + 16);
        const y = point.y - size.height / 2 + dy * (size.height + 16);
        out.push({ side: 'along', anchor: 'middle', box: g.rect(x, y, size.width, size.height), cost: Math.abs(i - 8) / 4 });
      }
    }
    return out;
  }

  /* Over and under an arrow: one place, the arrow runs through its gap. */
  function candidatesAcross(size, [from, to]) {
    const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
    if (g.isFlat(from, to)) return [{ side: 'across', anchor: 'middle', box: g.rect(middle.x - size.width / 2, middle.y - size.height / 2, size.width, size.height), cost: 0 }];
    const clear = 16 + (size.height / 2) * Math.abs((to.x - from.x) / (to.y - from.y));
    return [0.5, 0.4, 0.6, 0.3, 0.7].flatMap((share, i) => {
      const point = g.along([from, to], share);
      const at = (side, x, cost) => ({ side, anchor: ANCHOR[side], box: g.rect(x, point.y - size.height / 2, size.width, size.height), cost: cost + i });
      return [at('right', point.x + clear, 0), at('left', point.x - clear - size.width, 1)];
    });
  }

  /* Beside the dot of a town: right, left, above, below, two corners. */
  function candidatesAt(size, { point, dot }) {
    const off = dot.r + DOT_GAP_PX;
    const middle = point.y - size.height / 2 - 1;
    const add = (anchor, x, y, cost) => ({ side: 'dot', anchor, box: g.rect(x, y, size.width, size.height), cost });
    return [
      add('start', point.x + off, middle, 0),
      add('end', point.x - off - size.width, middle, 1),
      add('middle', point.x - size.width / 2, point.y - off - size.height + 2, 2),
      add('middle', point.x - size.width / 2, point.y + off - 3, 2),
      add('start', point.x + off - 2, middle - size.height / 2, 3),
      add('end', point.x - off + 2 - size.width, middle - size.height / 2, 3),
    ];
  }

  const dotBox = ({ point, dot }) => g.grow(g.rect(point.x, point.y, 0, 0), dot.r + 1);

  function isWithin(box, frame) {
    return box.x >= frame.x && box.y >= frame.y && box.right <= frame.right && box.bottom <= frame.bottom;
  }

  /* How much of a small sign a label would hide; the grid of `covered` is too coarse to see one. */
  function hidden(label, sign) {
    return isSmall(sign) ? g.overlap(label, sign) / Math.max((sign.right - sign.x) * (sign.bottom - sign.y), 1) : 0;
  }

  function isSmall(sign) {
    return (sign.right - sign.x) * (sign.bottom - sign.y) < SMALL_SIGN_PX2;
  }

  /* What a place costs: leaving the frame or touching a label or control is hard, covering other areas is not. */
  function costOf(candidate, request, scene) {
    let cost = candidate.cost;
    if (!isWithin(candidate.box, scene.frame)) cost += 2 * HARD;
    for (const box of scene.taken) if (g.overlap(candidate.box, box)) cost += HARD;
    if (request.kind !== 'across') for (const box of scene.arrows) if (g.overlap(candidate.box, box)) cost += HARD;
    if (candidate.side === 'far') cost += CROSSED_COSTS * crossed(candidate.box, request.box, scene.taken);
    if (request.dot) cost += coveredDot(dotBox(request), scene);
    for (const area of request.ignoresAreas ? [] : scene.areas) {
      const isOwn = area.key === request.key;
      if (isOwn && candidate.side === 'centre') {
        const share = g.covered(candidate.box, area.rings);
        cost += share < 1 ? (request.isLoose ? LOOSE_COSTS : 80) * (1 - share) + (request.heart ? 0 : 20) : request.prefer === 'centre' ? 0 : 4;
      } else if (g.overlap(candidate.box, area.box)) {
        const share = Math.max(g.covered(candidate.box, area.rings), hidden(candidate.box, area.box));
        cost += isOwn ? 15 * share : share && area.touch + (request.rings && !area.weight ? ELSEWHERE_COSTS : area.weight) * share;
      }
      if (!isOwn && isSmall(area.box) && g.overlap(g.grow(candidate.box, NEAR_PX), area.box)) cost += NEAR_COSTS;
    }
    return cost;
  }

  /* How many labels the line from a label to its place would run through. */
  function crossed(label, own, taken) {
    const [from, to] = [label, own].map((box) => ({ x: (box.x + box.right) / 2, y: (box.y + box.bottom) / 2 }));
    const steps = [0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85].map((share) => g.along([from, to], share)).filter((p) => !g.overlap(g.grow(g.rect(p.x, p.y, 0, 0), 1), label));
    return taken.filter((box) => steps.some((p) => p.x > box.x && p.x < box.right && p.y > box.y && p.y < box.bottom)).length;
  }

  /* A dot that lies under a label, an arrow or an area of the case is not drawn, and its name neither. */
  function coveredDot(box, scene) {
    if ([...scene.taken, ...scene.arrows].some((other) => g.overlap(box, other))) return HARD;
    return scene.areas.some((area) => area.weight > TOO_DEAR && g.covered(box, area.rings)) ? TOO_DEAR : 0;
  }

  /* Where the desk put it: right and down from the middle of the place, by the edge that is nearest to it. */
  function offsetPlace(size, { point, offset: [right, down], prefer }) {
    const anchor = ANCHOR[prefer] || 'middle';
    const x = point.x + right - { start: 0, middle: size.width / 2, end: size.width }[anchor];
    return { side: prefer || 'centre', anchor, box: g.rect(x, point.y + down, size.width, size.height), cost: -20, isSet: true };
  }

  function placesFor(request, size) {
    if (request.kind === 'along') return candidatesAlong(size, request.points);
    if (request.kind === 'across') return candidatesAcross(size, request.ends);
    if (request.kind === 'dot') return candidatesAt(size, request);
    if (request.kind === 'inside') return request.points.map((point, i) => ({ side: 'inside', anchor: 'middle', box: g.rect(point.x - size.width / 2, point.y - size.height / 2, size.width, size.height), cost: i / 2 }));
    if (request.kind === 'at') return [0, -1, 1, -2, 2].map((n) => ({ side: 'centre', anchor: 'middle', box: g.rect(request.point.x - size.width / 2, request.point.y - size.height / 2 + n * 10, size.width, size.height), cost: Math.abs(n) }));
    const beside = candidates(size, request.box, request.prefer, request.gap, request.heart);
    return request.offset ? [offsetPlace(size, request), ...beside] : beside;
  }

  /* Greedy, by rank: the best place of the fullest wording that fits; what must stay goes farther off before it lies on
     another, and takes the least bad place at last, or none where it is told below the map. */
  function place(requests, scene) {
    const placed = [];
    const taken = scene.taken.slice();
    for (const request of requests.slice().sort((a, b) => a.rank - b.rank)) {
      let best = bestOf(request, scene, taken, placesFor, null);
      if (request.isRequired && request.kind === 'beside' && (!best || best.cost >= HARD)) best = bestOf(request, scene, taken, (one, size) => candidatesFarther(size, one.box), best);
      if (!best || (best.cost >= TOO_DEAR && !request.isRequired)) continue;
      best.isFree = best.cost < HARD;
      if (!best.isFree && request.isElsewhere) continue;
      taken.push(g.grow(best.box, 2));
      if (request.dot) taken.push(dotBox(request));
      placed.push(best);
    }
    return placed;
  }

  function bestOf(request, scene, taken, placesOf, known) {
    let best = known;
    for (let variant = 0; variant < request.sizes.length && !(best && best.cost < GOOD_ENOUGH); variant++) {
      const places = placesOf(request, request.sizes[variant]);
      const reach = g.grow(g.boxOf(places.flatMap(({ box }) => [box, { x: box.right, y: box.bottom }]).concat(request.dot ? [request.point] : [])), NEAR_PX);
      const near = { ...scene, taken, areas: scene.areas.filter((area) => g.meets(reach, area.box)) };
      for (const candidate of places) {
        const cost = costOf(candidate, request, near) + variant * SHORTER_COSTS + (request.bareFrom <= variant ? BARE_COSTS : 0);
        if ((!best || cost < best.cost) && !isTooFar(candidate, request)) best = { ...candidate, cost, variant, request };
      }
    }
    return best;
  }

  /* Whether the line from a label to its area would be too long; where the desk put it is the desk's own. */
  function isTooFar({ box, side, isSet }, request) {
    if (isSet || side === 'centre' || !request.rings || !request.isRequired) return false;
    const near = g.nearest(box, request.rings);
    return Boolean(near) && near.px > LEADER_MAX_PX - LEADER_IN_PX;
  }

  /* The line from a label to its area: {from, to}, or null where it stands beside it or in it, and on no other. */
  function leaderOf({ box, side, request }, areas) {
    if (!request.rings || !request.isRequired || side === 'centre') return null;
    const near = g.nearest(box, request.rings);
    const others = areas.filter((area) => area.key !== request.key && area.rings && area.key !== 'band' && g.overlap(box, area.box));
    const isElsewhere = others.some((area) => g.covered(box, area.rings) > LEADER_ON_OTHERS);
    if (!near || (near.px <= LEADER_FROM_PX && !isElsewhere)) return null;
    if (!near.px) return null;
    const heart = request.heart || { x: (request.box.x + request.box.right) / 2, y: (request.box.y + request.box.bottom) / 2 };
    const way = Math.hypot(heart.x - near.point.x, heart.y - near.point.y) || 1;
    const share = Math.min(LEADER_IN_PX / way, 1);
    const to = { x: near.point.x + (heart.x - near.point.x) * share, y: near.point.y + (heart.y - near.point.y) * share };
    return { from: { x: Math.min(Math.max(to.x, box.x), box.right), y: Math.min(Math.max(to.y, box.y), box.bottom) }, to };
  }

  /* The layer of labels of one map: asks all layers what they want to say, and draws it. */
  const LabelLayer = L.Layer.extend({
    options: { pane: 'gm-labels' },

    onAdd(map) {
      this.svg = geomap.painter.node('svg', { class: 'gm-labels leaflet-zoom-hide', 'aria-hidden': 'true' }, this.getPane());
      map.on('zoomend moveend resize', this.ask, this);
      this.ask();
    },

    /* Draw once, however many ask. */
    ask() {
      if (this.asked) return;
      this.asked = true;
      requestAnimationFrame(() => {
        this.asked = false;
        if (this._map) this.draw();
      });
    },

    draw() {
      const map = this._map;
      const size = map.getSize();
      this.svg.replaceChildren();
      L.DomUtil.setPosition(this.svg, map.containerPointToLayerPoint([0, 0]));
      this.svg.setAttribute('width', size.x);
      this.svg.setAttribute('height', size.y);
      const layers = [];
      map.eachLayer((layer) => layer.labelRequests && layers.push(layer));
      const all = geomap.crowds.gathered(layers.flatMap((layer) => layer.labelRequests()));
      const requests = all.filter((request, i) => i < TRIED || request.isRequired);
      this.measure(requests);
      const bands = layers.flatMap((layer) => (layer.bands ? layer.bands() : []));
      const scene = this.surroundings(all, size, bands);
      const placed = place(requests, scene);
      this.settle(requests, placed);
      placed.forEach((item) => this.lead(leaderOf(item, scene.areas), item.request.look));
      const found = new Set(placed.map((item) => item.request));
      map.fire('geomap:labels', { placed, requests, left: requests.filter((request) => request.isRequired && !found.has(request)).flatMap((request) => request.members || [request]) });
    },

    surroundings(requests, size, bands) {
      return {
        frame: g.rect(FRAME_PX, FRAME_PX, size.x - 2 * FRAME_PX, size.y - 2 * FRAME_PX),
        taken: controlsOf(this._map, '.leaflet-control, .gm-over, .gm-stamp'),
        areas: requests.filter((request) => request.rings).map(({ key, rings, box, weight, touch }) => ({ key, rings, box, weight, touch })).concat(bands, requests.flatMap(geomap.crowds.signsOf)),
        arrows: requests.filter((request) => request.kind === 'across').flatMap((request) => arrowBoxes(request.ends)),
      };
    },

    /* All texts are written before the first is measured: a measure after each would lay out the page each time. */
    measure(requests) {
      requests.forEach((request) => (request.groups = request.variants.map((lines) => this.write(lines, request))));
      requests.forEach((request) => {
        request.sizes = request.groups.map(({ element, signs, height }) => ({ width: Math.ceil(Math.max(element.getBBox().width, ...signs.map(widthOf))), height }));
      });
    },

    write(lines, request) {
      const group = geomap.painter.node('g', { class: 'gm-label gm-label-' + request.look }, this.svg);
      let y = 0;
      const signs = [];
      lines.forEach((line, i) => {
        const isPlate = line.look === 'plate';
        const sign = isPlate || line.look === 'denial' ? geomap.painter.node(isPlate ? 'rect' : 'path', { class: 'gm-sign-' + line.look }, group) : null;
        const text = geomap.painter.node('text', { class: 'gm-text-' + line.look }, group);
        text.textContent = line.text;
        text.style.fontSize = line.px + 'px';
        y += (i && request.kind === 'across' ? request.gapPx : 0) + line.px * (i ? 1.28 : 1) + (isPlate ? PLATE_PX : 0);
        text.setAttribute('y', y);
        if (sign) signs.push({ sign, text, line, y });
        y += isPlate ? PLATE_PX : 0;
      });
      return { element: group, signs, height: Math.ceil(y + 4) };
    },

    dot({ point, dot: { r, isSquare } }) {
      if (isSquare) geomap.painter.node('rect', { class: 'gm-dot-ground', x: point.x - r, y: point.y - r, width: 2 * r, height: 2 * r }, this.svg);
      else geomap.painter.node('circle', { class: 'gm-dot-ground', cx: point.x, cy: point.y, r }, this.svg);
    },

    lead(line, look) {
      if (!line) return;
      const group = geomap.painter.node('g', { class: 'gm-leader gm-leader-' + look }, null);
      const at = ({ x, y }) => x.toFixed(1) + ' ' + y.toFixed(1);
      geomap.painter.node('path', { d: 'M' + at(line.from) + 'L' + at(line.to) }, group);
      geomap.painter.node('circle', { cx: line.to.x.toFixed(1), cy: line.to.y.toFixed(1), r: 2 }, group);
      this.svg.prepend(group);
    },

    settle(requests, placed) {
      const itemOf = new Map(placed.map((item) => [item.request, item]));
      requests.forEach((request) => {
        const best = itemOf.get(request);
        request.groups.forEach((group, variant) => {
          if (!best || best.variant !== variant) return group.element.remove();
          stand(group.element, best);
          const block = Math.max(...group.signs.filter(({ line }) => line.look === 'denial').map(widthOf));
          group.signs.forEach((sign) => dress(sign, best.anchor, block, document.documentElement.dir === 'rtl'));
        });
        if (best && request.dot) this.dot(request);
      });
    },
  });

  /* What stands over the map: controls, tray, inset, tabs. */
  function controlsOf(map, selector) {
    const frame = map.getContainer().getBoundingClientRect();
    return Array.from(document.querySelectorAll(selector), (element) => element.getBoundingClientRect())
      .filter((box) => box.width && box.height)
      .map((box) => g.grow(g.rect(box.left - frame.left, box.top - frame.top, box.width, box.height), 4));
  }

  function arrowBoxes([from, to]) {
    return [0, 1, 2, 3, 4, 5].map((i) => g.grow(g.boxOf([0, 1].map((n) => g.along([from, to], (i + n) / 6))), 12));
  }

  /* A plate under a speaker, a crossed box beside who says not: they stand on the side from which the line is read. */
  const widthOf = ({ text, line }) => (text.geomapPx = text.geomapPx || text.getComputedTextLength()) + (line.look === 'plate' ? 3 * PLATE_PX : BOX_PX);

  function dress(item, anchor, block, isRtl) {
    const { sign, text, line, y } = item;
    const width = widthOf(item);
    const isPlate = line.look === 'plate';
    const middle = isPlate ? -width / 2 : isRtl ? block / 2 - width : -block / 2;
    const left = anchor === 'start' ? 0 : anchor === 'end' ? -width : middle;
    text.setAttribute('text-anchor', 'middle');
    text.setAttribute('x', left + (isPlate ? width : isRtl ? width - BOX_PX : width + BOX_PX) / 2);
    if (isPlate) {
      for (const [key, value] of Object.entries({ x: left, y: y - line.px, width, height: line.px + PLATE_PX, rx: 2 })) sign.setAttribute(key, value);
    } else {
      const x = isRtl ? left + width - line.px : left;
      const px = line.px - 1;
      sign.setAttribute('d', `M${x} ${y - px + 2}h${px}v${px}h${-px}zm3.5 3.5l${px - 7} ${px - 7}m0 ${7 - px}l${7 - px} ${px - 7}`);
    }
  }

  function stand(element, best) {
    const x = best.anchor === 'start' ? best.box.x : best.anchor === 'end' ? best.box.right : (best.box.x + best.box.right) / 2;
    element.setAttribute('transform', 'translate(' + x.toFixed(1) + ' ' + best.box.y.toFixed(1) + ')');
    element.setAttribute('text-anchor', best.anchor);
  }

  function of(map) {
    if (!map.geomapLabels) {
      map.createPane('gm-labels');
      map.geomapLabels = new LabelLayer().addTo(map);
    }
    return map.geomapLabels;
  }

  geomap.labels = { of, place, candidates, controlsOf, leaderOf };
})((globalThis.geomap = globalThis.geomap || {}));
