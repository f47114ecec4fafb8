import { Button, Drawer, Group, Table, TextInput } from '@mantine/core'
import { useState } from 'react'
import { shownUnit } from '../../../shared/codes/tables.ts'
import { call } from '../../app/engine.ts'
import { useFocusBack } from '../../app/use-focus-back.ts'
import { Definitions } from '../../components/definitions.tsx'
import { formatQuantity } from '../../components/fields/format.ts'
import { printInstant } from '../../components/moment.ts'
import { Notice } from '../../components/notice.tsx'
import { Paper, PaperPart, PaperTable, PrintButton } from '../../components/paper.tsx'
import { QuantityWithUnit } from '../../components/quantity-with-unit.tsx'
import { Tag } from '../../components/tag.tsx'
import { DeedDialog } from '../../components/deed-dialog.tsx'
import classes from './substitutions.module.css'
import { otherOf } from './voucher-words.ts'
import type { Voucher } from './voucher-words.ts'

const statement =
  '串换的料件与备案料件属同一企业、同品种、同规格、同数量，不牟利，事先经海关同意；两方的账面结余都不变。被替换出来的同等数量料件由企业自行处置（R-60）。'

/** One voucher: its two legs side by side, to be printed and signed. It is never changed, only voided. */
export function VoucherDrawer({ voucher, onClose }: { voucher: Voucher; onClose: () => void }) {
  useFocusBack()
  const [voiding, setVoiding] = useState(false)
  return (
    <Drawer
      opened
      onClose={onClose}
      closeOnEscape={!voiding}
      size={900}
      padding="md"
      title={
        <Group gap="sm">
          料件串换凭证 第 {voucher.voucherNo} 号{voucher.voidedAt !== null && <Tag tone="struck">已作废</Tag>}
        </Group>
      }
      closeButtonProps={{ 'aria-label': '关闭' }}
    >
      {voucher.voidedAt !== null && (
        <Notice severity="info">
          {printInstant(voucher.voidedAt)} 作废：{voucher.voidReason}
        </Notice>
      )}
      <Definitions
        columns={2}
        items={[
          [
            '手册',
            <span key="book" className="mono">
              {voucher.handbookNo}
            </span>,
          ],
          ['串换日期', voucher.substitutedOn],
          ['批准文号', voucher.approvalNo],
          ['批准日期', voucher.approvedOn],
          ['原因', voucher.reason],
          ['登记', `${printInstant(voucher.recordedAt)}${voucher.recordedBy && `　${voucher.recordedBy}`}`],
        ]}
      />
      <Table verticalSpacing={6} horizontalSpacing={12} my="md">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>备案料件</Table.Th>
            <Table.Th>规格</Table.Th>
            <Table.Th ta="right">数量</Table.Th>
            <Table.Th>替换为</Table.Th>
            <Table.Th>品名、规格</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {voucher.lines.map((leg, index) => (
            <Table.Tr key={index}>
              <Table.Td>
                {leg.itemSeq} {leg.itemName}
              </Table.Td>
              <Table.Td>{leg.itemSpec}</Table.Td>
              <Table.Td ta="right">
                <QuantityWithUnit value={leg.quantity} unit={leg.unit} />
              </Table.Td>
              <Table.Td>
                {otherOf(leg)}
                {leg.zeroDutyNoLicence && <div className={classes.quiet}>零关税、无许可证件</div>}
              </Table.Td>
              <Table.Td>
                {leg.otherName} {leg.spec}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <p className={classes.statement}>{statement}</p>
      <Group mt="md">
        <PrintButton />
        {voucher.voidedAt === null && (
          <Button variant="default" onClick={() => setVoiding(true)}>
            作废
          </Button>
        )}
      </Group>
      <VoucherPaper voucher={voucher} />
      {voiding && <VoidDialog voucher={voucher} onClose={() => setVoiding(false)} />}
    </Drawer>
  )
}

const columns = [
  { title: '序号', numeric: true },
  { title: '备案料件', numeric: false },
  { title: '规格型号', numeric: false },
  { title: '数量', numeric: true },
  { title: '单位', numeric: false },
  { title: '替换为', numeric: false },
  { title: '替换品名', numeric: false },
  { title: '替换规格', numeric: false },
]

function VoucherPaper({ voucher }: { voucher: Voucher }) {
  const facts = [
    ['凭证号', String(voucher.voucherNo)],
    ['手册', voucher.handbookNo],
    ['串换日期', voucher.substitutedOn],
    ['批准文号', voucher.approvalNo],
    ['批准日期', voucher.approvedOn],
    ...(voucher.voidedAt === null ? [] : [['状态', `已作废：${voucher.voidReason}`] as const]),
  ] as const
  return (
    <Paper title="料件串换凭证" facts={facts} wide>
      <PaperPart title="串换的料件">
        <PaperTable
          columns={columns}
          rows={voucher.lines.map((leg) => [
            String(leg.itemSeq),
            leg.itemName,
            leg.itemSpec,
            formatQuantity(leg.quantity),
            shownUnit(leg.unit),
            otherOf(leg) + (leg.zeroDutyNoLicence ? '（零关税、无许可证件）' : ''),
            leg.otherName,
            leg.spec,
          ])}
        />
      </PaperPart>
      <PaperPart title="原因">
        <p>{voucher.reason}</p>
      </PaperPart>
      <PaperPart title="说明">
        <p>{statement}</p>
      </PaperPart>
    </Paper>
  )
}

function VoidDialog({ voucher, onClose }: { voucher: Voucher; onClose: () => void }) {
  const [reason, setReason] = useState('')
  return (
    <DeedDialog
      title={`作废串换凭证 第 ${voucher.voucherNo} 号`}
      submitLabel="作废"
      ready={reason.trim() !== ''}
      onSubmit={async () => void (await call('substitutions.void', { substitutionId: voucher.substitutionId, reason }))}
      onClose={onClose}
    >
      <div>凭证仍然看得到，号码不再使用。结余本来就没有变，作废也不变。</div>
      <TextInput
        label="原因"
        data-autofocus
        maxLength={400}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </DeedDialog>
  )
}
