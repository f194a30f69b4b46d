/* Where signs crowd: which label says the names of several, and which signs no label may cover. */
(function (geomap) {
  'use strict';

  const SIGN_PX = 14;
  /* Signs of interceptions, and of debris, this near to one another have one label. */
  const TOGETHER_PX = 20;
  const NAMES_MAX = 4;
  const CHARS = [34, 22];
  const MANY_SIGNS = 40;

  const nameOf = (request) => request.variants[0].find((one) => one.look !== 'plate').text;
  const isNear = (one, other, px) => other.look === one.look && Math.hypot(other.point.x - one.point.x, other.point.y - one.point.y) < px;

  /* Small signs of one role that stand on one another are one to the eye: the first in rank says its name. A town that a mark names is not named twice. Among many, those with several events are named. */
  function gathered(requests) {
    const ranked = requests.slice().sort((a, b) => a.rank - b.rank);
    const names = new Set();
    const signs = new Map();
    const cellOf = (point, dx, dy) => Math.floor(point.x / SIGN_PX + dx) + ' ' + Math.floor(point.y / SIGN_PX + dy);
    const neighbours = (point) => [-1, 0, 1].flatMap((dx) => [-1, 0, 1].flatMap((dy) => signs.get(cellOf(point, dx, dy)) || []));
    const isFull = ranked.filter((request) => request.isSign).length > MANY_SIGNS;
    return joined(ranked).filter((request) => {
      if (request.look === 'place' || request.look === 'ground') return !names.has(nameOf(request));
      if (isFull && request.isSign && request.isSingle) return false;
      if (request.isSign && !request.members) {
        if (neighbours(request.point).some((other) => isNear(request, other, SIGN_PX))) return false;
        const cell = cellOf(request.point, 0, 0);
        signs.set(cell, (signs.get(cell) || []).concat(request));
      }
      (request.members || [request]).forEach((one) => names.add(nameOf(one)));
      return true;
    });
  }

  /* Signs that have words for several become one request with the names of all, in the place of the first. */
  function joined(ranked) {
    const crowds = [];
    ranked.filter((request) => request.together).forEach((request) => {
      const crowd = crowds.find(([first]) => isNear(request, first, TOGETHER_PX));
      if (crowd) crowd.push(request);
      else crowds.push([request]);
    });
    const crowdOf = new Map(crowds.flatMap((crowd) => crowd.map((request) => [request, crowd])));
    return ranked.flatMap((request) => {
      const crowd = crowdOf.get(request);
      if (!crowd || crowd.length === 1) return [request];
      return crowd[0] === request ? [asOne(crowd)] : [];
    });
  }

  function asOne(members) {
    const g = geomap.geometry;
    const names = [...new Set(members.map((request) => request.name))];
    const one = members[0].together(names.slice(0, NAMES_MAX), Math.max(names.length - NAMES_MAX, 0));
    return {
      ...members[0],
      members,
      isRequired: members.some((request) => request.isRequired),
      box: g.boxOf(members.flatMap(({ box }) => [box, { x: box.right, y: box.bottom }])),
      rings: members.flatMap(({ rings }) => rings || []),
      signs: members.flatMap(({ signs }) => signs || []),
      offset: null,
      variants: CHARS.map((chars) => inLines(one.text, chars).map((text) => ({ ...one, text }))),
    };
  }

  /* Words in lines of at most so many letters. */
  function inLines(text, chars) {
    return text.split(' ').reduce((lines, word) => {
      const last = lines[lines.length - 1];
      if (last !== undefined && last.length + 1 + word.length <= chars) lines[lines.length - 1] = last + ' ' + word;
      else lines.push(word);
      return lines;
    }, []);
  }

  /* No label stands on a sign, not even the one of its own place. */
  function signsOf(request) {
    return (request.signs || []).map((box) => ({ key: request.key + '-sign', rings: [[box, { x: box.right, y: box.y }, { x: box.right, y: box.bottom }, { x: box.x, y: box.bottom }]], box, weight: 80, touch: 12 }));
  }

  geomap.crowds = { gathered, signsOf };
})((globalThis.geomap = globalThis.geomap || {}));
