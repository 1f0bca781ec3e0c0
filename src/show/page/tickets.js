// Runs in the reader's browser: unpacks the tickets, filters, sorts, pages and exports them. Text only ever goes into
// textContent and attributes, never into HTML.
(async () => {
  const PAGE = 50;
  const section = document.getElementById('tickets');
  const folded = section.querySelector('details');
  const packed = document.getElementById('ticket-data').textContent;
  const bytes = Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  const data = await new Response(stream).json();
  const { locale, timeZone } = document.documentElement.dataset;
  const count = new Intl.NumberFormat(locale);
  const moment = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
  });
  const total = data.id.length;
  const solvedAt = data.opened.map((at, row) => (data.calendar[row] < 0 ? -1 : at + data.calendar[row]));

  const name = (column) => (row) => data[column].names[data[column].codes[row]];
  const number = (value) => (value < 0 ? '' : String(value));
  const seconds = (column) => (row) => data[column][row];
  const columns = {
    ticket: { text: (row) => `${name('source')(row)} ${data.id[row]}`, sort: (row) => data.id[row] },
    state: { text: name('state'), sort: name('state') },
    tier: { text: name('tier'), sort: name('tier') },
    team: { text: name('team'), sort: name('team') },
    ...(data.agent ? { agent: { text: name('agent'), sort: name('agent') } } : {}),
    category: { text: name('category'), sort: name('category') },
    priority: { text: name('priority'), sort: name('priority') },
    opened: { text: (row) => moment.format(data.opened[row] * 1000), sort: seconds('opened') },
    answer: { text: (row) => duration(data.answer[row]), sort: seconds('answer') },
    net: { text: (row) => duration(data.net[row]), sort: seconds('net') },
    calendar: { text: (row) => duration(data.calendar[row]), sort: seconds('calendar') },
    work: { text: (row) => duration(data.work[row]), sort: seconds('work') },
    reopens: { text: (row) => number(data.reopens[row]) || '–', sort: seconds('reopens') },
  };

  const filters = [...section.querySelectorAll('select')];
  const search = section.querySelector('input');
  const body = section.querySelector('tbody');
  const status = document.getElementById('ticket-status');
  const [before, after] = section.querySelectorAll('.pager button');
  const place = section.querySelector('.pager span');
  let rows = [];
  let first = 0;
  let sorted = { key: '', direction: 1 };

  for (const select of filters) {
    const names = new Set(data[select.name].names.flatMap((each) => partsOf(select.name, each)));
    for (const each of [...names].sort((a, b) => a.localeCompare(b, locale))) select.append(new Option(each, each));
    select.addEventListener('change', filter);
  }
  search.addEventListener('input', filter);
  section.querySelector('form').addEventListener('submit', (event) => event.preventDefault());
  section.querySelector('form').addEventListener('reset', () => setTimeout(filter));
  document.getElementById('csv').addEventListener('click', download);
  before.addEventListener('click', () => turn(-PAGE));
  after.addEventListener('click', () => turn(PAGE));
  for (const button of section.querySelectorAll('thead button')) button.addEventListener('click', () => sortBy(button));
  for (const button of document.querySelectorAll('.open-figure')) button.addEventListener('click', () => open(button));
  addEventListener('hashchange', unfold);
  filter();
  unfold();
  section.dataset.ready = 'true';

  /** A link to the list means the list. */
  function unfold() {
    if (location.hash === '#tickets') folded.open = true;
  }

  /** Shows the tickets behind a figure. */
  function open({ dataset }) {
    search.value = '';
    for (const select of filters) select.value = dataset[select.name] ?? '';
    filter();
    folded.open = true;
    section.scrollIntoView();
    section.querySelector('h2').focus();
  }

  /** What a name can be chosen by: of a state each of its parts, of another name all of it. */
  function partsOf(column, each) {
    return each === '' ? [] : column === 'state' ? each.split(', ') : [each];
  }

  function filter() {
    const wanted = filters.flatMap(({ name: column, value }) => {
      const { codes, names } = data[column];
      return value === '' ? [] : [{ codes, chosen: names.map((each) => partsOf(column, each).includes(value)) }];
    });
    const text = search.value.trim().toLowerCase();
    rows = [];
    for (let row = 0; row < total; row++) {
      if (!wanted.every(({ codes, chosen }) => chosen[codes[row]])) continue;
      if (text !== '' && !columns.ticket.text(row).toLowerCase().includes(text)) continue;
      rows.push(row);
    }
    first = 0;
    arrange();
    show();
    tell();
  }

  function sortBy(button) {
    const { key } = button.dataset;
    sorted = { key, direction: sorted.key === key ? -sorted.direction : 1 };
    for (const head of section.querySelectorAll('thead th')) head.removeAttribute('aria-sort');
    button.closest('th').setAttribute('aria-sort', sorted.direction > 0 ? 'ascending' : 'descending');
    first = 0;
    arrange();
    show();
  }

  function arrange() {
    const column = columns[sorted.key];
    if (column === undefined) return;
    const { sort } = column;
    const order = new Intl.Collator(locale, { numeric: true });
    rows.sort((a, b) => {
      const [one, other] = [sort(a), sort(b)];
      return sorted.direction * (typeof one === 'number' ? one - other : order.compare(one, other));
    });
  }

  function show() {
    body.replaceChildren(...rows.slice(first, first + PAGE).map(line));
    const last = Math.min(rows.length, first + PAGE);
    place.textContent =
      rows.length === 0
        ? 'none'
        : `${count.format(first + 1)} to ${count.format(last)} of ${count.format(rows.length)}`;
    before.disabled = first === 0;
    after.disabled = last >= rows.length;
  }

  function turn(by) {
    first += by;
    show();
    section.querySelector('h2').focus();
  }

  function line(row) {
    const element = document.createElement('tr');
    for (const [key, { text }] of Object.entries(columns)) {
      const cell = document.createElement(key === 'ticket' ? 'th' : 'td');
      const words = text(row) || '–';
      const address = key === 'ticket' ? addressOf(row) : undefined;
      if (key === 'ticket') cell.scope = 'row';
      if (['state', 'tier', 'team', 'agent', 'category', 'priority'].includes(key)) cell.className = 'words';
      if (address === undefined) cell.textContent = words;
      else
        cell.append(
          Object.assign(document.createElement('a'), { href: address, textContent: words, rel: 'noreferrer' }),
        );
      element.append(cell);
    }
    return element;
  }

  function addressOf(row) {
    const address = name('url')(row).replace(/\*$/, encodeURIComponent(data.id[row]));
    return /^https?:\/\//.test(address) ? address : undefined;
  }

  /** Says how many tickets are shown, and their figures: those of the report, for the group that is chosen. */
  function tell() {
    const net = rows.map((row) => data.net[row]).filter((value) => value >= 0);
    net.sort((a, b) => a - b);
    const half = net.length / 2;
    const median = net.length % 2 === 1 ? net[half - 0.5] : (net[half - 1] + net[half]) / 2;
    const mean = net.reduce((sum, value) => sum + value, 0) / net.length;
    const figures = net.length === 0 ? '' : `; half solved within ${duration(median)}, on average in ${duration(mean)}`;
    status.textContent = `${count.format(rows.length)} ${rows.length === 1 ? 'ticket' : 'tickets'}${figures}`;
  }

  /** A duration in its two largest units, as everywhere in the report. */
  function duration(value) {
    if (value < 0) return '–';
    if (value > 0 && value < 1) return '< 1 s';
    const [, step] = units(value);
    const rounded = Math.round(value / step.size) * step.size;
    const [large, small] = units(rounded);
    const whole = Math.floor(rounded / large.size);
    const rest = Math.round((rounded - whole * large.size) / small.size);
    return large === small || rest === 0 ? `${whole} ${large.name}` : `${whole} ${large.name} ${rest} ${small.name}`;
  }

  function units(value) {
    const [day, hour, minute, second] = [
      ['d', 86400],
      ['h', 3600],
      ['min', 60],
      ['s', 1],
    ].map(([word, size]) => ({ name: word, size, is: word }));
    if (value >= 8640000) return [day, day];
    if (value >= 86400) return [day, hour];
    if (value >= 3600) return [hour, minute];
    if (value >= 600) return [minute, minute];
    if (value >= 60) return [minute, second];
    return [second, second];
  }

  /** The tickets shown, as CSV; durations in seconds. What a sheet would take for a formula, whatever its delimiter, is made text. */
  function download() {
    const head = [
      'source',
      'id',
      'tier',
      'team',
      ...(data.agent ? ['agent'] : []),
      'category',
      'priority',
      'state',
      'opened_at',
      'solved_at',
      'first_response_net_s',
      'final_resolution_net_s',
      'final_resolution_calendar_s',
      'final_resolution_business_s',
      'reopens',
    ];
    const iso = (at) => (at < 0 ? '' : new Date(at * 1000).toISOString());
    const lines = rows.map((row) =>
      [
        name('source')(row),
        data.id[row],
        name('tier')(row),
        name('team')(row),
        ...(data.agent ? [name('agent')(row)] : []),
        name('category')(row),
        name('priority')(row),
        name('state')(row),
        iso(data.opened[row]),
        iso(solvedAt[row]),
        ...['answer', 'net', 'calendar', 'work'].map((column) => number(data[column][row])),
        number(data.reopens[row]),
      ].map(csvCell),
    );
    const text = [head, ...lines].map((cells) => cells.join(',')).join('\r\n');
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([`\ufeff${text}\r\n`], { type: 'text/csv;charset=utf-8' }));
    link.download = 'tickets.csv';
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  function csvCell(text) {
    const safe = text
      .toWellFormed()
      .replaceAll('\0', '')
      .replace(/(^|[,;|:\t\r\n])([\s"']*)(?=[=+\-@＝＋－＠])|(\s["']*)(?=[=+\-@＝＋－＠](?! ))/g, "$1$2$3'")
      .replace(/^(?=[\t\r])/, "'");
    return /[",;|\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  }
})();
