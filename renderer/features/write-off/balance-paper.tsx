import { unitName } from '../../../shared/codes/tables.ts'
import type { Output } from '../../../shared/contract/contract.ts'
import { balanceColumnMeanings } from '../../../shared/domain/balance-columns.ts'
import { codeLabel, formatQuantity } from '../../components/fields/format.ts'
import { Paper, PaperTable } from '../../components/paper.tsx'
import { balanceGroups } from './balance-words.ts'

type Balance = Output<'writeOff.balance'>

const facts = ({ handbookNo, asOf }: Balance) =>
  [
    ['手册', handbookNo],
    ['截至', asOf ?? '账内全部清单'],
    ['口径', '只计已核扣'],
  ] as const
const lead = ['序号', '名称', '单位'].map((title) => ({ title, numeric: false }))

/** The balance of all materials. A column in which nothing has happened gives its room to the others, and is named below. */
export function BalancePaper({ balance }: { balance: Balance }) {
  const all = ['balance' as const, ...balanceGroups.flatMap(({ columns }) => columns)]
  const used = all.filter((column) => column === 'balance' || balance.materials.some((row) => row[column] !== '0'))
  const unused = all.filter((column) => !used.includes(column)).map((column) => balanceColumnMeanings[column].label)
  return (
    <Paper title="手册核销平衡表" facts={facts(balance)} wide>
      <PaperTable
        columns={[...lead, ...used.map((column) => ({ title: balanceColumnMeanings[column].label, numeric: true }))]}
        rows={balance.materials.map((row) => [
          String(row.seq),
          row.name,
          codeLabel(row.unit, unitName(row.unit)),
          ...used.map((column) => formatQuantity(row[column])),
        ])}
      />
      {unused.length > 0 && <p>全部料件均为 0、未列出的栏：{unused.join('、')}</p>}
    </Paper>
  )
}

export function NetExportPaper({ balance }: { balance: Balance }) {
  return (
    <Paper title="成品净出口表" facts={facts(balance)}>
      <PaperTable
        columns={[
          ...lead,
          { title: '单耗版本', numeric: false },
          { title: '净出口', numeric: true },
          { title: '预核扣', numeric: true },
          { title: '单耗', numeric: false },
        ]}
        rows={balance.products.map((row) => [
          String(row.seq),
          row.name,
          codeLabel(row.unit, unitName(row.unit)),
          row.version,
          formatQuantity(row.netExport),
          formatQuantity(row.reserved),
          row.declared ? '已申报' : '未申报',
        ])}
      />
    </Paper>
  )
}
