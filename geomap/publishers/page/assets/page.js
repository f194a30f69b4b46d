/* The page round the map: opening view, account switch, tray, summary, links to claims. */
(function (geomap) {
  'use strict';

  const g = geomap.geometry;
  /* The widths for which a desk sets centre and scale; a narrower frame shows the same ground. */
  const [FRAME_PX] = geomap.frames.desktop_px;
  const [PHONE_FRAME_PX] = geomap.frames.phone_px;
  /* Between tray and areas, and how much wider the opening view may be for that: by half a step of two. */
  const CLEAR_PX = 12;
  const WIDER_ZOOM = 0.5;
  const isPhone = (map) => map.getSize().x < geomap.frames.phone_limit_px;

  document.documentElement.classList.add('gm-js');

  function pageMap(id, options) {
    const page = geomap.store.block('geomap-page');
    const words = new geomap.Words(page.lang, page.words);
    const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const map = L.map(id, { ...options, zoomAnimation: !isCalm, fadeAnimation: !isCalm, inertia: !isCalm, zoomSnap: 0.25, zoomDelta: 0.5, minZoom: 2, maxZoom: 15, attributionControl: false, zoomControl: false, scrollWheelZoom: false, dragging: !matchMedia('(pointer: coarse)').matches });
    map.geomapWords = words;
    map.geomapPage = page;
    const choice = geomap.store.choiceOf(map, accountAtStart(page));
    openView(map, viewOf(page, choice.account));
    const { Country, cornered } = geomap.controls;
    cornered(map, L.control.zoom({ zoomInTitle: words.text('zoom_in'), zoomOutTitle: words.text('zoom_out') }));
    if (hasMore(page)) cornered(map, new Country({ words, show: (isCountry) => openView(map, isCountry ? page.overview : viewOf(page, choice.account)) }));
    new geomap.controls.Scale({ words }).addTo(map);
    wheelOnlyInUse(map);
    if (page.tiles) L.tileLayer(page.tiles.url, { maxZoom: 15, maxNativeZoom: page.tiles.max_zoom, subdomains: page.tiles.subdomains }).addTo(map);
    if (!page.tiles) geomap.basemap.add(map, page.basemap, page.names);
    return map;
  }

  /* Whether there is more to see than the opening views show. */
  function hasMore(page) {
    const [west, south, east, north] = page.overview.bounds;
    return page.accounts.every(({ view }) => (east - west) * (north - south) > 2 * (view.bounds[2] - view.bounds[0]) * (view.bounds[3] - view.bounds[1]));
  }

  /* The page scrolls past the map; the wheel zooms only once the map is in use. */
  function wheelOnlyInUse(map) {
    map.on('click focus', () => map.scrollWheelZoom.enable());
    map.getContainer().addEventListener('mouseleave', () => map.scrollWheelZoom.disable());
  }

  function accountOf(page, id) {
    return page.accounts.find((account) => account.account_id === id);
  }

  function accountAtStart(page) {
    const match = /[#&]account=([a-z0-9_-]+)/.exec(location.hash);
    return match && accountOf(page, match[1]) ? match[1] : page.account;
  }

  function viewOf(page, id) {
    return (accountOf(page, id) || page.accounts[0]).view;
  }

  /* The desk's centre and scale where it set them, else the bounds with room for labels. */
  function openView(map, view) {
    const onPhone = isPhone(map);
    const center = (onPhone && view.phone_center) || (!onPhone && view.center);
    const metres = onPhone ? view.phone_metres_per_px : view.metres_per_px;
    if (!center || !metres) {
      const [west, south, east, north] = view.bounds;
      const least = onPhone ? 8 : 18;
      const [topLeft, bottomRight] = view.tight ? [[least, least], [least, least]] : onPhone ? [[28, 44], [28, 44]] : [[72, 72], [64, 56]];
      map.fitBounds([[south, west], [north, east]], { paddingTopLeft: topLeft, paddingBottomRight: bottomRight, maxZoom: 13.5, animate: false });
      return;
    }
    const snap = map.options.zoomSnap;
    const narrower = Math.max(1, (onPhone ? PHONE_FRAME_PX : FRAME_PX) / map.getSize().x);
    map.options.zoomSnap = 0;
    map.setView([center[1], center[0]], g.zoomFor(center[1], metres * narrower), { animate: false });
    map.options.zoomSnap = snap;
  }

  /* In one kind of frame the first throws, in another the second. */
  function remember(fragment) {
    try {
      history.replaceState(null, '', fragment);
    } catch {
      try {
        location.hash = fragment;
      } catch {
        /* A frame that allows neither: the choice lasts as long as the page. */
      }
    }
  }

  function showAccount(map, choice) {
    document.querySelectorAll('[data-account]').forEach((element) => {
      element.hidden = element.dataset.account !== choice.account;
    });
    document.querySelectorAll('input[name="gm-account"]').forEach((input) => {
      input.checked = input.value === choice.account;
    });
  }

  function bindSwitch(map, choice) {
    const page = map.geomapPage;
    document.querySelectorAll('input[name="gm-account"]').forEach((input) => {
      input.addEventListener('change', () => choice.setAccount(input.value));
    });
    choice.on((what) => {
      if (what !== 'account') return;
      showAccount(map, choice);
      map.invalidateSize({ pan: false });
      openView(map, viewOf(page, choice.account));
      arrange(map);
      remember('#account=' + choice.account);
      document.getElementById('gm-live').textContent = accountOf(page, choice.account).live || map.geomapWords.text('opened_account', { account: accountOf(page, choice.account).label });
    });
  }

  const marksOf = (map) => {
    const found = [];
    map.eachLayer((layer) => layer instanceof geomap.painter.Area && layer.options.role !== 'context' && !layer.options.isOpen && found.push(layer));
    return found;
  };

  const trayOf = (map) => {
    const tray = document.querySelector('.gm-tray');
    return tray && !isPhone(map) && tray.offsetHeight ? tray : null;
  };

  function isTrayOnMark(map, tray) {
    const frame = map.getContainer().getBoundingClientRect();
    const box = tray.getBoundingClientRect();
    const rect = g.rect(box.left - frame.left, box.top - frame.top, box.width, box.height);
    const bounds = L.bounds([rect.x, rect.y], [rect.right, rect.bottom]);
    const meets = (ring) => ring.some((b, n) => L.LineUtil.clipSegment(L.point(ring[n ? n - 1 : ring.length - 1]), L.point(b), bounds));
    return marksOf(map).some((mark) => g.overlap(rect, mark.box()) && (g.covered(rect, mark.rings()) || mark.rings().some(meets)));
  }

  /* Tray and opening view: where the tray would lie on an area in every corner, the view moves, or widens a little, until it lies beside them. */
  function arrange(map) {
    placeTray(map);
    const tray = trayOf(map);
    const view = viewOf(map.geomapPage, geomap.store.choiceOf(map, '').account);
    if (!tray || view.center || !isTrayOnMark(map, tray)) return;
    const before = { center: map.getCenter(), zoom: map.getZoom() };
    const [west, south, east, north] = view.bounds;
    const marks = marksOf(map).reduce((all, mark) => all.extend(mark.getBounds()), L.latLngBounds([]));
    const [[low, left], [high, right]] = [marks.getSouthWest(), marks.getNorthEast()].map(({ lat, lng }) => [lat, lng]);
    const bounds = [[Math.max(low, south), Math.max(left, west)], [Math.min(high, north), Math.min(right, east)]];
    const [wide, tall] = [tray.offsetWidth + 2 * CLEAR_PX, tray.offsetHeight + 2 * CLEAR_PX];
    const rooms = [[[0, 0], [0, tall]], [[0, 0], [wide, 0]], [[wide, 0], [0, 0]], [[0, tall], [0, 0]]].map((room) => room.map(([x, y]) => [x + CLEAR_PX, y + CLEAR_PX]));
    const zoomIn = ([[x1, y1], [x2, y2]]) => Math.min(map.getBoundsZoom(bounds, false, L.point(x1 + x2, y1 + y2)), before.zoom);
    for (const [paddingTopLeft, paddingBottomRight] of rooms.sort((a, b) => zoomIn(b) - zoomIn(a))) {
      if (zoomIn([paddingTopLeft, paddingBottomRight]) < before.zoom - WIDER_ZOOM) break;
      map.fitBounds(bounds, { paddingTopLeft, paddingBottomRight, maxZoom: before.zoom, animate: false });
      placeTray(map);
      if (!isTrayOnMark(map, tray)) return;
    }
    map.setView(before.center, before.zoom, { animate: false });
    placeTray(map);
  }

  /* The tray stands where it hides the least of the marks, each by its own size; the lower corner first. A direction has no end to be hidden. */
  function placeTray(map) {
    const tray = trayOf(map);
    if (!tray) return;
    const size = map.getSize();
    const box = tray.getBoundingClientRect();
    const corners = { se: [size.x - box.width - 12, size.y - box.height - 12], nw: [56, 12], sw: [12, size.y - box.height - 44] };
    const marks = marksOf(map).map((mark) => mark.rings());
    const sum = (list, of) => list.reduce((all, item) => all + of(item), 0);
    const hidden = (rect, boxes) => sum(boxes, (part) => g.overlap(rect, part)) / Math.max(sum(boxes, (part) => g.overlap(part, part)), 1);
    const costOf = (rect) => sum(marks, (rings) => hidden(rect, rings.map(g.boxOf)) + g.covered(rect, rings) / 4);
    const cost = ([x, y]) => Math.round(costOf(g.grow(g.rect(x, y, box.width, box.height), 8)) * 20);
    const ranked = Object.keys(corners).sort((a, b) => cost(corners[a]) - cost(corners[b]));
    tray.dataset.at = ranked[0];
    geomap.labels.of(map).ask();
  }

  /* A link to a claim or source: brought into view, marked, and given the focus, in every kind of frame. */
  function follow(event) {
    const link = event.target.closest('a[href^="#"]');
    if (!link) return;
    const target = document.getElementById(link.getAttribute('href').slice(1));
    if (!target) return;
    event.preventDefault();
    document.querySelectorAll('.is-target').forEach((element) => element.classList.remove('is-target'));
    target.classList.add('is-target');
    target.tabIndex = -1;
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: 'center', behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' });
  }

  function bindClauses(choice) {
    document.querySelectorAll('a.gm-clause').forEach((link) => {
      link.addEventListener('click', (event) => {
        event.preventDefault();
        event.stopPropagation();
        choice.opener = link;
        choice.select({ kind: 'claims', text: link.textContent, claimIds: link.dataset.claims.split(' ') });
      });
    });
  }

  /* Everything that needs the layers to be on the map. */
  function showHollowKey(map) {
    const roles = new Set();
    map.eachLayer((layer) => {
      if (layer.hollowRoles) layer.hollowRoles().forEach((role) => roles.add(role));
    });
    document.querySelectorAll('.gm-key-hollow').forEach((element) => (element.hidden = !roles.size));
    document.querySelectorAll('.gm-key-hollow li').forEach((element) => (element.hidden = !roles.has(element.dataset.role)));
  }

  function boot(map) {
    const choice = geomap.store.choiceOf(map, '');
    showAccount(map, choice);
    map.geomapPanel = new geomap.panel.Host(map, choice, map.geomapWords);
    bindSwitch(map, choice);
    bindClauses(choice);
    document.addEventListener('click', follow);
    const inset = document.querySelector('.gm-inset');
    if (inset && map.geomapPage.inset) new geomap.controls.Inset(map, inset, map.geomapPage.inset);
    map.on('geomap:labels', () => showHollowKey(map));
    map.on('geomap:view', () => placeTray(map));
    arrange(map);
    geomap.outside.watch(map);
    map.on('resize', () => {
      openView(map, viewOf(map.geomapPage, choice.account));
      arrange(map);
    });
  }

  geomap.pageMap = pageMap;
  geomap.boot = boot;
})((globalThis.geomap = globalThis.geomap || {}));
