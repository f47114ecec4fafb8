import { expect, test } from 'vitest'
import { day } from './day.ts'
import { Exact, exactMoney, exactQuantity, money, quantity, rate } from './exact.ts'
import { chooseDuty } from './tariff.ts'
import type { TariffKind, TariffQuestion, TariffRow } from './tariff.ts'

const row = (kind: TariffKind, percent: string | null, more: Partial<TariffRow> = {}): TariffRow => ({
  hsCode: '8534',
  name: '',
  kind,
  country: kind === 'agreement' ? '133' : '',
  scope: '',
  rate: percent === null ? null : rate(percent),
  specific: null,
  unit: '',
  from: day('2024-01-01'),
  to: null,
  source: '公告',
  ...more,
})
const question: TariffQuestion = {
  hsCode: '8534001000',
  origin: '133',
  on: day('2025-06-03'),
  value: exactMoney(money('1000')),
  quantities: [{ unit: '035', quantity: exactQuantity(quantity('10')) }],
}
function chosen(rows: readonly TariffRow[], more: Partial<TariffQuestion> = {}): string {
  const found = chooseDuty(rows, { ...question, ...more })
  if ('missing' in found) return `missing ${found.missing === 'tariffRate' ? found.kind : found.missing}`
  const said = (each: { row: TariffRow; amount: Exact }) => `${each.row.kind} ${each.amount.toText(2)}`
  return [found.duty, ...found.remedies].map(said).join(' + ')
}

test.each<[string, TariffRow[], Partial<TariffQuestion>, string]>([
  ['MFN alone', [row('mfn', '8')], {}, 'mfn 80'],
  ['provisional before MFN, even where it is higher', [row('mfn', '8'), row('provisional', '9')], {}, 'provisional 90'],
  ['provisional without an MFN row', [row('provisional', '3')], {}, 'provisional 30'],
  ['an agreement only with proof of origin', [row('mfn', '8'), row('agreement', '2')], {}, 'mfn 80'],
  ['an agreement with proof', [row('mfn', '8'), row('agreement', '2')], { agreement: '' }, 'agreement 20'],
  ['an agreement of another origin', [row('mfn', '8'), row('agreement', '2', { country: '116' })], { agreement: '' }, 'mfn 80'],
  [
    'agreement and provisional: the lower',
    [row('mfn', '8'), row('provisional', '3'), row('agreement', '2')],
    { agreement: '' },
    'agreement 20',
  ],
  [
    'agreement and provisional: the lower',
    [row('mfn', '8'), row('provisional', '1'), row('agreement', '2')],
    { agreement: '' },
    'provisional 10',
  ],
  ['MFN below the agreement, and no provisional', [row('mfn', '1'), row('agreement', '2')], { agreement: '' }, 'mfn 10'],
  ['an agreement cannot stand without MFN to compare it with', [row('agreement', '2')], { agreement: '' }, 'missing 最惠国'],
  [
    'of two agreements the one that the proof is of',
    [row('mfn', '8'), row('agreement', '2', { scope: '中韩' }), row('agreement', '5', { scope: 'RCEP' })],
    { agreement: 'RCEP' },
    'agreement 50',
  ],
  [
    'of two agreements the lower, where the proof does not say',
    [row('mfn', '8'), row('agreement', '5', { scope: 'RCEP' }), row('agreement', '2', { scope: '中韩' })],
    { agreement: '' },
    'agreement 20',
  ],
  [
    'the longest prefix',
    [row('mfn', '8'), row('mfn', '7', { hsCode: '853400' }), row('mfn', '5', { hsCode: '85' })],
    {},
    'mfn 70',
  ],
  [
    'a longer prefix of another day does not hide a shorter one',
    [row('mfn', '8'), row('mfn', '7', { hsCode: '853400', to: day('2025-06-02') })],
    {},
    'mfn 80',
  ],
  ['a specific rate', [row('mfn', null, { specific: money('1.5'), unit: '035' })], {}, 'mfn 15'],
  ['a compound rate', [row('mfn', '2', { specific: money('1.5'), unit: '035' })], {}, 'mfn 35'],
  [
    'a specific rate in a unit that the goods have no quantity of',
    [row('mfn', null, { specific: money('1.5'), unit: '030' })],
    {},
    'missing quantity',
  ],
  [
    'a specific agreement against MFN, by what each comes to',
    [row('mfn', '2'), row('agreement', null, { specific: money('1.5'), unit: '035' })],
    { agreement: '' },
    'agreement 15',
  ],
  ['nothing', [row('vat', '13')], {}, 'missing 最惠国'],
  [
    'origin unknown: general, never provisional',
    [row('mfn', '8'), row('provisional', '1'), row('general', '30')],
    { origin: '' },
    'general 300',
  ],
  ['origin unknown, no general rate', [row('mfn', '8')], { origin: '701' }, 'missing 普通'],
  [
    'remedies of the origin, each kind once',
    [
      row('mfn', '8'),
      row('antiDumping', '20', { country: '133' }),
      row('countervailing', '5', { country: '133' }),
      row('antiDumping', '40', { country: '116' }),
    ],
    {},
    'mfn 80 + antiDumping 200 + countervailing 50',
  ],
  ['a remedy of every origin', [row('mfn', '8'), row('safeguard', '10')], {}, 'mfn 80 + safeguard 100'],
  [
    'the measure of the maker',
    [
      row('mfn', '8'),
      row('antiDumping', '20', { country: '133', scope: '甲' }),
      row('antiDumping', '30', { country: '133', scope: '其他' }),
    ],
    { maker: '甲' },
    'mfn 80 + antiDumping 200',
  ],
  [
    'the highest measure where the maker is unknown',
    [
      row('mfn', '8'),
      row('antiDumping', '20', { country: '133', scope: '甲' }),
      row('antiDumping', '30', { country: '133', scope: '其他' }),
    ],
    {},
    'mfn 80 + antiDumping 300',
  ],
  [
    'art 19: the highest measure on the normal rate, above the general rate',
    [
      row('mfn', '8'),
      row('general', '30'),
      row('antiDumping', '20', { country: '133' }),
      row('antiDumping', '40', { country: '116' }),
    ],
    { origin: '' },
    'mfn 80 + antiDumping 400',
  ],
  [
    'art 19: the general rate, above the highest measure on the normal rate',
    [
      row('mfn', '8'),
      row('general', '70'),
      row('antiDumping', '20', { country: '133' }),
      row('antiDumping', '40', { country: '116' }),
    ],
    { origin: '' },
    'general 700',
  ],
])('R-76 %s', (_, rows, more, expected) => expect(chosen(rows, more)).toBe(expected))
