/* The ground: land and sea, borders, rivers, towns, and their names; each only at scales where it helps. */
(function (geomap) {
  'use strict';

  const g = geomap.geometry;
  /* From how many metres a pixel a layer is drawn where the case has a river and quarters of its own; up to how many stands beside each piece. */
  const FROM_M_PER_PX = { urban: 120, province: 100, river: 100, border: 100, disputed: 100, name: 150 };
  /* Where it has none, rough ones are better than an empty ground. */
  const NEARER_M_PER_PX = { urban: 5, province: 40, river: 30, border: 30, disputed: 30, name: 8 };
  const UP_TO_M_PER_PX = { park: 120, water: 400, minor_road: 30, road: 120, bridge: 120, building: 8 };
  /* Wider where one looks closer. */
  const RIVER_PX = [[60, 4], [200, 2.2], [1200, 1.5], [5000, 1.1], [Infinity, 0.8]];
  const KINDS = ['capital', 'country', 'sea', 'city', 'town', 'river', 'region'];
  const PX = { capital: 12.5, country: 13, sea: 12.5, city: 12, town: 12, river: 11.5, region: 11 };
  const DOT_PX = { capital: 2.5, city: 2.4, town: 1.9 };
  /* Closer than this nobody asks in which country it is. */
  const AREA_FROM_M_PER_PX = { country: 60, sea: 60, region: 60 };
  const TOWNS = { wide: 34, phone: 14 };
  const isRoad = (layer) => layer === 'road' || layer === 'bridge';

  /* A road is a line in a wider one; bridges go over the river of the case. */
  function pathsOf(feature, renderer) {
    return isRoad(feature.layer) ? [pathOf(feature, renderer, 'casing'), pathOf(feature, renderer, feature.layer)] : [pathOf(feature, renderer, g.isLine(feature.shape) && feature.layer === 'water' ? 'stream' : feature.layer)];
  }

  function pathOf(feature, renderer, look) {
    const shape = g.unpack(feature.shape);
    const options = { renderer, step: feature.layer === 'bridge' ? 'bridge' : 'base', interactive: false, noClip: false, smoothFactor: 0.6, className: 'gm-base gm-base-' + look };
    return g.isLine(feature.shape) ? L.polyline(shape, options) : L.polygon(shape, options);
  }

  /* Towns stand in the order of the views for which they were found, closest first: a wide view takes the larger ones. */
  function namesOf({ kind, text, at, up_to }) {
    const order = text.map((_, n) => n);
    const towns = order.filter((n) => KINDS[kind[n]] === 'city' || KINDS[kind[n]] === 'town');
    const larger = towns.slice().sort((a, b) => up_to[b] - up_to[a]);
    towns.forEach((n, i) => (order[n] = larger[i]));
    return order.map((n, place) => ({ key: 'ground-' + n, kind: KINDS[kind[n]], text: text[n], spots: g.unpackPoints(at[n]), upTo: up_to[n], rank: 80 + place / 1000 }));
  }

  const Basemap = L.Layer.extend({
    initialize(features, names) {
      this.features = features;
      this.names = namesOf(names);
    },

    onAdd(map) {
      const renderer = geomap.painter.rendererOf(map);
      map.getContainer().classList.add('has-sea');
      this.paths = this.features.flatMap((feature) => pathsOf(feature, renderer).map((path) => ({ feature, path })));
      map.on('zoomend', this.draw, this);
      this.draw();
    },

    metres() {
      return g.metresPerPx(this._map.getCenter().lat, this._map.getZoom());
    },

    isShown(layer, upTo) {
      const metres = this.metres();
      const page = this._map.geomapPage;
      const hasOwn = page.has_own_ground || (layer === 'river' && page.has_own_rivers);
      const from = (hasOwn ? FROM_M_PER_PX : NEARER_M_PER_PX)[layer] || 0;
      return metres >= from && metres < (upTo || UP_TO_M_PER_PX[layer] || Infinity);
    },

    draw() {
      const width = RIVER_PX.find(([upTo]) => this.metres() < upTo)[1];
      this._map.getContainer().style.setProperty('--gm-river-px', width);
      this.paths.forEach(({ feature, path }) => {
        const isShown = this.isShown(feature.layer, feature.up_to);
        if (isShown !== this._map.hasLayer(path)) isShown ? path.addTo(this._map) : path.remove();
      });
    },

    labelRequests() {
      if (!this.isShown('name')) return [];
      const metres = this.metres();
      const size = this._map.getSize();
      const isPhone = size.x < geomap.frames.phone_limit_px;
      const isIn = (point) => point.x > 0 && point.y > 0 && point.x < size.x && point.y < size.y;
      let towns = isPhone ? TOWNS.phone : TOWNS.wide;
      return this.names.flatMap((name) => {
        if (metres >= name.upTo || metres < (AREA_FROM_M_PER_PX[name.kind] || 0)) return [];
        const points = name.spots.map((spot) => this._map.latLngToContainerPoint(spot)).filter(isIn);
        const isTown = name.kind in DOT_PX;
        if (points.length < (name.kind === 'river' ? 2 : 1) || (isTown && towns-- <= 0)) return [];
        return [requestOf(name, points, PX[name.kind] - (isPhone ? 1 : 0))];
      });
    },
  });

  function requestOf({ key, kind, text, rank }, points, px) {
    const request = { key, look: 'ground', rank, point: points[0], variants: [[{ text, look: kind, px }]] };
    if (kind === 'river') return { ...request, kind: 'along', points };
    return kind in DOT_PX ? { ...request, kind: 'dot', dot: { r: DOT_PX[kind], isSquare: kind === 'capital' } } : { ...request, kind: 'inside', points };
  }

  geomap.basemap = {
    add(map, features, names) {
      return new Basemap(features, names).addTo(map);
    },
  };
})((globalThis.geomap = globalThis.geomap || {}));
