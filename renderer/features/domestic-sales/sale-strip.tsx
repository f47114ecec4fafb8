import { Button, Text } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'react-router'
import { paths } from '../../../shared/contract/paths.ts'
import { call, runJob, saveFile } from '../../app/engine.ts'
import { showError } from '../../components/export-table.ts'
import { printInstant } from '../../components/moment.ts'
import { PrintButton } from '../../components/paper.tsx'
import { Tag } from '../../components/tag.tsx'
import { DeedDialog } from '../../components/deed-dialog.tsx'
import type { SaleForm } from './sale-form.ts'
import classes from './sale.module.css'
import { saleKindMeanings, saleKindNames, saleStates } from './sale-words.ts'
import type { SaleDetail } from './sale-words.ts'
import { SettleDialog } from './settle-dialog.tsx'

/** What is being sold, how far it is, and what is done with it. */
export function SaleStrip({
  sale,
  form,
  dirty,
  busy,
  lacking,
  canPrint,
  canList,
  today,
  onSave,
  onMakeLists,
}: {
  sale: SaleDetail | undefined
  form: SaleForm
  dirty: boolean
  busy: boolean
  lacking: string | undefined
  canPrint: boolean
  canList: boolean
  today: string
  onSave: () => void
  onMakeLists: () => void
}) {
  const [dialog, setDialog] = useState<'settle' | 'discard' | 'takeBack'>()
  const close = () => setDialog(undefined)
  const state = sale?.state
  const toFile = sale?.drafts.find((draft) => draft.state !== 'discarded' && draft.state !== 'accepted')
  const editable = state === undefined || state === 'draft'
  return (
    <header className={`${classes.card} ${classes.strip}`}>
      <h1>
        {saleKindNames[form.kind]}
        {form.kind !== 'destruction' && '内销'} {sale?.saleNo}
      </h1>
      {state && <Tag tone={saleStates[state].tone}>{saleStates[state].name}</Tag>}
      {form.collective && <Tag tone="accent">集中内销</Tag>}
      <span className={classes.quiet} title={saleKindMeanings[form.kind]}>
        {dirty ? '没有保存，离开也不会丢' : sale ? `${printInstant(sale.savedAt)} 保存` : saleKindMeanings[form.kind]}
      </span>
      <span className={classes.stripActions}>
        {sale && (
          <Button variant="default" onClick={() => void saveWorkbook(sale.saleId)} disabled={!sale.sheet || dirty}>
            存为工作簿
          </Button>
        )}
        {canPrint && <PrintButton />}
        {state === 'draft' && (
          <Button variant="default" onClick={() => setDialog('discard')}>
            作废
          </Button>
        )}
        {state === 'listed' && (
          <Button variant="default" onClick={() => setDialog('takeBack')}>
            撤回清单
          </Button>
        )}
        {editable && (
          <>
            <Button variant="default" onClick={onSave} loading={busy} disabled={lacking !== undefined || !dirty}>
              保存 Ctrl+S
            </Button>
            <Button onClick={onMakeLists} disabled={busy || !canList}>
              生成清单
            </Button>
          </>
        )}
        {state === 'listed' && toFile && (
          <Button component={Link} to={paths.listDraft(toFile.draftId)}>
            去申报清单
          </Button>
        )}
        {state === 'declared' && sale?.sheet?.payBy && <Button onClick={() => setDialog('settle')}>登记缴税</Button>}
      </span>
      {sale && dialog === 'settle' && <SettleDialog sale={sale} today={today} onClose={close} />}
      {sale && dialog === 'discard' && (
        <DeedDialog
          title={`作废内销 ${sale.saleNo}`}
          submitLabel="作废"
          onSubmit={async () => void (await call('domesticSales.discard', { saleId: sale.saleId }))}
          onClose={close}
        >
          <Text size="sm">这笔内销不再计入集中申报和边角料的处置中；内容仍可查看，不能再改。</Text>
        </DeedDialog>
      )}
      {sale && dialog === 'takeBack' && (
        <DeedDialog
          title={`撤回内销 ${sale.saleNo} 的清单`}
          submitLabel="撤回清单"
          onSubmit={async () => void (await call('domesticSales.takeBack', { saleId: sale.saleId }))}
          onClose={close}
        >
          <Text size="sm">
            作废 {sale.drafts.length} 份还没有申报的清单草稿，税款计算表解除定格，内销回到可改。已申报的清单不能这样撤回。
          </Text>
        </DeedDialog>
      )}
    </header>
  )
}

async function saveWorkbook(saleId: string): Promise<void> {
  try {
    const { fileId } = await runJob('domesticSales.sheetWorkbook', { saleId })
    await saveFile(fileId)
  } catch (problem) {
    showError(problem)
  }
}
