import { Button, Table, Text } from '@mantine/core'
import { useState } from 'react'
import { currencyName } from '../../../shared/codes/tables.ts'
import { useOperation } from '../../app/queries.ts'
import { Empty } from '../../components/empty.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { formatQuantity } from '../../components/fields/format.ts'
import { Notice } from '../../components/notice.tsx'
import { Panel } from '../../components/page.tsx'
import { RuleMark } from '../../components/rule-mark.tsx'
import { directionNames } from '../../components/words.ts'
import { printYuan } from '../../components/yuan.ts'
import { PeriodsGrid } from './periods-grid.tsx'
import { PlanDialog } from './plan-dialog.tsx'
import { sideNames } from './tax-words.ts'
import type { ValueBalance } from './tax-words.ts'
import classes from './tax-write-off.module.css'
import { ValueBalancePaper } from './value-balance-paper.tsx'

/** 进口总值 over 出口总值, mode by mode, and the plan beside it. */
export function ValueBalanceView({ handbookNo, closed }: { handbookNo: string; closed: boolean }) {
  const { data: value, error } = useOperation('taxWriteOff.value', { handbookNo })
  const [planning, setPlanning] = useState(false)
  if (!value) return <ErrorNotice error={error} />
  return (
    <>
      {value.missing.length > 0 && <Notice severity="warns">分配率还算不出：{value.missing.join('；')}。</Notice>}
      <div className={classes.columns}>
        <Panel
          title="按监管方式"
          aside={
            <>
              <RuleMark rule="R-121" />
              <Text size="sm" c="dimmed">
                只计已核扣，按申报当日汇率折人民币
              </Text>
            </>
          }
        >
          {value.rows.length === 0 ? (
            <Empty>手册还没有计入价值平衡的进出口。来料加工没有进料的价值，不在此表。</Empty>
          ) : (
            <ModeTable value={value} />
          )}
        </Panel>
        <div className={classes.stack}>
          <Panel title="分配率" aside={<RuleMark rule="R-122" />}>
            <dl className={classes.rates}>
              <Rate name="实际分配率" value={value.rate} main />
              <Rate name="计划分配率" value={value.plan?.rate ?? null} />
              <dt>进口总值 ÷ 出口总值</dt>
              <dd>
                {yuan(value.importTotal)} ÷ {yuan(value.exportTotal)}
              </dd>
              <dt>按计划抵减</dt>
              <dd>{yuan(value.planCredit)}</dd>
              <dt>按实际抵减</dt>
              <dd>{yuan(value.actualCredit)}</dd>
              <dt>调整额</dt>
              <dd className={classes.main}>{yuan(value.adjustment)}</dd>
            </dl>
            <div className={classes.below}>
              <Button variant="default" onClick={() => setPlanning(true)}>
                {value.plan ? '改计划分配率' : '登记计划分配率'}
              </Button>
              <Text size="sm" c="dimmed">
                {closed ? '手册已结案，按实际分配率调整已抵减的税额' : '结案后按实际分配率调整'}
              </Text>
            </div>
          </Panel>
          <Panel
            title="各月出口"
            aside={
              <Text size="sm" c="dimmed">
                可从 Excel 整块粘贴；清空一行即去掉
              </Text>
            }
          >
            <PeriodsGrid value={value} />
          </Panel>
        </div>
      </div>
      <ValueBalancePaper value={value} />
      {planning && <PlanDialog value={value} onClose={() => setPlanning(false)} />}
    </>
  )
}

const yuan = (amount: string | null): string => (amount === null ? '未算出' : printYuan(amount))

function Rate({ name, value, main = false }: { name: string; value: string | null; main?: boolean }) {
  return (
    <>
      <dt>{name}</dt>
      <dd className={main ? classes.main : undefined}>{value === null ? '未算出' : `${value}%`}</dd>
    </>
  )
}

function ModeTable({ value }: { value: ValueBalance }) {
  const total = { imports: value.importTotal, exports: value.exportTotal }
  return (
    <Table className={classes.table} verticalSpacing={5} horizontalSpacing={12} aria-label="价值平衡">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>监管方式</Table.Th>
          <Table.Th>进出口</Table.Th>
          <Table.Th className={classes.figure}>申报金额</Table.Th>
          <Table.Th className={classes.figure}>行数</Table.Th>
          <Table.Th className={classes.figure}>人民币</Table.Th>
        </Table.Tr>
      </Table.Thead>
      {(['imports', 'exports'] as const).map((side) => (
        <Table.Tbody key={side}>
          {value.rows
            .filter((row) => row.side === side)
            .map((row) => (
              <Table.Tr key={`${row.direction}${row.mode}`}>
                <Table.Td>
                  {row.sign === '-' ? '− ' : '+ '}
                  <span className="mono">{row.mode}</span> {row.modeName}
                </Table.Td>
                <Table.Td>{directionNames[row.direction]}</Table.Td>
                <Table.Td className={classes.figure}>
                  {row.declared.map(({ currency, amount }) => (
                    <div key={currency}>
                      {formatQuantity(amount)} {currencyName(currency) ?? currency}
                    </div>
                  ))}
                </Table.Td>
                <Table.Td className={classes.figure}>{row.declared.reduce((sum, { lines }) => sum + lines, 0)}</Table.Td>
                <Table.Td className={classes.figure}>{yuan(row.cny)}</Table.Td>
              </Table.Tr>
            ))}
          <Table.Tr className={classes.total}>
            <Table.Td colSpan={4}>{sideNames[side]}</Table.Td>
            <Table.Td className={classes.figure}>{yuan(total[side])}</Table.Td>
          </Table.Tr>
        </Table.Tbody>
      ))}
    </Table>
  )
}
