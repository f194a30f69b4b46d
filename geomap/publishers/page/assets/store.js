/* The store: columns of the data blocks, and what the reader has chosen. Everything else in the page asks here. */
(function (geomap) {
  'use strict';

  const blocks = new Map();

  /* The parsed data block of an element; parsed once. */
  function block(id) {
    if (!blocks.has(id)) blocks.set(id, JSON.parse(document.getElementById(id).textContent));
    return blocks.get(id);
  }

  /* A block that came as a text in a script, where no element holds it. */
  function keep(id, text) {
    blocks.set(id, JSON.parse(text));
  }

  /* A table of columns: rows are read one field at a time and never become objects of their own. A column whose values
     come back is written as its different values and, row by row, which of them. */
  class Table {
    constructor(columns) {
      this.columns = new Map(Object.entries(columns).map(([name, column]) => [name, Array.isArray(column) ? column : column.at.map((n) => column.values[n])]));
      const first = this.columns.values().next().value;
      this.count = first ? first.length : 0;
      this.indices = new Map();
    }

    get(name, row) {
      const column = this.columns.get(name);
      return column ? column[row] : undefined;
    }

    rows() {
      return Array.from({ length: this.count }, (_, row) => row);
    }

    /* The first row with this value, or -1; each column that is asked is gone through once. */
    rowOf(name, value) {
      if (!this.indices.has(name)) {
        const column = this.columns.get(name) || [];
        const index = new Map();
        for (let row = column.length - 1; row >= 0; row--) index.set(column[row], row);
        this.indices.set(name, index);
      }
      const row = this.indices.get(name).get(value);
      return row === undefined ? -1 : row;
    }
  }

  /* What the reader has chosen on one map. Listeners are told: account, select. */
  class Choice {
    constructor(account) {
      this.account = account;
      this.selected = null;
      this.listeners = [];
    }

    on(listener) {
      this.listeners.push(listener);
    }

    tell(what) {
      this.listeners.forEach((listener) => listener(what));
    }

    setAccount(account) {
      if (account === this.account) return;
      this.account = account;
      this.select(null);
      this.tell('account');
    }

    /* A selected thing is {kind, ...}; null selects nothing. */
    select(thing) {
      this.selected = thing;
      this.tell('select');
    }
  }

  /* One choice for each edition on a map; the page has one, which has no name. */
  function choiceOf(map, account, edition = '') {
    const choices = (map.geomapChoices = map.geomapChoices || new Map());
    if (!choices.has(edition)) choices.set(edition, new Choice(account));
    return choices.get(edition);
  }

  geomap.store = { block, keep, Table, Choice, choiceOf };
})((globalThis.geomap = globalThis.geomap || {}));
