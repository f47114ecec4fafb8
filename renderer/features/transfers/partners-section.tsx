import { Button } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useOperation } from '../../app/queries.ts'
import { useOpened } from '../../app/use-opened.ts'
import { useArrangementInAddress } from '../../components/data-table/arrangement-in-address.ts'
import type { Column } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { Empty } from '../../components/empty.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { exportTable } from '../../components/export-table.ts'
import { Panel, Room } from '../../components/page.tsx'
import { Tag } from '../../components/tag.tsx'
import { PartnerDialog } from './partner-dialog.tsx'
import { PartnerDrawer } from './partner-drawer.tsx'
import { inGroups } from './transfer-words.ts'
import type { Partner } from './transfer-words.ts'

const columnsOf = (open: (partnerId: string) => void): readonly Column<Partner>[] => [
  { id: 'name', title: '企业名称', width: 240, kind: 'text', text: (row) => row.name, onOpen: (row) => open(row.partnerId) },
  { id: 'creditCode', title: '统一社会信用代码', width: 180, kind: 'code', text: (row) => row.creditCode },
  { id: 'customsCode', title: '海关编码', width: 112, kind: 'code', text: (row) => row.customsCode },
  { id: 'handbooks', title: '对方手册', width: 230, kind: 'code', text: (row) => row.handbooks.join(' ') },
  { id: 'contact', title: '联系人', width: 88, kind: 'text', text: (row) => row.contact },
  { id: 'phone', title: '电话', width: 120, kind: 'text', text: (row) => row.phone },
  {
    id: 'fingerprint',
    title: '签名密钥',
    width: 190,
    kind: 'code',
    text: (row) => inGroups(row.fingerprint),
    render: (row) => (row.fingerprint ? inGroups(row.fingerprint) : <Tag>未确认</Tag>),
  },
  { id: 'deliveries', title: '收发货单', width: 84, kind: 'quantity', text: (row) => String(row.deliveries) },
  { id: 'transfers', title: '结转', width: 64, kind: 'quantity', text: (row) => String(row.transfers) },
]

/** 往来企业: who goods are transferred to and from. */
export function PartnersSection() {
  const kept = useArrangementInAddress()
  const { opened, go } = useOpened('partner')
  const [adding, setAdding] = useState(false)
  const answer = useOperation('partners.list', {})
  const today = useOperation('house.status', {}).data?.businessDate
  const partners = answer.data?.partners
  const columns = useMemo(() => columnsOf(go), [go])
  const source = useMemo(() => ({ kind: 'rows' as const, rows: partners ?? [] }), [partners])
  const shown = partners?.find(({ partnerId }) => partnerId === opened)
  const add = <Button onClick={() => setAdding(true)}>登记往来企业</Button>
  return (
    <>
      <ErrorNotice error={answer.error} />
      {partners?.length === 0 && (
        <Panel>
          <Empty action={add}>
            还没有往来企业。深加工结转的对方、外发加工的承揽方都登记在这里：名称、代码、对方手册、商品对应和签名密钥。
          </Empty>
        </Panel>
      )}
      {partners && partners.length > 0 && (
        <Room>
          <DataTable
            id="partners.list"
            columns={columns}
            source={source}
            rowKey={(row) => row.partnerId}
            kept={kept}
            frozen={1}
            struck={(row) => !row.active}
            onOpenRow={(row) => go(row.partnerId)}
            toolbar={
              <Button size="xs" onClick={() => setAdding(true)}>
                登记往来企业
              </Button>
            }
            onExport={(table) => void exportTable('往来企业')(table)}
            emptyText="没有符合条件的往来企业"
          />
        </Room>
      )}
      {shown && today !== undefined && <PartnerDrawer partner={shown} today={today} onClose={() => go(null)} />}
      {adding && (
        <PartnerDialog partner={undefined} onSaved={({ partnerId }) => go(partnerId)} onClose={() => setAdding(false)} />
      )}
    </>
  )
}
