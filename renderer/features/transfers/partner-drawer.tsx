import { Button, Drawer, Group, Text, TextInput } from '@mantine/core'
import { useMemo, useState } from 'react'
import { customsDistrictName, shownUnit } from '../../../shared/codes/tables.ts'
import type { Output } from '../../../shared/contract/contract.ts'
import { call } from '../../app/engine.ts'
import { useOperation } from '../../app/queries.ts'
import { useFocusBack } from '../../app/use-focus-back.ts'
import type { Column } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { CodeName, Definitions } from '../../components/definitions.tsx'
import { exportTable } from '../../components/export-table.ts'
import { printInstant } from '../../components/moment.ts'
import { Tag } from '../../components/tag.tsx'
import { goodsNames } from '../../components/words.ts'
import { DeedDialog } from '../../components/deed-dialog.tsx'
import { ItemPairDialog } from './item-pair-dialog.tsx'
import { PartnerDialog } from './partner-dialog.tsx'
import { inGroups } from './transfer-words.ts'
import type { Partner } from './transfer-words.ts'
import classes from './transfers.module.css'

type Pair = Output<'partners.items'>['pairs'][number]

const columns: readonly Column<Pair>[] = [
  { id: 'handbookNo', title: '我方手册', width: 124, kind: 'code', text: (row) => row.handbookNo },
  { id: 'goods', title: '料件成品', width: 76, kind: 'text', text: (row) => goodsNames[row.goods] },
  { id: 'itemSeq', title: '序号', width: 56, kind: 'quantity', text: (row) => String(row.itemSeq) },
  { id: 'itemName', title: '商品名称', width: 140, kind: 'text', text: (row) => row.itemName },
  { id: 'partnerHandbookNo', title: '对方手册', width: 124, kind: 'code', text: (row) => row.partnerHandbookNo },
  { id: 'partnerItemSeq', title: '对方序号', width: 76, kind: 'quantity', text: (row) => String(row.partnerItemSeq) },
  { id: 'factor', title: '我方 1 合对方', width: 104, kind: 'quantity', text: (row) => row.factor },
  { id: 'unit', title: '我方单位', width: 76, kind: 'text', text: (row) => shownUnit(row.unit) },
  { id: 'from', title: '自', width: 100, kind: 'date', text: (row) => row.from },
  { id: 'to', title: '至', width: 100, kind: 'date', text: (row) => row.to ?? '' },
]

/** One partner: who it is, which key is its, and which of its items ours are. */
export function PartnerDrawer({ partner, today, onClose }: { partner: Partner; today: string; onClose: () => void }) {
  useFocusBack()
  const { partnerId } = partner
  const pairs = useOperation('partners.items', { partnerId }).data?.pairs
  const source = useMemo(() => ({ kind: 'rows' as const, rows: pairs ?? [] }), [pairs])
  const [dialog, setDialog] = useState<'edit' | 'pair' | 'key' | null>(null)
  const close = () => setDialog(null)
  return (
    <Drawer
      opened
      onClose={onClose}
      closeOnEscape={dialog === null}
      size={960}
      padding="md"
      title={
        <Group gap="sm">
          {partner.name}
          {!partner.active && <Tag tone="struck">停用</Tag>}
        </Group>
      }
      closeButtonProps={{ 'aria-label': '关闭' }}
    >
      <Definitions
        items={[
          [
            '信用代码',
            <span key="credit" className="mono">
              {partner.creditCode}
            </span>,
          ],
          [
            '海关编码',
            <span key="customs" className="mono">
              {partner.customsCode}
            </span>,
          ],
          [
            '主管海关',
            partner.customsDistrict && (
              <CodeName key="district" code={partner.customsDistrict} name={customsDistrictName(partner.customsDistrict)} />
            ),
          ],
          ['联系人', partner.contact],
          ['电话', partner.phone],
          ['地址', partner.address],
          [
            '对方手册',
            <span key="books" className="mono">
              {partner.handbooks.join(' ')}
            </span>,
          ],
          ['收发货单', `${partner.deliveries} 张`],
          ['结转', `${partner.transfers} 笔`],
        ]}
      />
      <div className={classes.signature}>
        {partner.fingerprint ? (
          <div>
            <div className={classes.quiet}>
              结转包的签名密钥
              {partner.fingerprintConfirmedAt && `，${printInstant(partner.fingerprintConfirmedAt)} 核对确认`}
            </div>
            <div className={classes.fingerprint}>{inGroups(partner.fingerprint)}</div>
          </div>
        ) : (
          <Text size="sm">还没有确认对方的签名密钥。读入它的第一个结转包时核对，或现在录入电话里核对过的指纹。</Text>
        )}
        <Group gap="sm">
          <Button size="xs" variant="default" onClick={() => setDialog('key')}>
            {partner.fingerprint ? '更换密钥' : '录入指纹'}
          </Button>
          <Button size="xs" variant="default" onClick={() => setDialog('edit')}>
            修改企业资料
          </Button>
        </Group>
      </div>
      <DataTable
        id="partners.items"
        columns={columns}
        source={source}
        rowKey={(row) => `${row.handbookNo} ${row.goods} ${row.itemSeq} ${row.partnerHandbookNo} ${row.from}`}
        struck={(row) => row.to !== null && row.to < today}
        toolbar={
          <Button size="xs" onClick={() => setDialog('pair')}>
            登记商品对应
          </Button>
        }
        onExport={(table) => void exportTable(`${partner.name} 商品对应`)(table)}
        emptyText="还没有登记商品对应。它说明我方的一项是对方的哪一项，及两方单位的换算"
        height="calc(100dvh - 264px)"
      />
      {dialog === 'edit' && <PartnerDialog partner={partner} onClose={close} />}
      {dialog === 'pair' && <ItemPairDialog partner={partner} today={today} onClose={close} />}
      {dialog === 'key' && <KeyDialog partner={partner} onClose={close} />}
    </Drawer>
  )
}

/** The fingerprint as it was read out over the telephone. */
function KeyDialog({ partner, onClose }: { partner: Partner; onClose: () => void }) {
  const [typed, setTyped] = useState('')
  const plain = typed.normalize('NFKC').replace(/[\s-]/g, '')
  const isFingerprint = /^[0-9a-fA-F]{16}$/.test(plain)
  return (
    <DeedDialog
      title={`${partner.name}的签名密钥`}
      submitLabel="确认是这家企业的密钥"
      ready={isFingerprint}
      onSubmit={async () => {
        await call('partners.trust', { partnerId: partner.partnerId, fingerprint: inGroups(plain.toLowerCase()) })
      }}
      onClose={onClose}
    >
      <Text size="sm">
        请打电话或当面向对方核对指纹，不要照抄随文件一起来的。对方在“设置 › 密钥”可以看到它。
        {partner.fingerprint && '以后只认新的密钥；以前读入的结转包不变。'}
      </Text>
      <TextInput
        label="指纹"
        description="16 位，四位一组"
        data-autofocus
        classNames={{ input: 'mono' }}
        placeholder="1a2b 3c4d 5e6f 7a8b"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        error={plain.length >= 16 && !isFingerprint ? '指纹为 16 位，只含数字和字母 a 到 f' : undefined}
      />
    </DeedDialog>
  )
}
