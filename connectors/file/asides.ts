/** Words by which a row below a table says that it sums up those above it. */
const TOTALS = new Set(
  (
    'total,totals,grand total,sub total,subtotal,sum,sums,average,avg,mean,median,count,all tickets,summe,gesamt,gesamtsumme,' +
    'gesamtergebnis,ergebnis,mittelwert,anzahl,somme,total général,moyenne,suma,total general,promedio,totale,totale ' +
    'complessivo,somma,media,soma,total geral,média,totaal,eindtotaal,som,gemiddelde,summa,totalt,totalsumma,i alt,razem,' +
    'suma całkowita,średnia,celkem,součet,összesen,yhteensä,toplam,genel toplam,итого,всего,общий итог,合計,总计,合计,합계'
  ).split(','),
);

/** What a row is that tells no ticket: totals, or a note of one cell (a title, "exported by …"). */
export type Aside = 'totals' | 'note';

/**
 * A row that may be no row of the table, by its cells; undefined for others. Totals are told by the first cell that is filled:
 * further on the same words are others, as `Moyenne` and `Média` are priorities.
 */
export function asideOf(cells: readonly unknown[]): Aside | undefined {
  let filled = 0;
  let isTotals = false;
  for (const cell of cells) {
    if (cell === undefined || cell === null || cell === '') continue;
    const text = String(cell).trim();
    if (text === '') continue;
    filled += 1;
    isTotals ||=
      filled === 1 &&
      text.length < 30 &&
      TOTALS.has(
        text
          .toLowerCase()
          .replace(/[\s:]+/gu, ' ')
          .trim(),
      );
  }
  if (isTotals) return 'totals';
  return filled === 1 && cells.length > 2 ? 'note' : undefined;
}
