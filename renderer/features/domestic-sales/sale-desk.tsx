import { Button, Group, Text } from '@mantine/core'
import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react'
import { Link } from 'react-router'
import { paths } from '../../../shared/contract/paths.ts'
import type { Guard } from '../../../shared/contract/values.ts'
import { call, runJob, saveFile } from '../../app/engine.ts'
import { queries, useOperation } from '../../app/queries.ts'
import type { WantedCell } from '../../components/data-table/column.ts'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { showError } from '../../components/export-table.ts'
import { useSaveKey } from '../../components/form-keys.ts'
import { printInstant } from '../../components/moment.ts'
import { Notice } from '../../components/notice.tsx'
import { Page } from '../../components/page.tsx'
import { PrintButton } from '../../components/paper.tsx'
import { say } from '../../components/say.ts'
import { Tag } from '../../components/tag.tsx'
import { DeedDialog } from '../handbooks/deed-dialog.tsx'
import { ExplainDrawer } from './explain-drawer.tsx'
import { useFigure } from './figures.ts'
import { stepOf, steps } from './guard-places.ts'
import type { Step } from './guard-places.ts'
import { MaterialDialog } from './material-dialog.tsx'
import { SaleAside } from './sale-aside.tsx'
import { DeadlineFields, GoodsFields, LicenceField } from './sale-fields.tsx'
import { completeLines, formOf, inputOf, lackingOf } from './sale-form.ts'
import type { SaleForm, TypedLine } from './sale-form.ts'
import { SaleLines } from './sale-lines.tsx'
import { SalePaper } from './sale-paper.tsx'
import { SalePapers } from './sale-papers.tsx'
import classes from './sale.module.css'
import { deadlineText, deadlineTone, daysLeft, saleKindMeanings, saleKindNames, saleStates, treatmentOf } from './sale-words.ts'
import type { SaleDetail } from './sale-words.ts'
import { SettleDialog } from './settle-dialog.tsx'
import { ConversionTable, InterestTable, TaxTable, ValuationTable } from './sheet-tables.tsx'
import { StepPanel } from './step-panel.tsx'
import { useReckoned, useSaleForm } from './use-sale-form.ts'

const noGuards: readonly Guard[] = []
type Asking = { about: 'origin' | 'similar'; itemSeq: number | undefined }

