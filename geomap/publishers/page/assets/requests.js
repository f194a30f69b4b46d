/* What each mark wants to say beside itself: lines in full, then shorter ones for where there is less room. */
(function (geomap) {
  'use strict';

  const g = geomap.geometry;
  const PX = { coarse: 20, name: 17, minor: 15, event: 13, local: 13, part: 13, text: 13.5, strong: 13.5, small: 12.5, note: 12.5, plate: 11.5, denial: 12.5, place: 12, river: 12, compound: 11.5 };
  const PHONE_PX = { coarse: 15, name: 14, minor: 13, event: 12, local: 11, part: 11.5, text: 12, strong: 12.5, small: 11.5, note: 11.5, plate: 11, denial: 11.5, place: 11.5, river: 11.5, compound: 11 };
  /* One type size for every claimed origin: none is to look likelier. */
  const LARGE_PX = [150, 90];
  const RANK = { launch_area: 10, impact_area: 20, intercepted_over: 25, debris: 26, trunk: 30, event: 40, compound: 50, place: 60, river: 70 };
  const LINE_CHARS = 24;
  const NAME_CHARS = 36;
  const SIGN_PX = 24;
  /* A shorter one goes without words where there is no room for them; the legend has them. */
  const LONG_ARROW_PX = 90;

  const isPhone = (map) => map.getSize().x < geomap.frames.phone_limit_px;
  const line = (text, look, map) => ({ text, look, px: (isPhone(map) ? PHONE_PX : PX)[look] });

  /* A long line in two halves of about one length. */
  function wrap(text, chars) {
    if (text.length <= chars) return [text];
    const spaces = Array.from(text.matchAll(/ /g), (match) => match.index);
    if (!spaces.length) return [text];
    const cut = spaces.reduce((best, at) => (Math.abs(at - text.length / 2) < Math.abs(best - text.length / 2) ? at : best));
    return [text.slice(0, cut), text.slice(cut + 1)];
  }

  /* A name in lines: what a long one says in brackets stands smaller under it, and a very long one in two halves. */
  function nameLines(text, look, map) {
    const [, name, part] = (text.length > LINE_CHARS && /^(.+?) (\([^()]+\))$/.exec(text)) || [null, text, ''];
    return [...wrap(name, NAME_CHARS).map((half) => line(half, look, map)), ...(part ? [line(part, 'part', map)] : [])];
  }

  function nameLook(get) {
    if (!get('account') && (get('signs') || []).length) return 'minor';
    if (get('role') === 'event' || !get('account')) return 'event';
    if (get('tone') === 'coarse') return 'coarse';
    return get('role') === 'launch_area' || (get('munitions') || 0) > 1 ? 'name' : 'minor';
  }

  /* The other script stands under a launch area and an impact area of several; a coarse area has no name of its own. */
  function hasLocalName(get) {
    if (!get('account')) return false;
    const isMain = get('role') === 'launch_area' ? get('tone') !== 'coarse' : get('role') === 'impact_area' && (get('munitions') || 0) > 1;
    return isMain && get('name_local') && get('edge') !== 'soft' && !get('label').includes(get('name_local'));
  }

  function linesOf(get, map) {
    const look = nameLook(get);
    const names = nameLines(get('label')[0], look, map);
    const lines = get('label').flatMap((text, i, all) => {
      if (!i) return names;
      if (text === get('name_local')) return line(text, 'local', map);
      const isLast = i === all.length - 1;
      return line(text, get('tone') === 'coarse' && isLast && i > 1 ? 'note' : look === 'minor' || look === 'event' ? 'small' : 'text', map);
    });
    if (hasLocalName(get)) lines.splice(names.length, 0, line(get('name_local'), 'local', map));
    return lines.filter((one) => one.text);
  }

  /* What a mark of all accounts says: who names it, its name, who says not; on a phone names alone. */
  function gatheredVariants(get, map) {
    const isClaimed = get('plate').length > 0;
    const plates = get(isPhone(map) ? 'short_plate' : 'plate').map((text) => line(text, 'plate', map));
    const names = nameLines(get('label')[0], isClaimed ? 'name' : nameLook(get), map);
    const rest = get('label').slice(1).map((text) => line(text, 'text', map));
    const lines = (said, denials) => [...plates, ...names, ...said, ...get(denials).map((text) => line(text, 'denial', map))];
    const short = lines([], 'short_denials');
    const variants = isPhone(map) ? [short] : [lines(rest, 'denials'), lines(rest, 'short_denials')];
    return [...variants, ...variants.map(halves)];
  }

  const withoutTail = (one) => ({ ...one, text: one.text.replace(/[;,:؛،]$/, '') });

  function halves(lines) {
    return lines.flatMap((one) => wrap(one.text, LINE_CHARS).map((text) => ({ ...one, text })));
  }

  function variantsOf(lines, map) {
    const bare = lines.filter((one) => one.look !== 'local');
    const ofName = bare.filter((one) => one.look === bare[0].look || one.look === 'part').length;
    const short = bare.filter((one, i) => i < ofName || one.look === 'note');
    return isPhone(map) ? [halves(bare), bare, halves(bare.slice(0, ofName + 1).map(withoutTail)), halves(short)] : [lines, bare, halves(bare), halves(short)];
  }

  function ofContext(layer, item, get) {
    const map = layer._map;
    const text = get('label')[0];
    const path = item.paths[0];
    if (!text) return null;
    if (get('symbol') === 'line') {
      const points = path._rings.flat().map((p) => map.layerPointToContainerPoint(p));
      const size = map.getSize();
      const visible = points.filter((p) => p.x > 0 && p.y > 0 && p.x < size.x && p.y < size.y);
      return visible.length < 2 ? null : { key: get('mark_id'), kind: 'along', look: 'river', rank: RANK.river, points: visible, variants: [[line(text, 'river', map)]] };
    }
    const point = map.latLngToContainerPoint([get('latitude'), get('longitude')]);
    if (!path) return { key: get('mark_id'), kind: 'at', look: 'place', rank: RANK.place, point, variants: [[line(text, 'place', map)]] };
    if (path.isHidden() || isPhone(map)) return null;
    return { key: get('mark_id'), kind: 'beside', look: 'compound', ignoresAreas: true, rank: RANK.compound, box: path.box(), prefer: get('label_anchor'), variants: [[line(text, 'compound', map)]] };
  }

  /* How the signs of several places beside one another are told in one label: {text, look, px}; null where each has its own. */
  function togetherOf(layer, get, item) {
    const key = get('together');
    if (!key || !item.signs.length) return null;
    return (names, n) => {
      const places = names.join(layer.words.text(names.some((name) => /[,،]/.test(name)) ? 'together_semicolon' : 'together_comma'));
      return line(layer.words.text(key, { places: n ? layer.words.text('together_more', { places, n }) : places }), 'strong', layer._map);
    };
  }

  function ofMark(layer, item) {
    const get = (name) => layer.table.get(name, item.row);
    if (get('role') === 'context') return ofContext(layer, item, get);
    const map = layer._map;
    const path = item.area || item.paths[0];
    const isArea = get('symbol') === 'area';
    const point = map.latLngToContainerPoint([get('latitude'), get('longitude')]);
    const isClaimed = (get('plate') || []).length > 0;
    const isGathered = (get('short_label') || []).length > 0;
    const edge = item.edge || path;
    const shown = isArea && edge.rings && !edge.isHidden() ? edge : path;
    const box = isArea ? shown.box() : g.grow(g.rect(point.x, point.y, 0, 0), 6);
    const size = map.getSize();
    const isPale = get('tone') === 'coarse';
    const isLarge = isClaimed && box.right - box.x > LARGE_PX[0] && box.bottom - box.y > LARGE_PX[1];
    if (!g.overlap(box, g.rect(0, 0, size.x, size.y))) return null;
    return {
      key: get('mark_id'),
      kind: 'beside',
      look: get('look'),
      name: get('name') || get('label')[0],
      rank: RANK[get('role')] - Math.min(get('munitions') || (get('account') ? 0 : get('events')), 9),
      isSingle: !get('account') && get('events') === 1,
      isRequired: Boolean(get('account') || item.signs.length) && (isGathered || !(isArea && shown.isHollow() && !item.signs.length && !get('ring'))),
      isElsewhere: true,
      isSign: isArea && !isGathered && Math.max(box.right - box.x, box.bottom - box.y) < SIGN_PX,
      prefer: get('label_anchor') || (isPale || isLarge ? 'centre' : ''),
      gap: isPhone(map) ? 2 : undefined,
      together: togetherOf(layer, get, item),
      point,
      offset: isPhone(map) ? null : get('label_offset_px'),
      box: item.signs.reduce((all, sign) => g.boxOf([all, { x: all.right, y: all.bottom }, sign.box(), { x: sign.box().right, y: sign.box().bottom }]), box),
      signs: item.signs.map((sign) => sign.box()),
      rings: isArea ? shown.rings() : null,
      heart: (isPale || isLarge) && isArea ? g.heartOf(shown.rings(), g.rect(0, 0, size.x, size.y)) : null,
      weight: isPale ? 0 : isLarge ? 20 : 80,
      touch: isPale || isLarge ? 0 : 12,
      variants: isGathered ? gatheredVariants(get, map) : variantsOf(linesOf(get, map), map),
      isLoose: isLarge,
      bareFrom: get('account') && !isPhone(map) ? 3 : Infinity,
    };
  }

  function ofTrunk(layer, { path, trunk }) {
    const map = layer._map;
    if (path.isTooShort()) return null;
    const isGathered = !trunk.trajectory_ids.length;
    if (isGathered && trunk !== layer.trunks[0].trunk) return null;
    const variants = (isGathered ? [isPhone(map) ? trunk.short : [trunk.label[1]]] : isPhone(map) ? [trunk.short] : [trunk.label, trunk.short]).map((texts) => texts.map((text, i) => line(text, i || isGathered ? 'note' : 'strong', map)));
    const [from, to] = path.ends();
    const isRequired = Math.hypot(to.x - from.x, to.y - from.y) >= LONG_ARROW_PX;
    const isFlat = g.isFlat(from, to);
    return { key: 'trunk-' + trunk.launch_place_id, kind: 'across', look: 'trunk', rank: RANK.trunk, isRequired, isElsewhere: true, ends: [from, to], gapPx: isFlat ? path.size().headWidth + 4 : 2, variants };
  }

  geomap.requests = { ofMark, ofTrunk, wrap, nameLines };
})((globalThis.geomap = globalThis.geomap || {}));
