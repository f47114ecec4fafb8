import { Paper, PaperPart, PaperTable } from '../../components/paper.tsx'
import { directionNames } from '../../components/words.ts'
import { printYuan } from '../../components/yuan.ts'
import { sideNames } from './tax-words.ts'
import type { ValueBalance } from './tax-words.ts'

const yuan = (amount: string | null): string => (amount === null ? '' : printYuan(amount))

/** The value balance on A4, in the order of the form. */
export const ValueBalancePaper = ({ value }: { value: ValueBalance }) => (
  <Paper
    title="进料加工价值平衡表"
    facts={[
      ['手册', value.handbookNo],
      ['实际分配率', value.rate === null ? '未算出' : `${value.rate}%`],
      ['计划分配率', value.plan === null ? '未登记' : `${value.plan.rate}%`],
      ['调整额', value.adjustment === null ? '未算出' : `${printYuan(value.adjustment)} 元`],
    ]}
  >
    <PaperPart title="按监管方式">
      <PaperTable
        columns={[
          { title: '监管方式', numeric: false },
          { title: '进出口', numeric: false },
          { title: '计入', numeric: false },
          { title: '加减', numeric: false },
          { title: '人民币（元）', numeric: true },
        ]}
        rows={[
          ...value.rows.map(({ mode, modeName, direction, side, sign, cny }) => [
            `${mode} ${modeName}`,
            directionNames[direction],
            sideNames[side],
            sign === '-' ? '−' : '+',
            yuan(cny),
          ]),
          ['进口总值', '', '', '', yuan(value.importTotal)],
          ['出口总值', '', '', '', yuan(value.exportTotal)],
        ]}
      />
    </PaperPart>
    {value.periods.length > 0 && (
      <PaperPart title="各月出口">
        <PaperTable
          columns={['月份', '离岸价（元）', '征税率（%）', '退税率（%）', '按计划抵减', '按实际抵减'].map((title, index) => ({
            title,
            numeric: index > 0,
          }))}
          rows={value.periods.map(({ month, fob, levyRate, refundRate, credit, actualCredit }) => [
            month,
            printYuan(fob),
            levyRate,
            refundRate,
            yuan(credit),
            yuan(actualCredit),
          ])}
        />
      </PaperPart>
    )}
  </Paper>
)
