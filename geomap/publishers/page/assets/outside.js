/* Reported events outside the frame: tabs at its edge, in their direction; in a list below the map where there is no room, as on a phone. */
(function (geomap) {
  'use strict';

  const g = geomap.geometry;
  const COMPASS = ['n', 'ne', 'e', 'se', 's', 'sw', 'w', 'nw'];
  const ARROWS = { n: '↑', ne: '↗', e: '→', se: '↘', s: '↓', sw: '↙', w: '←', nw: '↖' };
  const EDGE_PX = 8;
  const SLIDE_PX = 6;
  const GAP_PX = 4;
  const CORNER_COSTS = 20;
  const TABS_MAX = 5;
  const LISTED_MAX = 12;
  const ROOM_PX = [72, 84];

  /* Which of the eight compass words is nearest to the way from one place to another. */
  function compassKey(from, to) {
    const lat = ((from.lat + to.lat) / 2) * (Math.PI / 180);
    const turn = (Math.atan2((to.lng - from.lng) * Math.cos(lat), to.lat - from.lat) * 180) / Math.PI;
    return COMPASS[Math.round((turn + 360) / 45) % 8];
  }

  /* Where a tab may stand: at the edge that the way from the middle to its place crosses, along it, and round the corner. */
  function placesAtEdge({ dx, dy, width, height }, frame) {
    const wide = frame.right - frame.x;
    const high = frame.bottom - frame.y;
    const toSide = dx ? wide / 2 / Math.abs(dx) : Infinity;
    const toTop = dy ? high / 2 / Math.abs(dy) : Infinity;
    const own = placesOn(toSide <= toTop, { dx, dy, width, height, share: Math.min(toSide, toTop) }, frame);
    const other = dx && dy ? placesOn(toSide > toTop, { dx, dy, width, height, share: Math.max(toSide, toTop) }, frame) : [];
    return own.concat(other.map(({ box, cost }) => ({ box, cost: cost + CORNER_COSTS })));
  }

  function placesOn(isSide, { dx, dy, width, height, share }, frame) {
    const wide = frame.right - frame.x;
    const high = frame.bottom - frame.y;
    const held = (n, low, top) => Math.min(Math.max(n, low), top);
    const x = isSide ? (dx < 0 ? frame.x : frame.right - width) : held(frame.x + wide / 2 + dx * share - width / 2, frame.x, frame.right - width);
    const y = isSide ? held(frame.y + high / 2 + dy * share - height / 2, frame.y, frame.bottom - height) : dy < 0 ? frame.y : frame.bottom - height;
    const out = [];
    for (let n = 0; n * SLIDE_PX < (isSide ? high : wide) / 2; n++) {
      for (const way of n ? [-1, 1] : [0]) {
        const left = held(isSide ? x : x + way * n * SLIDE_PX, frame.x, frame.right - width);
        const top = held(isSide ? y + way * n * SLIDE_PX : y, frame.y, frame.bottom - height);
        out.push({ box: g.rect(left, top, width, height), cost: n });
      }
    }
    return out;
  }

  /* A box for each tab, nearest event first; a tab that finds no room may move one other along; null where nothing is free. */
  function placeTabs(items, size, taken, rings) {
    const frame = g.grow(g.rect(0, 0, size.x, size.y), -EDGE_PX);
    const isFree = ({ box }) => {
      const room = g.grow(box, GAP_PX);
      return !taken.some((other) => g.overlap(room, other)) && !rings.some((ring) => g.covered(room, ring) > 0);
    };
    const free = items.map((item) => placesAtEdge(item, frame).filter(isFree).sort((a, b) => a.cost - b.cost));
    const chosen = items.map(() => null);
    const isClear = (place, but) => chosen.every((other, i) => but.includes(i) || !other || !g.overlap(g.grow(place.box, GAP_PX), other.box));
    items.forEach((_, i) => {
      chosen[i] = free[i].find((place) => isClear(place, [i])) || null;
      if (!chosen[i]) makeRoom(i, free, chosen, isClear);
    });
    return chosen.map((place) => place && place.box);
  }

  function makeRoom(i, free, chosen, isClear) {
    let best = null;
    chosen.forEach((other, j) => {
      if (!other) return;
      for (const moved of free[j]) {
        if (best && moved.cost >= best.cost) break;
        if (!isClear(moved, [i, j])) continue;
        const own = free[i].find((place) => isClear(place, [i, j]) && !g.overlap(g.grow(place.box, GAP_PX), moved.box));
        if (own && (!best || own.cost + moved.cost < best.cost)) best = { cost: own.cost + moved.cost, own, moved, j };
      }
    });
    if (!best) return;
    chosen[i] = best.own;
    chosen[best.j] = best.moved;
  }

  /* What distances are counted from: the account's main place, or the middle of the frame. */
  function origin(map) {
    const { account } = geomap.store.choiceOf(map, '');
    const main = map.geomapPage.accounts.find((one) => one.account_id === account)?.main;
    return main ? { at: L.latLng(main.latitude, main.longitude), name: main.name } : { at: map.getCenter(), name: '' };
  }

  function marksOutside(map) {
    const bounds = map.getBounds();
    const from = origin(map).at;
    const found = [];
    map.eachLayer((layer) => {
      if (!(layer instanceof geomap.layers.Marks)) return;
      layer.stops.forEach((stop) => {
        const row = layer.table.rowOf('mark_id', stop.thing.markId);
        const at = L.latLng(layer.table.get('latitude', row), layer.table.get('longitude', row));
        const isOther = !layer.table.get('account', row) && stop.thing.role !== 'launch_area';
        if (isOther && !bounds.contains(at)) found.push({ layer, stop, row, at, km: Math.ceil(from.distanceTo(at) / 1000) });
      });
    });
    return found.sort((a, b) => a.km - b.km || a.row - b.row);
  }

  /* Widen the view until the mark stands in it beside what the account shows, and select it. */
  function reveal(map, mark) {
    const { account } = geomap.store.choiceOf(map, '');
    const [west, south, east, north] = map.geomapPage.accounts.find((one) => one.account_id === account)?.view.bounds || map.geomapPage.overview.bounds;
    map.fitBounds(L.latLngBounds([[south, west], [north, east]]).extend(mark.at), { paddingTopLeft: ROOM_PX, paddingBottomRight: ROOM_PX, maxZoom: 13, animate: false });
    map.fire('geomap:view');
    mark.layer.choose(mark.stop.path, mark.stop.thing);
  }

  function make(tag, className, text) {
    const element = document.createElement(tag);
    element.className = className;
    element.textContent = text;
    return element;
  }

  function itemFor(map, mark) {
    const words = map.geomapWords;
    const label = mark.layer.table.get('label', mark.row);
    const status = mark.layer.table.get('status', mark.row);
    const compass = compassKey(origin(map).at, mark.at);
    const item = make('li', 'gm-edge', '');
    const button = make('button', 'gm-tab', '');
    button.type = 'button';
    const arrow = make('span', 'gm-tab-arrow', ARROWS[compass] + ' ');
    arrow.setAttribute('aria-hidden', 'true');
    const text = label.slice(1).join(' ');
    const what = make('bdi', '', text && status ? words.text('outside_status', { text, status }) : text || status);
    button.append(arrow, make('bdi', 'gm-speaker', label[0]), make('span', '', ' ' + words.text('outside_' + compass, { km: mark.km })), what.textContent ? ': ' : '', what);
    button.addEventListener('click', () => reveal(map, mark));
    item.append(button);
    return item;
  }

  function stand(element, box) {
    element.hidden = !box;
    if (!box) return;
    element.style.left = box.x.toFixed(0) + 'px';
    element.style.top = box.y.toFixed(0) + 'px';
  }

  /* Tabs stand off labels, areas, controls, tray and one another; what finds no room is returned. */
  function drawTabs(map, list, marks, labels) {
    const size = map.getSize();
    const near = marks.slice(0, TABS_MAX);
    list.replaceChildren(...near.map((mark) => itemFor(map, mark)));
    const rings = [];
    map.eachLayer((layer) => layer instanceof geomap.painter.Area && layer.options.role !== 'context' && layer.options.step !== 'coarse' && layer._rings && rings.push(layer.rings()));
    const middle = map.getCenter();
    const toward = (at) => map.latLngToContainerPoint(at).subtract(map.latLngToContainerPoint(middle));
    const items = near.map((mark, i) => ({ dx: toward(mark.at).x, dy: toward(mark.at).y, width: list.children[i].offsetWidth, height: list.children[i].offsetHeight }));
    const boxes = placeTabs(items, size, geomap.labels.controlsOf(map, '.leaflet-control, .gm-over, .gm-stamp').concat(labels), rings);
    boxes.forEach((box, i) => stand(list.children[i], box));
    return marks.filter((_, i) => !boxes[i]);
  }

  /* What is marked without its name, for want of room, is named below the map. */
  function tellLeft(map, left) {
    const line = document.querySelector('.gm-no-room');
    if (!line) return;
    const names = [...new Set(left.map((request) => request.name).filter(Boolean))];
    line.hidden = !names.length;
    line.textContent = names.length ? map.geomapWords.text('no_room', { names: names.join('; ') }) : '';
  }

  function watch(map) {
    const section = document.querySelector('.gm-outside');
    const edges = document.querySelector('.gm-edges');
    const draw = (labels) => {
      const marks = marksOutside(map);
      const isPhone = map.getSize().x < geomap.frames.phone_limit_px;
      const { name } = origin(map);
      const label = name ? map.geomapWords.text('outside_from', { place: name }) : map.geomapWords.text('outside');
      edges.setAttribute('aria-label', label);
      edges.hidden = isPhone || !marks.length;
      edges.replaceChildren();
      const listed = edges.hidden ? marks : drawTabs(map, edges, marks, labels);
      if (section) {
        section.hidden = !listed.length;
        section.querySelector('h2').textContent = label;
        section.querySelector('ul').replaceChildren(...listed.slice(0, LISTED_MAX).map((mark) => itemFor(map, mark)));
      }
    };
    map.on('geomap:labels', ({ placed, left }) => {
      tellLeft(map, left);
      draw(placed.map((label) => label.box));
    });
    geomap.labels.of(map).ask();
  }

  geomap.outside = { watch, compassKey, placeTabs };
})((globalThis.geomap = globalThis.geomap || {}));
