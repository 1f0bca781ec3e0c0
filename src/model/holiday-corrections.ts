/** What is added to or taken from the package's list for a code and the codes below it. */
export interface HolidayCorrection {
  /** Why, for a person who compares with an official list. */
  readonly why: string;
  /** Days off that the package does not have, or not as public holidays: its rule, and the day's name. */
  readonly add?: Readonly<Record<string, string>>;
  /** The package's rules that make no day off. */
  readonly remove?: readonly string[];
}

/** What a code stands for where the package knows another one, or where the whole country has no list of its own. */
export const CODE_MEANINGS: ReadonlyMap<string, { readonly code: string; readonly why: string }> = new Map([
  [
    'GB',
    {
      code: 'GB-ENG',
      why: 'the United Kingdom has one list for England and Wales, others for GB-SCT and GB-NIR: GB alone is read as England',
    },
  ],
]);

/** Codes that people write for another one of ISO 3166. */
export const OTHER_SPELLINGS: ReadonlyMap<string, string> = new Map([
  ['UK', 'GB'],
  ['EL', 'GR'],
]);

/** Countries whose governments move days or add days off by decree each year, so that no rule can know them all. */
export const DECREED: ReadonlySet<string> = new Set(
  'AM AR AZ BD BN BY CN EC EG ES GH HU ID IN IR KR KZ LK LV MY NG NP PH PK RU RW TH TW UA UZ VN'.split(' '),
);

const COLUMBUS_DAY = '2nd monday in October';

/** A state that does not close on Columbus Day, which the package takes over from the federal list. */
const noColumbusDay: HolidayCorrection = {
  why: 'Columbus Day is a federal holiday and none of this state',
  remove: [COLUMBUS_DAY],
};

const truthAndReconciliation: HolidayCorrection = {
  why: 'the National Day for Truth and Reconciliation is a statutory holiday here',
  add: { '09-30': 'National Day for Truth and Reconciliation' },
};

const blackAwareness: HolidayCorrection = {
  why: "Black Awareness Day is national since 2024; the package ends the state's own one there",
  add: { '11-20': 'Black Awareness Day' },
};

/** A day that its place moves to Monday when it falls on a weekend. */
const movedToMonday = (rule: string): string => `substitutes ${rule} if saturday,sunday then next monday`;

/**
 * Where the package errs, by code; a code's corrections hold for the codes below it too. Sources: the official lists of
 * each place, read in November 2026. A rule is written as in the package (https://github.com/commenthol/date-holidays).
 */