/** One sale from what is sold to what is paid, reckoned while it is typed. */
export function SaleDesk({
  name,
  blank,
  sale,
  today,
  onCreated,
}: {
  /** Under which what is not saved is kept. */
  name: string
  /** What a new sale begins with. */
  blank: SaleForm
  /** Undefined until it is saved for the first time. */
  sale: SaleDetail | undefined
  today: string
  onCreated: (saleId: string) => void
}) {
  const typing = useSaleForm(name, sale ? formOf(sale) : blank, sale?.savedAt ?? '')
  const { form, text, dirty, change, takeBooks } = typing
  const editable = sale === undefined || sale.state === 'draft'
  const { reckoned, error: reckonError, behind } = useReckoned(form, editable)
  // What the engine has in its books is the same until something is typed.
  const facts = editable ? (reckoned ?? (dirty ? undefined : sale)) : sale
  const sheet = facts?.sheet ?? undefined
  const guards = facts?.guards ?? noGuards
  const handbooks = useOperation('handbooks.list', {}).data?.handbooks
  const explained = useFigure()
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const [asking, setAsking] = useState<Asking>()
  const [dialog, setDialog] = useState<'settle' | 'discard' | 'takeBack'>()
  const [goTo, setGoTo] = useState<WantedCell<TypedLine>>()
  const column = useRef<HTMLDivElement>(null)

  useEffect(() => {
    // Somebody else has saved, or the state has moved on: nothing typed stands against it.
    if (sale && !dirty && sale.savedAt !== typing.savedAt) takeBooks(formOf(sale), sale.savedAt)
  }, [sale, dirty, typing.savedAt, takeBooks])

  const lacking = lackingOf(form)
  const blocks = guards.filter(({ severity }) => severity === 'blocks')
  const treatment = treatmentOf(form)
  const at = (step: Step) => guards.filter((guard) => stepOf(guard) === step)

  async function save(): Promise<SaleDetail | undefined> {
    const input = inputOf(form)
    if (busy || lacking !== undefined || !input) return undefined
    setBusy(true)
    setError(null)
    try {
      const saved = await call('domesticSales.save', {
        ...input,
        ...(sale && { saleId: sale.saleId, savedAt: typing.savedAt }),
      })
      queries.setQueryData(['domesticSales.get', { saleId: saved.saleId }], saved)
      typing.saved(text, saved.savedAt)
      say(`已保存内销 ${saved.saleNo}`)
      if (!sale) onCreated(saved.saleId)
      return saved
    } catch (problem) {
      setError(problem)
      return undefined
    } finally {
      setBusy(false)
    }
  }
  useSaveKey(() => {
    // A cell that is being typed in is taken first.
    const field = document.activeElement
    if (field instanceof HTMLElement) {
      field.blur()
      field.focus()
    }
    requestAnimationFrame(() => void saveNow())
  })
  const saveNow = useEffectEvent(async () => {
    if (!editable || !dirty) return
    if (lacking !== undefined) say(`还需${lacking}`)
    else await save()
  })

  async function act(what: () => Promise<unknown>) {
    if (busy) return
    setBusy(true)
    setError(null)
    try {
      await what()
    } catch (problem) {
      setError(problem)
    } finally {
      setBusy(false)
    }
  }
  async function makeLists() {
    const saved = dirty || !sale ? await save() : sale
    if (!saved) return
    if (saved.guards.some(({ severity }) => severity === 'blocks')) return mendNext(saved.guards)
    await act(async () => {
      const made = await call('domesticSales.makeLists', { saleId: saved.saleId })
      say(`已生成 ${made.drafts.length} 份清单草稿`)
      go('papers')
    })
  }
  const saveWorkbook = async (saleId: string) => {
    try {
      const { fileId } = await runJob('domesticSales.sheetWorkbook', { saleId })
      await saveFile(fileId)
    } catch (problem) {
      showError(problem)
    }
  }

  const go = useCallback((step: Step) => {
    column.current?.querySelector(`#step-${step}`)?.scrollIntoView({ block: 'start' })
  }, [])
  const toGrid = useCallback(
    () => setGoTo({ isRow: (line) => line.itemSeq === '' || line.quantity === '', columnId: 'itemSeq' }),
    [],
  )
  /** F8: the first place that blocks; in the grid its cell. */
  function mendNext(of: readonly Guard[] = guards) {
    const first = of
      .filter(({ severity }) => severity === 'blocks')
      .toSorted((a, b) => steps.indexOf(stepOf(a)) - steps.indexOf(stepOf(b)))[0]
    if (!first) return
    const line = first.lineNo === null ? undefined : completeLines(form)[first.lineNo - 1]
    if (line && stepOf(first) === 'goods') setGoTo({ isRow: ({ key }) => key === line.key, columnId: first.column || 'itemSeq' })
    go(stepOf(first))
  }
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== 'F8' || event.isComposing || document.querySelector('[role=dialog]')) return
    event.preventDefault()
    event.stopPropagation()
    mendNext()
  })
  useEffect(() => {
    const controller = new AbortController()
    window.addEventListener('keydown', (event) => onKey(event), { signal: controller.signal, capture: true })
    return () => controller.abort()
  }, [])
  const onLines = useCallback(
    (next: (before: readonly TypedLine[]) => readonly TypedLine[]) => change((before) => ({ lines: next(before.lines) })),
    [change],
  )
  const props = { form, editable, change }
  const nothingYet = (words: string) => (
    <p className={classes.calm}>{blocks.length > 0 && facts ? '补齐上面缺的，才能算出' : words}</p>
  )

  return (
    <Page fill>
      <header className={`${classes.card} ${classes.strip}`}>
        <h1>
          {sale && <span className="mono">{sale.saleNo}</span>} {saleKindNames[form.kind]}
          {form.kind === 'destruction' ? '' : '内销'}
        </h1>
        {sale && <Tag tone={saleStates[sale.state].tone}>{saleStates[sale.state].name}</Tag>}
        {form.collective && <Tag tone="accent">集中内销</Tag>}
        <span className={classes.quiet} title={saleKindMeanings[form.kind]}>
          {saleKindMeanings[form.kind]}
        </span>
        <span className={classes.stripActions}>
          <Kept sale={sale} dirty={dirty} restored={typing.restored} />
          {sale && (
            <Button variant="default" onClick={() => void saveWorkbook(sale.saleId)} disabled={!sale.sheet || dirty}>
              存为工作簿
            </Button>
          )}
          {sheet && <PrintButton />}
          {sale?.state === 'draft' && (
            <Button variant="default" onClick={() => setDialog('discard')}>
              作废
            </Button>
          )}
          {sale?.state === 'listed' && (
            <Button variant="default" onClick={() => setDialog('takeBack')}>
              撤回清单
            </Button>
          )}
          {editable && (
            <>
              <Button variant="default" onClick={() => void save()} loading={busy} disabled={lacking !== undefined || !dirty}>
                保存 Ctrl+S
              </Button>
              <Button onClick={() => void makeLists()} disabled={lacking !== undefined || busy || !sheet || blocks.length > 0}>
                生成清单
              </Button>
            </>
          )}
          {(sale?.state === 'listed' || sale?.state === 'declared') && (
            <Button onClick={() => setDialog('settle')}>登记缴税</Button>
          )}
        </span>
      </header>
      <ErrorNotice error={error} />
      {typing.restored && dirty && (
        <Notice severity="info">
          <Group gap="sm">
            接着上次没有保存的内容。
            <Button
              size="compact-xs"
              variant="default"
              onClick={() => takeBooks(sale ? formOf(sale) : blank, sale?.savedAt ?? '')}
            >
              放弃，重新开始
            </Button>
          </Group>
        </Notice>
      )}
      <div className={classes.desk}>
        <div className={classes.column} ref={column}>
          <StepPanel
            step="goods"
            guards={at('goods')}
            aside={
              lacking !== undefined && editable ? `还需${lacking}` : form.handbookNo && <HandbookLink no={form.handbookNo} />
            }
          >
            <GoodsFields {...props} handbooks={handbooks?.map(({ handbookNo }) => handbookNo) ?? []} onDone={toGrid} />
            <div className={classes.grid}>
              <SaleLines
                key={`${form.handbookNo} ${treatment.sold}`}
                form={form}
                editable={editable}
                guards={guards}
                modes={facts?.body.map(({ mode }) => mode) ?? []}
                goTo={goTo}
                onChange={onLines}
              />
            </div>
            <ErrorNotice error={reckonError} />
          </StepPanel>
          <StepPanel step="conversion" guards={at('conversion')}>
            {treatment.sold !== 'product' && treatment.sold !== 'either' ? (
              <p className={classes.calm}>
                {treatment.taxed === 'asPresented' ? '按报验状态征税，不折成料件。' : '料件按原样内销，不用折算。'}
              </p>
            ) : sheet && sheet.lines.some(({ conversion }) => conversion.length > 0) ? (
              <ConversionTable sheet={sheet} onExplain={explained.open} />
            ) : (
              nothingYet('按单耗版本折成料件的数量会列在这里。')
            )}
          </StepPanel>
          <StepPanel
            step="value"
            guards={at('value')}
            mend={(guard) =>
              editable &&
              guard.rule.includes('R-78') && (
                <Button size="compact-xs" onClick={() => setAsking({ about: 'similar', itemSeq: materialOf(form, guard) })}>
                  填写同期价
                </Button>
              )
            }
          >
            {sheet ? (
              <ValuationTable
                sheet={sheet}
                onExplain={explained.open}
                onSimilar={editable ? (itemSeq) => setAsking({ about: 'similar', itemSeq }) : undefined}
              />
            ) : (
              nothingYet('每项料件的计价方法、背后的进口和计税价格会列在这里。')
            )}
          </StepPanel>
          <StepPanel step="taxes" guards={at('taxes')}>
            {sheet ? (
              sheet.lines.some(({ taxes }) => taxes.length > 0) ? (
                <TaxTable
                  sheet={sheet}
                  materials={form.materials}
                  onExplain={explained.open}
                  onOrigin={editable ? (itemSeq) => setAsking({ about: 'origin', itemSeq }) : undefined}
                />
              ) : (
                <p className={classes.calm}>没有收入的销毁、灭失不征税。</p>
              )
            ) : (
              nothingYet('逐项料件、逐个税种的税率、税基、税额和出处会列在这里。')
            )}
          </StepPanel>
          <StepPanel step="interest" guards={at('interest')}>
            {sheet ? (
              <InterestTable sheet={sheet} onExplain={explained.open} />
            ) : (
              nothingYet('起息日、止息日、天数和利率会列在这里。')
            )}
          </StepPanel>
          <StepPanel step="licence" guards={at('licence')}>
            {sheet && (
              <p className={classes.calm}>
                {sheet.licence.needed ? '需要许可证：' : ''}
                {sheet.licence.message}（{sheet.licence.rule}）
              </p>
            )}
            {!sheet && nothingYet('是否需要许可证会写在这里。')}
            {(sheet?.licence.needed || form.licenceNo !== '') && <LicenceField {...props} />}
          </StepPanel>
          <StepPanel step="deadline" guards={at('deadline')} aside={<Deadlines sale={sale} dirty={dirty} today={today} />}>
            <DeadlineFields {...props} today={today} />
          </StepPanel>
          <StepPanel step="papers" guards={at('papers')}>
            {sale ? <SalePapers sale={sale} /> : <p className={classes.calm}>保存后可以附上凭证（R-104）、生成清单。</p>}
          </StepPanel>
        </div>
        <SaleAside
          sheet={sheet}
          guards={guards}
          behind={behind}
          today={today}
          frozen={sale !== undefined && sale.frozenAt !== null && !editable}
          onExplain={explained.open}
          onGo={go}
        />
      </div>
      {sheet && <SalePaper form={form} sheet={sheet} sale={sale} saved={!dirty} />}
      {explained.figure && sheet && (
        <ExplainDrawer figure={explained.figure} sheet={sheet} handbookNo={form.handbookNo} onClose={explained.close} />
      )}
      {asking && (
        <MaterialDialog
          about={asking.about}
          itemSeq={asking.itemSeq}
          handbookNo={form.handbookNo}
          materials={form.materials}
          onTake={(itemSeq, material) => change((before) => ({ materials: { ...before.materials, [itemSeq]: material } }))}
          onClose={() => setAsking(undefined)}
        />
      )}
      {dialog === 'settle' && sale && <SettleDialog sale={sale} today={today} onClose={() => setDialog(undefined)} />}
      {dialog === 'discard' && sale && (
        <DeedDialog
          title={`作废内销 ${sale.saleNo}`}
          submitLabel="作废"
          onSubmit={async () => void (await call('domesticSales.discard', { saleId: sale.saleId }))}
          onClose={() => setDialog(undefined)}
        >
          <Text size="sm">这笔内销不再计入集中申报和边角料的待处置；内容仍可查看，不能再改。</Text>
        </DeedDialog>
      )}
      {dialog === 'takeBack' && sale && (
        <DeedDialog
          title={`撤回内销 ${sale.saleNo} 的清单`}
          submitLabel="撤回清单"
          onSubmit={async () => void (await call('domesticSales.takeBack', { saleId: sale.saleId }))}
          onClose={() => setDialog(undefined)}
        >
          <Text size="sm">
            作废 {sale.drafts.length} 份还没有申报的清单草稿，税款计算表解除定格，内销回到可改。已申报的清单不能这样撤回。
          </Text>
        </DeedDialog>
      )}
    </Page>
  )
}

