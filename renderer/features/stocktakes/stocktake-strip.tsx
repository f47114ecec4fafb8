import { Button, Text } from '@mantine/core'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { Output } from '../../../shared/contract/contract.ts'
import { paths } from '../../../shared/contract/paths.ts'
import { call, runJob, saveFile } from '../../app/engine.ts'
import { DeedDialog } from '../../components/deed-dialog.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { showError } from '../../components/export-table.ts'
import { formatQuantity } from '../../components/fields/format.ts'
import { printCount, printInstant } from '../../components/moment.ts'
import { PrintButton } from '../../components/paper.tsx'
import { say } from '../../components/say.ts'
import { Tag } from '../../components/tag.tsx'
import { keepStocktake } from './stocktake-writing.ts'
import { stocktakeStates } from './stocktake-words.ts'
import type { StocktakeDetail } from './stocktake-words.ts'
import classes from './stocktakes.module.css'

/** Which stocktake it is, how far it is, and what is done with it. */
export function StocktakeStrip({
  stocktake,
  blocks,
  onMade,
  onBlocked,
}: {
  stocktake: StocktakeDetail
  blocks: number
  onMade: (made: Output<'stocktakes.makeDrafts'>['made']) => void
  onBlocked: () => void
}) {
  const { stocktakeId, differences } = stocktake
  const [dialog, setDialog] = useState<'settle' | 'discard'>()
  const [making, setMaking] = useState(false)
  const [exporting, setExporting] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const state = stocktakeStates[stocktake.state]
  const counting = stocktake.state === 'counting'
  const outside = differences.filter(({ withinTolerance }) => !withinTolerance).length
  const toMake = differences.filter(({ disposal, made }) => disposal === 'tax' && made === null).length
  const close = () => setDialog(undefined)

  async function makeDrafts() {
    setMaking(true)
    setError(null)
    try {
      const { made, stocktake: next } = await call('stocktakes.makeDrafts', { stocktakeId })
      keepStocktake(next)
      onMade(made)
    } catch (problem) {
      setError(problem)
    }
    setMaking(false)
  }
  async function exportWorkbook() {
    setExporting(true)
    try {
      await saveFile((await runJob('stocktakes.export', { stocktakeId })).fileId)
    } catch (problem) {
      showError(problem)
    }
    setExporting(false)
  }
  return (
    <section className={classes.strip} aria-label={`盘点 ${stocktake.name}`}>
      <div className={classes.stripHead}>
        <h1>{stocktake.name}</h1>
        <Tag tone={state.tone}>{state.name}</Tag>
        {stocktake.note && (
          <span className={classes.note} title={stocktake.note}>
            {stocktake.note}
          </span>
        )}
        <span className={classes.stripActions}>
          {counting && (
            <Button variant="default" onClick={() => setDialog('discard')}>
              作废
            </Button>
          )}
          <PrintButton />
          <Button variant="default" loading={exporting} onClick={() => void exportWorkbook()}>
            导出工作簿
          </Button>
          {stocktake.state !== 'discarded' && (
            <Button
              variant="default"
              loading={making}
              disabled={toMake === 0}
              title={toMake === 0 ? '没有待生成的：把短少的处理写成“补税”，即可生成料件内销草稿' : undefined}
              onClick={() => void makeDrafts()}
            >
              生成草稿{toMake > 0 && `（${toMake}）`}
            </Button>
          )}
          {counting && (
            <Button onClick={blocks > 0 ? onBlocked : () => setDialog('settle')}>
              {blocks > 0 ? `定下盘点：还有 ${blocks} 处须处理` : '定下盘点'}
            </Button>
          )}
        </span>
      </div>
      <dl className={classes.metrics}>
        <Metric name="截止日">{stocktake.cutOff}</Metric>
        <Metric name="手册">
          {stocktake.handbookNos.map((no) => (
            <Link key={no} to={paths.writeOff('stocktakes', no)} className="mono" style={{ marginRight: 12 }}>
              {no}
            </Link>
          ))}
        </Metric>
        <Metric name="盘点表">
          {stocktake.sheets} 份，{printCount(stocktake.rows)} 行
        </Metric>
        <Metric name={`超出容差 ±${formatQuantity(stocktake.tolerance)}%`}>
          {stocktake.rows === 0 ? '还没有清点' : outside === 0 ? '没有' : `${outside} 项料件`}
        </Metric>
        <Metric name="待写原因与处理">
          {stocktake.rows === 0 ? '—' : stocktake.open === 0 ? '没有' : <Tag tone="warns">{stocktake.open} 项</Tag>}
        </Metric>
        <Metric name={stocktake.settledAt === null ? '建立' : '定下'}>
          {printInstant(stocktake.settledAt ?? stocktake.createdAt)} {stocktake.settledAt === null && stocktake.madeBy}
        </Metric>
      </dl>
      <ErrorNotice error={error} />
      {dialog === 'settle' && (
        <DeedDialog
          title={`定下“${stocktake.name}”`}
          submitLabel="定下盘点"
          onSubmit={async () => {
            keepStocktake(await call('stocktakes.settle', { stocktakeId }))
            say('盘点已定下')
          }}
          onClose={close}
        >
          <Text size="sm">
            {stocktake.cutOff} 结束时，{stocktake.handbookNos.join('、')}：{stocktake.sheets} 份盘点表{' '}
            {printCount(stocktake.rows)} 行，{differences.length} 项料件，其中 {outside} 项超出容差，原因与处理已写明。
          </Text>
          <Text size="sm">定下后，盘点表、差异、原因与分摊都不再变动，报核按它核对（R-124）。</Text>
          {toMake > 0 && (
            <Text size="sm" c="var(--warns)">
              还有 {toMake} 项写了补税，尚未生成内销草稿；定下后仍可生成。
            </Text>
          )}
        </DeedDialog>
      )}
      {dialog === 'discard' && (
        <DeedDialog
          title={`作废“${stocktake.name}”`}
          submitLabel="作废"
          onSubmit={async () => keepStocktake(await call('stocktakes.discard', { stocktakeId }))}
          onClose={close}
        >
          <Text size="sm">
            {stocktake.sheets} 份盘点表 {printCount(stocktake.rows)} 行不再作数，也不能再改；内容留存备查。
          </Text>
        </DeedDialog>
      )}
    </section>
  )
}

const Metric = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)