export const HOLIDAY_CORRECTIONS: ReadonlyMap<string, HolidayCorrection> = new Map<string, HolidayCorrection>([
  [
    'AE',
    {
      why: 'Cabinet resolution 27 of 2024: the day of Arafah and two National Days are days off, Isra and the first of Ramadan are none',
      add: { '9 Dhu al-Hijjah': 'Day of Arafah', '12-03': 'National Day' },
      remove: ['27 Rajab', '1 Ramadan'],
    },
  ],
  [
    'BG',
    {
      why: 'days on a weekend are moved since 2017 (labour code, article 154), and 26 December is one of them',
      add: {
        'orthodox -1': 'Holy Saturday',
        '12-26': 'Second Day of Christmas',
        [movedToMonday('01-01')]: "New Year's Day",
        [movedToMonday('03-03')]: 'Liberation Day',
        [movedToMonday('05-01')]: 'Labour Day',
        [movedToMonday('05-06')]: "Saint George's Day",
        [movedToMonday('05-24')]: 'Bulgarian Education and Culture Day',
        [movedToMonday('09-06')]: 'Unification Day',
        [movedToMonday('09-22')]: 'Independence Day',
        'substitutes 12-24 if saturday then next tuesday if sunday then next wednesday': 'Christmas Eve',
        'substitutes 12-25 if saturday then next monday if sunday then next wednesday': 'Christmas Day',
        'substitutes 12-26 if saturday then next monday if sunday then next tuesday': 'Second Day of Christmas',
      },
    },
  ],
  ['BR-AM', blackAwareness],
  ['BR-CE', { why: "Ceará's patron saint's day", add: { '03-19': "Saint Joseph's Day" } }],
  ['BR-MT', blackAwareness],
  ['BR-PE', { why: "Pernambuco's day (state law 16.067)", add: { '03-06': 'Pernambuco Revolution' } }],
  ['BR-RJ', blackAwareness],
  ['BR-SP', blackAwareness],
  ['CA-BC', truthAndReconciliation],
  ['CA-MB', truthAndReconciliation],
  ['CA-NT', { ...truthAndReconciliation, remove: ['easter 1'] }],
  [
    'CA-NU',
    {
      why: 'Nunavut Day and the National Day for Truth and Reconciliation are statutory holidays here',
      add: { '07-09': 'Nunavut Day', '09-30': 'National Day for Truth and Reconciliation' },
    },
  ],
  ['CA-ON', { why: 'Easter Monday is no statutory holiday in Ontario', remove: ['easter 1'] }],
  ['CA-PE', { ...truthAndReconciliation, remove: ['3rd friday after 08-01'] }],
  ['CA-YT', { ...truthAndReconciliation, remove: ['easter 1'] }],
  ['CH-AI', { why: "the canton's law on days of rest", add: { '12-08': 'Immaculate Conception' } }],
  ['CH-GL', { why: "the canton's law on days of rest has neither eve", remove: ['12-24', '12-31'] }],
  [
    'CH-LU',
    {
      why: "days off by the canton's own list",
      add: { '01-02': "Saint Berchtold's Day", 'easter 1': 'Easter Monday', 'easter 50': 'Whit Monday' },
    },
  ],
  ['CR', { why: '12 October is none since 2020 (law 9875)', remove: ['10-12 if monday then previous friday'] }],
  [
    'CY',
    {
      why: 'Green Monday is 48 days before Orthodox Easter, and the Monday of Kataklysmos a day off',
      add: { 'orthodox -48': 'Green Monday', 'orthodox 50': 'Kataklysmos' },
      remove: ['orthodox -47'],
    },
  ],
  [
    'DE-BY',
    {
      why: 'Assumption Day is a public holiday in 1,704 of 2,056 communities of Bavaria; DE-BY-EVANG is for the others',
      add: { '08-15': 'Assumption' },
    },
  ],
  ['DE-BY-EVANG', { why: 'communities with more Protestants than Catholics', remove: ['08-15'] }],
  [
    'ES-CB',
    { why: 'the day of its institutions is 28 July', add: { '07-28': 'Day of the Institutions' }, remove: ['06-28'] },
  ],
  ['ES-CM', { why: "the region's list of 2026", add: { '2026-04-06': 'Easter Monday' } }],
  ['ES-GA', { why: "the region's list of 2026", add: { '2026-06-24': 'Saint John' } }],
  ['ES-MC', { why: "the region's day", add: { '06-09': 'Day of the Region of Murcia' } }],
  ['ES-ML', { why: "the city's days", add: { '09-08': 'Our Lady of Victory', '09-17': 'Melilla Day' } }],
  ['ES-NC', { why: "the region's day", add: { '12-03': 'Saint Francis Xavier' } }],
  ['ES-VC', { why: "the region's day", add: { '10-09': 'Day of the Valencian Community' } }],
  ['GB-SCT', { why: 'proclaimed for 2026', add: { '2026-06-15': 'World Cup bank holiday' } }],
  ['GG', { why: 'as in England', add: { '1st monday before 09-01': 'Summer bank holiday' } }],
  [
    'IM',
    {
      why: "the island's own list",
      add: {
        '1st friday in June': 'TT bank holiday',
        '1st monday before 09-01': 'Late summer bank holiday',
        [movedToMonday('07-05')]: 'Tynwald Day',
      },
      remove: ['2nd friday in June'],
    },
  ],
  [
    'IS',
    {
      why: 'the first Thursday after 18 April',
      add: { 'thursday after 04-19': 'First Day of Summer' },
      remove: ['thursday after 04-18'],
    },
  ],
  [
    'KR',
    {
      why: 'Seollal is the day with the days before and after it; Labour Day is a public holiday since 2026',
      add: {
        'korean 01-0-01 P2D': 'Korean New Year',
        '2025-01-28': 'Day before Korean New Year',
        '2026-02-16': 'Day before Korean New Year',
        '2027-02-06': 'Day before Korean New Year',
        '2028-01-26': 'Day before Korean New Year',
        '2029-02-12': 'Day before Korean New Year',
        '05-01 since 2026': 'Labour Day',
      },
      remove: ['korean 01-0-01 P3D'],
    },
  ],
  ['LI', { why: 'the bridge days are days off of the administration alone', remove: ['easter 40', 'easter 61'] }],
  [
    'PH',
    {
      why: 'special non-working days are days off',
      add: {
        'chinese 01-0-01': 'Chinese New Year',
        'easter -1': 'Black Saturday',
        '08-21': 'Ninoy Aquino Day',
        '11-01': "All Saints' Day",
        '12-08': 'Immaculate Conception',
        '12-24': 'Christmas Eve',
        '12-31': "New Year's Eve",
      },
    },
  ],
  ['SV', { why: 'a day off by the labour code, article 190', add: { '01-01': "New Year's Day" } }],
  [
    'TZ',
    {
      why: 'the day of the revolution is 12 January',
      add: { '01-12': 'Zanzibar Revolution Day' },
      remove: ['01-02'],
    },
  ],
  ['ZA', { why: 'proclaimed for 2026', add: { '2026-11-04': 'Local government elections' } }],
  ...'AR KS KY LA MI MS ND OK OR SC TN TX WA WI WY'
    .split(' ')
    .map((state): [string, HolidayCorrection] => [`US-${state}`, noColumbusDay]),
]);