/** The material that a guard of a line is about: of a material's own line its number, of converted products none that is known. */
function materialOf(form: SaleForm, { lineNo }: Guard): number | undefined {
  const line = lineNo === null ? undefined : completeLines(form)[lineNo - 1]
  return line && treatmentOf(form).sold === 'material' ? Number(line.itemSeq) : undefined
}

const HandbookLink = ({ no }: { no: string }) => (
  <Link to={paths.handbook(no, 'domestic-sales')} className="mono">
    {no}
  </Link>
)

/** Whether what is seen is in the books. */
function Kept({ sale, dirty, restored }: { sale: SaleDetail | undefined; dirty: boolean; restored: boolean }) {
  if (dirty) return <span className={classes.quiet}>{restored ? '没有保存，已替您留着' : '没有保存，离开也不会丢'}</span>
  return sale && <span className={classes.quiet}>{printInstant(sale.savedAt)} 保存</span>
}

/** the last day, raw and moved to a working day. */
function Deadlines({ sale, dirty, today }: { sale: SaleDetail | undefined; dirty: boolean; today: string }) {
  if (!sale || dirty || sale.deadline === null || today === '') return null
  const left = daysLeft(sale.deadline, today)
  return (
    <>
      {sale.collective ? '集中申报期限' : '缴款期限'} <b>{sale.deadline}</b>
      {sale.deadlineRolled !== null && sale.deadlineRolled !== sale.deadline && <span>遇假日顺延至 {sale.deadlineRolled}</span>}
      {sale.state !== 'settled' && sale.state !== 'discarded' && <Tag tone={deadlineTone(left)}>{deadlineText(left)}</Tag>}
    </>
  )
}
