import { Button, NumberInput, Table } from '@mantine/core'
import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { yearOf } from '../../../shared/domain/day.ts'
import type { Day } from '../../../shared/domain/day.ts'
import { paths } from '../../../shared/contract/paths.ts'
import { useOperation } from '../../app/queries.ts'
import { useJob } from '../../app/use-job.ts'
import { Deadline } from '../../components/deadline.tsx'
import { Empty } from '../../components/empty.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { printInstant } from '../../components/moment.ts'
import { Panel } from '../../components/page.tsx'
import { RuleMark } from '../../components/rule-mark.tsx'
import { Tag } from '../../components/tag.tsx'
import { printYuan } from '../../components/yuan.ts'
import { tradeNames } from './tax-words.ts'
import type { TaxYear } from './tax-words.ts'
import classes from './tax-write-off.module.css'

/** The year's write-off at the tax office: every handbook closed in it, by when, and the filing made of them. */
export function TaxYearView() {
  const today = useOperation('house.status', {}).data?.businessDate
  const [asked, setAsked] = useState<number>()
  if (today === undefined) return null
  const year = asked ?? yearOf(today as Day) - 1
  return <YearOf key={year} year={year} onYear={setAsked} />
}

function YearOf({ year, onYear }: { year: number; onYear: (year: number) => void }) {
  const { data: of, error } = useOperation('taxWriteOff.year', { year })
  const navigate = useNavigate()
  const job = useJob('filings.createTaxWriteOff')
  const isFileable = of?.handbooks.some(({ trade }) => trade === 'imported') ?? false
  const create = async () => {
    const filing = await job.start({ year })
    if (filing) void navigate(paths.filing(filing.filingId))
  }
  return (
    <>
      <ErrorNotice error={error ?? job.error} />
      <Panel
        title="年度核销"
        aside={
          <>
            <RuleMark rule="R-178" />
            <NumberInput
              aria-label="年度"
              size="xs"
              w={92}
              min={2000}
              max={2199}
              suffix=" 年"
              value={year}
              onChange={(next) => typeof next === 'number' && next >= 2000 && next <= 2199 && onYear(next)}
            />
            <Button size="xs" disabled={!isFileable} loading={job.running !== null} onClick={() => void create()}>
              生成年度核销申报
            </Button>
          </>
        }
      >
        {of && (
          <>
            <dl className={classes.deadlines}>
              {of.deadlines.map(({ trade, raw, rolled }) => (
                <div key={trade}>
                  <dt>{tradeNames[trade]}</dt>
                  <dd>
                    <Deadline on={raw} met={of.filings.some(({ signedAt }) => signedAt !== null)} />
                    {rolled !== raw && <span className={classes.dim}>遇休息日顺延至 {rolled}</span>}
                  </dd>
                </div>
              ))}
            </dl>
            {of.handbooks.length === 0 ? (
              <Empty>{year} 年没有结案的手册。年度核销只报当年结案的手册，结案以海关核销结案通知书为准。</Empty>
            ) : (
              <Books of={of} />
            )}
          </>
        )}
      </Panel>
      {of && of.filings.length > 0 && (
        <Panel title="已生成的申报">
          <ul className={classes.filings}>
            {of.filings.map(({ filingId, createdAt, signedAt }) => (
              <li key={filingId}>
                <Link to={paths.filing(filingId)}>{printInstant(createdAt)} 生成</Link>
                {signedAt !== null && <Tag tone="accent">已签名</Tag>}
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </>
  )
}

const yuan = (amount: string | null): string => (amount === null ? '' : printYuan(amount))
const percent = (rate: string | null): string => (rate === null ? '' : `${rate}%`)

function Books({ of }: { of: TaxYear }) {
  return (
    <Table className={classes.table} verticalSpacing={5} horizontalSpacing={12} aria-label="结案手册">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>手册</Table.Th>
          <Table.Th>结案</Table.Th>
          {['进口总值', '出口总值', '计划分配率', '实际分配率', '调整额'].map((title) => (
            <Table.Th key={title} className={classes.figure}>
              {title}
            </Table.Th>
          ))}
          <Table.Th>还缺</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {of.handbooks.map((book) => (
          <Table.Tr key={`${book.handbookNo} ${book.cycle?.from ?? ''}`}>
            <Table.Td>
              <Link className="mono" to={paths.writeOff('value-balance', book.handbookNo)}>
                {book.handbookNo}
              </Link>{' '}
              {tradeNames[book.trade]}
            </Table.Td>
            <Table.Td>
              {book.closedOn}
              {book.cycle && `（周期 ${book.cycle.from} 至 ${book.cycle.to}）`}
            </Table.Td>
            <Table.Td className={classes.figure}>{yuan(book.importTotal)}</Table.Td>
            <Table.Td className={classes.figure}>{yuan(book.exportTotal)}</Table.Td>
            <Table.Td className={classes.figure}>{percent(book.planRate)}</Table.Td>
            <Table.Td className={classes.figure}>{percent(book.actualRate)}</Table.Td>
            <Table.Td className={classes.figure}>{yuan(book.adjustment)}</Table.Td>
            <Table.Td>{book.trade === 'supplied' ? '凭免税证明到税务办理' : book.problems.join('；')}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
