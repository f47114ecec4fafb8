import { Button, Drawer, Group, Textarea } from '@mantine/core'
import { useMemo, useState } from 'react'
import { Link } from 'react-router'
import { currencyName } from '../../../shared/codes/tables.ts'
import type { Output } from '../../../shared/contract/contract.ts'
import { paths } from '../../../shared/contract/paths.ts'
import { call } from '../../app/engine.ts'
import { useOperation } from '../../app/queries.ts'
import { useFocusBack } from '../../app/use-focus-back.ts'
import type { Column } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { Definitions } from '../../components/definitions.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { exportTable } from '../../components/export-table.ts'
import { codeLabel } from '../../components/fields/format.ts'
import { printInstant } from '../../components/moment.ts'
import { Notice } from '../../components/notice.tsx'
import { QuantityWithUnit } from '../../components/quantity-with-unit.tsx'
import { Tag } from '../../components/tag.tsx'
import { DeedDialog } from '../../components/deed-dialog.tsx'
import { declaredWords, slipKinds, slipSources, slipWays } from './transfer-words.ts'

type Detail = Output<'deliveries.get'>
type Line = Detail['body'][number]

const columns: readonly Column<Line>[] = [
  { id: 'lineNo', title: '行', width: 48, kind: 'quantity', text: (row) => String(row.lineNo) },
  { id: 'itemSeq', title: '备案序号', width: 80, kind: 'quantity', text: (row) => String(row.itemSeq) },
  { id: 'itemName', title: '商品名称', width: 170, kind: 'text', text: (row) => row.itemName },
  { id: 'version', title: '版本', width: 56, kind: 'code', text: (row) => row.version },
  {
    id: 'quantity',
    title: '数量',
    width: 120,
    kind: 'quantity',
    text: (row) => row.quantity,
    render: (row) => <QuantityWithUnit value={row.quantity} unit={row.unit} />,
  },
  {
    id: 'declared',
    title: '其中已结转',
    width: 120,
    kind: 'quantity',
    text: (row) => row.declared,
    render: (row) => <QuantityWithUnit value={row.declared} unit={row.unit} />,
  },
  { id: 'unitPrice', title: '单价', width: 88, kind: 'quantity', text: (row) => row.unitPrice },
  {
    id: 'currency',
    title: '币制',
    width: 88,
    kind: 'code',
    text: (row) => row.currency,
    render: (row) => row.currency && codeLabel(row.currency, currencyName(row.currency)),
  },
  { id: 'lot', title: '批次', width: 100, kind: 'code', text: (row) => row.lot },
]

/** One slip: its lines and how much of each is declared. It is never changed, only voided. */
export function SlipDrawer({ slipId, onClose }: { slipId: string; onClose: () => void }) {
  useFocusBack()
  const answer = useOperation('deliveries.get', { slipId })
  const [voiding, setVoiding] = useState(false)
  const slip = answer.data
  const source = useMemo(() => ({ kind: 'rows' as const, rows: slip?.body ?? [] }), [slip])
  return (
    <Drawer
      opened
      onClose={onClose}
      closeOnEscape={!voiding}
      size={960}
      padding="md"
      title={
        slip && (
          <Group gap="sm">
            {slipWays[slip.way]}单<span className="mono">{slip.slipNo}</span>
            {slip.kind === 'return' && <Tag>退货</Tag>}
            {slip.voidedAt ? (
              <Tag tone="struck">已作废</Tag>
            ) : (
              <Tag tone={declaredWords[slip.declared].tone}>{declaredWords[slip.declared].name}</Tag>
            )}
          </Group>
        )
      }
      closeButtonProps={{ 'aria-label': '关闭' }}
    >
      <ErrorNotice error={answer.error} />
      {slip && (
        <>
          {slip.voidedAt && (
            <Notice severity="info">
              {printInstant(slip.voidedAt)} 作废：{slip.voidReason}
            </Notice>
          )}
          <Definitions
            items={[
              ['往来企业', slip.partnerName],
              ['日期', slip.deliveredOn],
              ['类别', slipKinds[slip.kind]],
              [
                '我方手册',
                <Link key="book" to={paths.handbook(slip.handbookNo, 'transfers')} className="mono">
                  {slip.handbookNo}
                </Link>,
              ],
              [
                '对方手册',
                <span key="theirs" className="mono">
                  {slip.partnerHandbookNo}
                </span>,
              ],
              ['运输工具', slip.vehicle],
              ['签收人', slip.signedBy],
              ['备注', slip.remark],
              ['登记', `${printInstant(slip.recordedAt)}　${slipSources[slip.source]}`],
            ]}
          />
          <DataTable
            id="deliveries.get"
            columns={columns}
            source={source}
            rowKey={(row) => String(row.lineNo)}
            toolbar={
              !slip.voidedAt && (
                <Button size="xs" variant="default" onClick={() => setVoiding(true)}>
                  作废
                </Button>
              )
            }
            onExport={(table) => void exportTable(`${slipWays[slip.way]}单 ${slip.slipNo}`)(table)}
            emptyText="没有符合条件的行"
            height="calc(100dvh - 200px)"
          />
          {voiding && <VoidDialog slip={slip} onClose={() => setVoiding(false)} />}
        </>
      )}
    </Drawer>
  )
}

function VoidDialog({ slip, onClose }: { slip: Detail; onClose: () => void }) {
  const [reason, setReason] = useState('')
  return (
    <DeedDialog
      title={`作废${slipWays[slip.way]}单 ${slip.slipNo}`}
      submitLabel="作废"
      ready={reason.trim() !== ''}
      onSubmit={async () => void (await call('deliveries.void', { slipId: slip.slipId, reason }))}
      onClose={onClose}
    >
      <Textarea
        label="原因"
        description={`${slip.deliveredOn}，${slip.partnerName}，共 ${slip.lines} 行。作废后不再计入对照，单据仍可查看。`}
        data-autofocus
        autosize
        minRows={2}
        maxRows={6}
        maxLength={400}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </DeedDialog>
  )
}
